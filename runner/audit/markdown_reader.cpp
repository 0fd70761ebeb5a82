// SPDX-License-Identifier: Apache-2.0
//
// Reads pages in Markdown. Rows with too few or too many cells are read as far as they go, and
// noted.
#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/text.hpp"
#include "runner/audit/published_page.hpp"
#include "runner/audit/text.hpp"
#include "runner/audit/vocabulary.hpp"

namespace hallmark::runner {
namespace {

constexpr std::size_t longest_row = 200;  // lines

using Cells = std::vector<std::string>;
using Columns = std::vector<std::optional<Column>>;  // nothing: one that no reader knows

// A line of three backquotes, with or without a name behind them; one of the three may be damaged.
bool is_fence(std::string_view line) {
  line = reports::trimmed(line);
  if (line.starts_with("```")) return true;
  const bool short_or_named = line.size() <= 5 || line.find("{#") != std::string_view::npos;
  return short_or_named && std::ranges::count(line.substr(0, 4), '`') >= 2;
}

// The pipes that separate cells: those without a backslash before them.
std::size_t pipes_in(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '|') {
      ++count;
    }
  }
  return count;
}

Cells cells_of(std::string_view row) {
  row = reports::trimmed(row);
  if (row.starts_with('|')) row.remove_prefix(1);
  if (row.ends_with('|') && !row.ends_with("\\|")) row.remove_suffix(1);
  Cells cells{""};
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i] == '\\' && i + 1 < row.size()) {
      cells.back() += row[i++];
      cells.back() += row[i];
    } else if (row[i] == '|') {
      cells.emplace_back();
    } else {
      cells.back() += row[i];
    }
  }
  for (std::string& cell : cells) cell = std::string{reports::trimmed(cell)};
  return cells;
}

// The line under the headings. One wrong character in it is forgiven here and noted by the caller.
bool is_rule(const Cells& cells, std::size_t tolerated) {
  std::size_t dashes = 0;
  std::size_t others = 0;
  for (const std::string& cell : cells) {
    for (const char c : cell) ++(c == '-' || c == ':' ? dashes : others);
  }
  return dashes > others && others <= tolerated;
}

// A table's name in differences, and the columns that it has where no heading says so.
struct TableKind {
  std::string_view name;
  std::string_view row;
  std::vector<Column> columns;
};

TableKind kind_of(Section section) {
  if (section == Section::errors) {
    return {"error table",
            "error row",
            {Column::status, Column::code, Column::message, Column::description}};
  }
  if (section == Section::response) {
    return {"response parameters",
            "response parameter",
            {Column::name, Column::type, Column::sample, Column::description}};
  }
  return {"request parameters",
          "parameter",
          {Column::name, Column::type, Column::required, Column::sample, Column::description}};
}

class MarkdownReader {
 public:
  explicit MarkdownReader(std::string_view text, const specs::Page& expected)
      : lines_{lines_of(text)}, expected_{expected} {
    page_.form = specs::Form::markdown;
  }

  PublishedPage read() {
    while (next_ < lines_.size()) {
      const std::string_view line = lines_[next_];
      if (is_fence(line)) {
        read_sample();
      } else if (line.starts_with('#')) {
        finish_prose();
        enter(line);
        ++next_;
      } else if (line.starts_with('|')) {
        finish_prose();
        read_table();
      } else {
        prose_ += line;
        prose_ += '\n';
        ++next_;
      }
    }
    finish_prose();
    return std::move(page_);
  }

 private:
  void enter(std::string_view heading) {
    heading.remove_prefix(std::min(heading.find_first_not_of('#'), heading.size()));
    heading = reports::trimmed(heading.substr(0, heading.find('{')));
    section_ = section_of(visible_text(heading)).value_or(Section::prose);
  }

  void finish_prose() {
    for (std::string& sentence : sentences_of(prose_))
      page_.sentences.push_back({std::move(sentence), ""});
    prose_.clear();
  }

  void read_sample() {
    finish_prose();
    note_damaged_fence();
    std::string text;
    for (++next_; next_ < lines_.size() && !ends_sample(lines_[next_]); ++next_) {
      text += lines_[next_];
      text += '\n';
    }
    if (next_ < lines_.size() && is_fence(lines_[next_])) {
      note_damaged_fence();
      ++next_;
    }
    page_.samples.push_back({kind_of_sample(text), std::move(text)});
  }

  // No sample holds a heading or a table: where one comes, the closing fence was lost.
  static bool ends_sample(std::string_view line) {
    return is_fence(line) || line.starts_with("## ") || line.starts_with('|');
  }

  void note_damaged_fence() {
    const std::string_view line = reports::trimmed(lines_[next_]);
    if (line.starts_with("```") && !line.starts_with("````")) return;
    page_.misshapen.push_back({"sample " + std::to_string(page_.samples.size() + 1) + ", fence",
                               "```", std::string{line}});
  }

  // One row, which may span lines; stops at whatever can no longer belong to it.
  Cells read_row(std::size_t width) {
    std::string row{lines_[next_++]};
    for (std::size_t taken = 1; taken < longest_row && next_ < lines_.size(); ++taken) {
      const bool closed =
          reports::trimmed(row).ends_with('|') && !reports::trimmed(row).ends_with("\\|");
      if (closed && (width == 0 || pipes_in(row) >= width + 1)) break;
      if (width == 0) break;
      const std::string_view line = lines_[next_];
      if (line.starts_with('#') || is_fence(line)) break;
      if (line.starts_with('|') && reports::trimmed(line) != "|") break;
      row += '\n';
      row += line;
      ++next_;
    }
    return cells_of(row);
  }

  bool at_row() const {
    if (next_ >= lines_.size()) return false;
    const std::string_view line = lines_[next_];
    return line.starts_with('|') ||
           (!line.starts_with('#') && !is_fence(line) && pipes_in(line) >= 2);
  }

  void read_table() {
    const std::string_view heading_line = reports::trimmed(lines_[next_]);
    const Cells headings = read_row(0);
    const Section section = section_of_table(headings);
    const TableKind kind = kind_of(section);
    const Columns columns = columns_under(headings, kind);
    if (!heading_line.ends_with('|')) {
      page_.misshapen.push_back({std::string{kind.name} + ", headings", "a pipe at either end",
                                 std::string{heading_line}});
    }
    if (next_ < lines_.size()) {
      const Cells rule = cells_of(lines_[next_]);
      if (is_rule(rule, 2)) {
        if (!is_rule(rule, 0) || rule.size() != headings.size()) {
          page_.misshapen.push_back({std::string{kind.name} + ", line under the headings",
                                     "dashes and colons, a cell for each column",
                                     std::string{lines_[next_]}});
        }
        ++next_;
      }
    }
    for (int number = 1; at_row(); ++number) {
      const std::size_t first_line = next_;
      const Cells cells = read_row(columns.size());
      if (!lines_[first_line].starts_with('|') ||
          !reports::trimmed(lines_[next_ - 1]).ends_with('|')) {
        page_.misshapen.push_back(
            {std::string{kind.name} + ", row " + std::to_string(number) + " of the page",
             "a pipe at either end", std::string{lines_[first_line]}});
      }
      if (cells.size() != columns.size()) {
        page_.misshapen.push_back(
            {std::string{kind.name} + ", row " + std::to_string(number) + " of the page",
             std::to_string(columns.size()) + " cells", std::to_string(cells.size()) + " cells"});
      }
      add_row(section, kind, columns, cells);
    }
  }

  // By the headings where they say so, else by the section that the table stands in.
  Section section_of_table(const Cells& headings) const {
    std::vector<Column> known;
    for (const std::string& heading : headings) {
      if (const auto column = column_of(heading)) known.push_back(*column);
    }
    const auto has = [&](Column column) { return std::ranges::find(known, column) != known.end(); };
    if (has(Column::status) || has(Column::code) || has(Column::message)) return Section::errors;
    if (section_ == Section::request || section_ == Section::response ||
        section_ == Section::errors) {
      return section_;
    }
    return has(Column::required) || page_.parameters.empty() ? Section::request : Section::response;
  }

  // An unknown heading is noted. Its column is skipped, unless it stands in for one that is
  // missing.
  Columns columns_under(const Cells& headings, const TableKind& kind) {
    Columns columns;
    for (const std::string& heading : headings) columns.push_back(column_of(heading));
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i]) continue;
      page_.misshapen.push_back({std::string{kind.name} + ", heading " + std::to_string(i + 1),
                                 "a column that the suite knows", headings[i]});
      columns[i] = missing_column(columns, i, kind);
    }
    return columns;
  }

  // Which column a table lacks that has an unknown heading at `place`. A column of samples not
  // every page has: it is missing only where it would stand.
  std::optional<Column> missing_column(const Columns& columns, std::size_t place,
                                       const TableKind& kind) const {
    if (columns.size() > kind.columns.size()) return std::nullopt;
    for (const Column column : kind.columns) {
      if (std::ranges::find(columns, std::optional{column}) != columns.end()) continue;
      if (column != Column::sample || (has_samples() && kind.columns[place] == column)) {
        return column;
      }
    }
    return std::nullopt;
  }

  bool has_samples() const {
    return std::ranges::any_of(expected_.parameters,
                               [](const specs::ParameterSpec& row) { return !row.sample.empty(); });
  }

  void add_row(Section section, const TableKind& kind, const Columns& columns, const Cells& cells) {
    const auto cell = [&](Column wanted) -> std::string {
      for (std::size_t i = 0; i < columns.size() && i < cells.size(); ++i) {
        if (columns[i] == wanted) return cells[i];
      }
      return {};
    };
    std::string place{kind.row};
    if (section == Section::errors) {
      page_.errors.push_back({cell(Column::status), cell(Column::code), cell(Column::message),
                              cell(Column::description)});
      place += ' ' + std::to_string(page_.errors.size());
    } else {
      PublishedParameter row{cell(Column::name), cell(Column::type), cell(Column::required),
                             cell(Column::sample), cell(Column::description)};
      auto& rows = section == Section::response ? page_.responses : page_.parameters;
      place += ' ' + (section == Section::response ? std::to_string(rows.size() + 1) : row.name);
      rows.push_back(std::move(row));
    }
    for (std::string& sentence : sentences_of(cell(Column::description))) {
      page_.sentences.push_back({std::move(sentence), place + ", description"});
    }
  }

  std::vector<std::string_view> lines_;
  const specs::Page& expected_;
  PublishedPage page_ = {};
  std::size_t next_ = 0;
  Section section_ = Section::prose;
  std::string prose_ = {};
};

}  // namespace

PublishedPage read_markdown(std::string_view text, const specs::Page& expected) {
  return MarkdownReader{text, expected}.read();
}

specs::Sample::Kind kind_of_sample(std::string_view text) {
  const std::string_view shown = reports::trimmed(text);
  if (shown.starts_with('<')) return specs::Sample::Kind::xml_answer;
  if (shown.starts_with('{') || shown.starts_with('"')) return specs::Sample::Kind::json_answer;
  return specs::Sample::Kind::request;
}

PublishedPage read_page(std::string_view text, const specs::digests::PageDigests& expected) {
  for (const std::string_view line : lines_of(text)) {
    if (line.starts_with('|') && pipes_in(line) >= 3) return read_markdown(text, *expected.page);
  }
  return read_plain(text, expected);
}

}  // namespace hallmark::runner
