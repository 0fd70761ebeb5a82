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

}  // namespace

std::string blanks(std::size_t n) { return std::string(n, ' '); }

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

void write_head(std::string_view word, Paint paint, std::string_view name, std::string_view more,
                std::string_view level, std::ostream& out, Style style) {
  std::size_t column = std::max<std::size_t>(word.size() + 1, 6);
  out << painted(word, paint, style) << blanks(column - word.size())
      << painted(name, Paint::strong, style);
  column += name.size();
  if (!more.empty()) {
    out << "  " << more;
    column += 2 + more.size();
  }
  const std::size_t edge =
      style.terminal ? std::min(right_edge, static_cast<std::size_t>(std::max(style.width, 1)))
                     : right_edge;
  out << gap(column, edge - std::min(edge, level.size())) << painted(level, Paint::faint, style)
      << '\n';
}

void write_line(std::string_view label, std::string_view value, std::ostream& out, Style style) {
  std::string padded{label};
  padded.resize(value_column - 6, ' ');
  out << "      " << painted(padded, Paint::faint, style) << value << '\n';
}

void write_wanted(std::string_view wanted, std::string_view citation, std::ostream& out,
                  Style style) {
  const std::size_t end = value_column + characters_in(wanted);
  const bool fits = end + 2 <= right_edge;
  std::string line{wanted};
  if (fits && !citation.empty()) line.append(gap(end, citation_column)).append(citation);
  write_line("wanted", line, out, style);
  if (!fits && !citation.empty()) write_line("", citation, out, style);
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
