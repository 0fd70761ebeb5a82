// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/block.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ostream>

#include "reports/text.hpp"

namespace hallmark::reports::block {
namespace {

constexpr std::size_t right_edge = 93;  // where the level ends
constexpr std::size_t citation_column = 53;
constexpr std::size_t value_column = 14;

// Blanks from column `from` to column `to`, two at least.
std::string gap(std::size_t from, std::size_t to) { return blanks(to > from + 2 ? to - from : 2); }

// The words of a command in lines that have room for what breaks them: an option keeps its value.
std::vector<std::string> lines_of(std::string_view command, std::size_t room) {
  std::vector<std::string> items(1);
  bool quoted = false;
  for (std::size_t at = 0; at < command.size(); ++at) {
    if (command[at] == '\'') quoted = !quoted;
    if (!quoted && command.substr(at).starts_with(" -")) {
      items.emplace_back();
    } else {
      items.back() += command[at];
    }
  }
  constexpr std::size_t continuation = 4;  // the sign at the end, the indent of what follows
  std::vector<std::string> lines(1, items.front());
  for (std::size_t i = 1; i < items.size(); ++i) {
    const bool is_last = i + 1 == items.size();
    const std::size_t wide = characters_in(lines.back()) + 1 + characters_in(items[i]);
    if (wide + (is_last && lines.size() == 1 ? 0 : continuation) <= room) {
      lines.back().append(" ").append(items[i]);
    } else {
      lines.push_back(items[i]);
    }
  }
  return lines;
}

// From column `begin` on, further lines two to its right.
void write_broken(std::string_view command, std::size_t begin, std::ostream& out, Style style) {
  const std::string between = " \\\n" + blanks(begin + 2);
  for (std::string_view before;
       const std::string& line : lines_of(command, columns_of(style) - begin)) {
    out << before << line;
    before = between;
  }
  out << '\n';
}

}  // namespace

std::string blanks(std::size_t n) { return std::string(n, ' '); }

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines;
  std::size_t used = columns;  // of the last line
  while (!text.empty()) {
    const std::size_t end = std::min(text.size(), text.find(' ', text.find_first_not_of(' ')));
    std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    if (used + characters_in(word) <= columns) {
      lines.back().append(word);
      used += characters_in(word);
      continue;
    }
    if (!lines.empty()) word.remove_prefix(std::min(word.size(), word.find_first_not_of(' ')));
    lines.push_back(shortened(word, columns));
    used = characters_in(lines.back());
  }
  return lines;
}

std::string seconds(std::int64_t microseconds) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3f s", static_cast<double>(microseconds) / 1e6);
  return text.data();
}

std::string a_second(std::uint64_t n, std::int64_t microseconds) {
  if (microseconds <= 0) return {};
  const double rate = static_cast<double>(n) * 1e6 / static_cast<double>(microseconds);
  return ", " + std::to_string(static_cast<std::uint64_t>(rate)) + " a second";
}

std::size_t columns_of(Style style) {
  constexpr std::size_t widest = 100;
  constexpr std::size_t narrowest = 40;
  if (!style.terminal) return widest;
  return std::clamp(static_cast<std::size_t>(std::max(style.width, 1)), narrowest, widest);
}

void write_head(std::string_view word, Paint paint, std::string_view name, std::string_view more,
                std::string_view level, std::ostream& out, Style style) {
  const std::size_t indent = std::max<std::size_t>(word.size() + 1, 6);
  const std::size_t columns = columns_of(style);
  std::size_t column = indent + characters_in(name);
  out << painted(word, paint, style) << blanks(indent - word.size())
      << painted(name, Paint::strong, style);
  if (column + 2 + more.size() + 2 + level.size() > columns) {
    out << '\n' << blanks(indent) << more;
    column = indent + more.size();
  } else if (!more.empty()) {
    out << "  " << more;
    column += 2 + more.size();
  }
  const std::size_t edge = std::min(right_edge, columns);
  out << gap(column, edge - std::min(edge, level.size())) << painted(level, Paint::faint, style)
      << '\n';
}

void write_line(std::string_view label, std::string_view value, std::ostream& out, Style style) {
  for (const std::string& part : wrapped(value, columns_of(style) - value_column)) {
    std::string padded{label};
    padded.resize(value_column - 6, ' ');
    out << "      " << painted(padded, Paint::faint, style) << part << '\n';
    label = {};
  }
}

bool write_wanted(std::string_view wanted, const Places& citations, std::ostream& out,
                  Style style) {
  if (citations.empty()) {
    write_line("wanted", wanted, out, style);
    return false;
  }
  const std::size_t columns = columns_of(style);
  const std::size_t end = value_column + characters_in(wanted);
  const std::size_t beside = std::max(end + 2, citation_column);
  constexpr std::size_t of_the_others = 12;  // "; and 9 more"
  const bool several = citations.named.size() + citations.more > 1;
  const std::size_t least = characters_in(citations.named.front()) + (several ? of_the_others : 0);
  const bool fits = beside + least <= columns;
  const Places named = citations.within(columns - (fits ? beside : value_column));
  if (fits) {
    write_line("wanted", std::string{wanted}.append(gap(end, citation_column)).append(named.text()),
               out, style);
  } else {
    write_line("wanted", wanted, out, style);
    write_line("", named.text(), out, style);
  }
  return named.more > 0;
}

void write_command(std::string_view label, std::string_view command, std::ostream& out,
                   Style style) {
  std::string padded{label};
  padded.resize(value_column - 6, ' ');
  out << "      " << painted(padded, Paint::faint, style);
  write_broken(command, value_column, out, style);
}

void write_command(std::size_t indent, std::string_view command, std::ostream& out, Style style) {
  out << blanks(indent);
  write_broken(command, indent, out, style);
}

void write_heading(std::string_view heading, std::ostream& out, Style style) {
  out << '\n' << painted(heading, Paint::strong, style) << '\n';
}

void write_columns(const std::vector<std::vector<Cell>>& rows, std::string_view indent,
                   std::ostream& out, Style style) {
  std::vector<std::size_t> widths;
  for (const std::vector<Cell>& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], characters_in(row[i].text));
    }
  }
  for (const std::vector<Cell>& row : rows) {
    out << indent;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string fill = blanks(widths[i] - characters_in(row[i].text));
      if (i > 0) out << "  ";
      if (row[i].right) out << fill;
      out << painted(row[i].text, row[i].paint, style);
      if (!row[i].right && i + 1 < row.size()) out << fill;
    }
    out << '\n';
  }
}

Paint paint_of_exit(int code) {
  return code == 0 ? Paint::good : code == 1 ? Paint::bad : Paint::warning;
}

}  // namespace hallmark::reports::block
