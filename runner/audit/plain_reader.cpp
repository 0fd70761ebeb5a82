// SPDX-License-Identifier: Apache-2.0
//
// Reads pages that were copied as plain text. Nothing marks where a cell ends, so the tables that
// we expect are asked; what they cannot say is guessed, and shows as a difference.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/text.hpp"
#include "runner/audit/published_page.hpp"
#include "runner/audit/text.hpp"
#include "runner/audit/vocabulary.hpp"

namespace hallmark::runner {
namespace {

using specs::ErrorRow;
using specs::Page;
using specs::ParameterSpec;
using specs::digests::PageDigests;
using specs::digests::Passage;
using specs::digests::PassageDigest;

constexpr std::size_t longest_searched_row = 2000;  // bytes; longer rows are split by looks alone

bool is_status(std::string_view word) {
  return word.size() == 3 && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_code(std::string_view word) {
  return !word.empty() && word[0] >= 'A' && word[0] <= 'Z' && std::ranges::all_of(word, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
}

bool is_known_code(const Page& page, std::string_view word) {
  return std::ranges::any_of(page.errors,
                             [&](const ErrorRow& row) { return row.code.text() == word; });
}

// Whether `text` begins with `cell` and a blank, or is it.
bool begins_with_cell(std::string_view text, std::string_view cell) {
  if (cell.empty() || !text.starts_with(cell)) return false;
  return text.size() == cell.size() || text[cell.size()] == ' ' || text[cell.size()] == '\t';
}

std::size_t first_word_beyond_ascii(std::string_view text) {
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ' || text[i] == '\t') start = i + 1;
    if ((static_cast<unsigned char>(text[i]) & 0x80U) != 0) return start;
  }
  return std::string_view::npos;
}

// Where the description begins in "message description": behind a message that we know, else before
// a description that we know, else at the first Chinese word or behind the first sentence.
std::size_t length_of_message(std::string_view text, const PageDigests& page) {
  std::size_t longest = 0;
  for (const ErrorRow& row : page.page->errors) {
    if (begins_with_cell(text, row.message)) longest = std::max(longest, row.message.size());
  }
  if (longest != 0) return longest;
  const std::size_t searched = text.size() > longest_searched_row ? 0 : text.size();
  for (std::size_t i = text.find(' '); i < searched; i = text.find(' ', i + 1)) {
    const specs::Digest rest = visible_digest(text.substr(i));
    for (const PassageDigest& description : page.of(Passage::error_description)) {
      if (description.digest == rest) return i;
    }
  }
  if (const std::size_t wide = first_word_beyond_ascii(text); wide != std::string_view::npos)
    return wide;
  const std::size_t end = text.find(". ");
  return end == std::string_view::npos ? text.size() : end + 1;
}

// Where the status begins in "message status description"; npos where none stands there.
std::size_t status_behind_message(std::string_view text, const Page& page) {
  std::size_t longest = 0;
  for (const ErrorRow& row : page.errors) {
    if (begins_with_cell(text, row.message)) longest = std::max(longest, row.message.size());
  }
  if (longest != 0) return longest;
  for (std::size_t i = text.find_first_of(" \t"); i != std::string_view::npos;
       i = text.find_first_of(" \t", i + 1)) {
    std::string_view rest = reports::trimmed(text.substr(i));
    if (is_status(take_word(rest))) return i;
  }
  return std::string_view::npos;
}

std::vector<std::string> tab_cells(std::string_view line) {
  std::vector<std::string> cells;
  for (const std::string_view cell : split(line, '\t')) cells.emplace_back(reports::trimmed(cell));
  return cells;
}

class PlainReader {
 public:
  PlainReader(std::string_view text, const PageDigests& expected)
      : expected_{*expected.page}, digests_{expected}, lines_{lines_of(text)} {}

  PublishedPage read() {
    for (const std::string_view line : lines_) {
      if (!enters(line)) read_line(line);
    }
    finish();
    for (PublishedSample& sample : page_.samples)
      sample.text = std::string{reports::trimmed(sample.text)};
    std::erase_if(page_.samples, [](const PublishedSample& sample) { return sample.text.empty(); });
    return std::move(page_);
  }

 private:
  bool enters(std::string_view line) {
    if (const auto section = section_of(visible_text(line))) {
      finish();
      section_ = *section;
      columns_.clear();
      in_table_ = false;
      return true;
    }
    if (const auto label = sample_label(line)) {
      finish();
      section_ = Section::samples;
      prose_ = reports::trimmed(line);
      finish();
      if (label->kind) page_.samples.push_back({*label->kind, ""});
      in_sample_ = label->kind.has_value();
      return true;
    }
    return false;
  }

  void read_line(std::string_view line) {
    if (const auto columns = columns_of_line(visible_text(line)); !columns.empty()) {
      finish();
      section_ = section_with(columns);
      columns_ = columns;
      in_table_ = true;
      return;
    }
    if (section_ == Section::samples && in_sample_) {
      page_.samples.back().text += line;
      page_.samples.back().text += '\n';
      return;
    }
    if (section_ == Section::prose || section_ == Section::samples) return add_prose(line);
    if (section_ == Section::errors ? read_error(line) : read_parameter(line)) return;
    if (!in_table_) return add_prose(line);
    if (section_ == Section::errors && reports::trimmed(line).empty()) {
      finish();
      in_table_ = false;
      return;
    }
    if (!cell_place_.empty()) {
      cell_ += '\n';
      cell_ += line;
    } else {
      add_prose(line);
    }
  }

  // The section that a table with these columns belongs to, whatever heading was read before it.
  Section section_with(const std::vector<Column>& columns) const {
    const auto has = [&](Column column) {
      return std::ranges::find(columns, column) != columns.end();
    };
    if (has(Column::status) || has(Column::code)) return Section::errors;
    if (has(Column::required)) return Section::request;
    const bool in_parameters = section_ == Section::request || section_ == Section::response;
    return in_parameters ? section_ : Section::response;
  }

  void add_prose(std::string_view line) {
    prose_ += line;
    prose_ += '\n';
  }

  // Ends the description that is being read, and the prose before or behind the table.
  void finish() {
    if (!cell_place_.empty()) {
      std::string text{reports::trimmed(cell_)};
      for (std::string& sentence : sentences_of(text)) {
        page_.sentences.push_back({std::move(sentence), cell_place_ + ", description"});
      }
      if (section_ == Section::errors) {
        page_.errors.back().description = std::move(text);
      } else {
        rows().back().description = std::move(text);
      }
      cell_place_.clear();
      cell_.clear();
    }
    for (std::string& sentence : sentences_of(prose_))
      page_.sentences.push_back({std::move(sentence), ""});
    prose_.clear();
  }

  std::vector<PublishedParameter>& rows() {
    return section_ == Section::response ? page_.responses : page_.parameters;
  }

  void begin_row(std::string place, std::string_view description) {
    cell_place_ = std::move(place);
    cell_ = description;
    if (!in_table_) note_missing_headings();
    in_table_ = true;
  }

  void note_missing_headings() {
    const std::string_view name = section_ == Section::errors     ? "error table"
                                  : section_ == Section::response ? "response parameters"
                                                                  : "request parameters";
    page_.misshapen.push_back(
        {std::string{name} + ", headings", "columns that the suite knows", "none"});
  }

  // Without headings, the columns are those that our table has.
  bool has_column(Column column) const {
    if (!columns_.empty()) return std::ranges::find(columns_, column) != columns_.end();
    return std::ranges::any_of(expected_.parameters, [&](const ParameterSpec& row) {
      return column == Column::required ? row.presence != specs::Presence::unsaid
                                        : !row.sample.empty();
    });
  }

  bool read_error(std::string_view line) {
    std::string_view rest = reports::trimmed(line);
    if (rest.find('\t') != std::string_view::npos && columns_.size() >= 3) {
      if (tab_cells(rest).size() >= 3) return read_tabbed_error(rest);
    }
    std::string_view behind = rest;
    const std::string_view first = take_word(behind);
    std::string_view behind_second = behind;
    const std::string_view second = take_word(behind_second);
    if ((is_status(first) && is_code(second)) ||
        (is_known_code(expected_, second) && !is_known_code(expected_, first))) {
      finish();
      const std::size_t length = length_of_message(behind_second, digests_);
      page_.errors.push_back({std::string{first}, std::string{second},
                              std::string{reports::trimmed(behind_second.substr(0, length))}, ""});
      begin_row("error row " + std::to_string(page_.errors.size()), behind_second.substr(length));
      return true;
    }
    if (is_code(first) || is_known_code(expected_, second)) {
      const std::size_t length = status_behind_message(behind, expected_);
      if (length == std::string_view::npos) return false;
      finish();
      std::string_view description = reports::trimmed(behind.substr(length));
      const std::string_view status = take_word(description);
      page_.errors.push_back({std::string{status}, std::string{first},
                              std::string{reports::trimmed(behind.substr(0, length))}, ""});
      begin_row("error row " + std::to_string(page_.errors.size()), description);
      return true;
    }
    return false;
  }

  bool read_tabbed_error(std::string_view line) {
    finish();
    const std::vector<std::string> cells = tab_cells(line);
    page_.errors.push_back(
        {cell(cells, Column::status), cell(cells, Column::code), cell(cells, Column::message), ""});
    begin_row("error row " + std::to_string(page_.errors.size()), cell(cells, Column::description));
    return true;
  }

  std::string cell(const std::vector<std::string>& cells, Column wanted) const {
    const auto column = std::ranges::find(columns_, wanted);
    const auto index = static_cast<std::size_t>(column - columns_.begin());
    return index < cells.size() ? cells[index] : std::string{};
  }

  const ParameterSpec* known_parameter(std::string_view name) const {
    const auto row = std::ranges::find(expected_.parameters, name, &ParameterSpec::name);
    return row == expected_.parameters.end() ? nullptr : &*row;
  }

  bool is_known_name(std::string_view name) const {
    if (section_ == Section::request) return known_parameter(name) != nullptr;
    return std::ranges::find(expected_.responses, name, &specs::ResponseSpec::name) !=
           expected_.responses.end();
  }

  bool read_parameter(std::string_view line) {
    std::string_view rest = reports::trimmed(line);
    const std::string_view whole = rest;
    const std::string_view name = take_word(rest);
    if (std::ranges::find(columns_, Column::position) != columns_.end()) take_word(rest);
    const std::string_view type = take_word(rest);
    const bool named = is_known_name(name) && !type.empty() && is_code(type);
    if (name.empty() || (!is_type_name(type) && !named)) return false;
    finish();
    if (whole.find('\t') != std::string_view::npos) {
      const std::vector<std::string> cells = tab_cells(line);
      rows().push_back({cell(cells, Column::name), cell(cells, Column::type),
                        cell(cells, Column::required), cell(cells, Column::sample), ""});
      begin_row(place_of_row(), cell(cells, Column::description));
      return true;
    }
    PublishedParameter row{std::string{name}, std::string{type}, "", "", ""};
    const ParameterSpec* known = known_parameter(name);
    if (section_ == Section::request && has_column(Column::required)) {
      std::string_view behind = rest;
      const std::string_view word = take_word(behind);
      const bool expected_here = known != nullptr && known->presence != specs::Presence::unsaid;
      if (!word.empty() && (presence_of(word) || expected_here)) {
        row.required = word;
        rest = behind;
      }
    }
    if (has_column(Column::sample)) {
      const std::string_view sample = known == nullptr ? std::string_view{} : known->sample;
      if (begins_with_cell(rest, sample)) {
        row.sample = sample;
        rest = reports::trimmed(rest.substr(sample.size()));
      } else {
        row.sample = take_word(rest);
      }
    }
    rows().push_back(std::move(row));
    begin_row(place_of_row(), rest);
    return true;
  }

  std::string place_of_row() {
    if (section_ == Section::response) return "response parameter " + std::to_string(rows().size());
    return "parameter " + rows().back().name;
  }

  const Page& expected_;
  const PageDigests& digests_;
  std::vector<std::string_view> lines_;
  PublishedPage page_ = {};
  Section section_ = Section::prose;
  std::vector<Column> columns_ = {};
  bool in_table_ = false;
  bool in_sample_ = false;
  std::string cell_place_ = {};  // of the description that is being read; empty: none
  std::string cell_ = {};
  std::string prose_ = {};
};

}  // namespace

PublishedPage read_plain(std::string_view text, const PageDigests& expected) {
  return PlainReader{text, expected}.read();
}

}  // namespace hallmark::runner
