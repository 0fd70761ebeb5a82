// SPDX-License-Identifier: Apache-2.0
//
// The parts that blocks and summaries on the console are made of. All text comes in printable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "reports/writers/places.hpp"
#include "reports/writers/style.hpp"

namespace hallmark::reports::block {

[[nodiscard]] std::string blanks(std::size_t n);

// In lines of at most `columns` characters, broken at blanks; a longer word loses its middle.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

// "0.500 s".
[[nodiscard]] std::string seconds(std::int64_t microseconds);

// ", 333 a second"; empty where no time passed.
[[nodiscard]] std::string a_second(std::uint64_t n, std::int64_t microseconds);

// How many columns a line may have: 100, or fewer on a narrow terminal.
[[nodiscard]] std::size_t columns_of(Style style);

// FAIL  start-instance/precondition/running  post.json.v3                              required
// `more` may be empty; what has no room stands on the next line.
void write_head(std::string_view word, Paint paint, std::string_view name, std::string_view more,
                std::string_view level, std::ostream& out, Style style);

//       got     200, and the instance is Starting
// Goes on below where it is longer than the line.
void write_line(std::string_view label, std::string_view value, std::ostream& out, Style style);

//       wanted  403 IncorrectInstanceStatus            StartInstance 2020-10, error row 2
// There may be no citation; they get a line of their own where there is no room. As many are named
// as fit a line. True where some were left out.
bool write_wanted(std::string_view wanted, const Places& citations, std::ostream& out, Style style);

//       again   hallmark run --endpoint http://127.0.0.1:8080 (and a backslash)
//                 --select 'start-instance/precondition/running@post.json.v3'
// Broken between options alone, so that it can be pasted.
void write_command(std::string_view label, std::string_view command, std::ostream& out,
                   Style style);

// The same without a label, so many blanks from the left.
void write_command(std::size_t indent, std::string_view command, std::ostream& out, Style style);

// After an empty line.
void write_heading(std::string_view heading, std::ostream& out, Style style);

struct Cell {
  std::string text;
  Paint paint = Paint::none;
  bool right = false;  // numbers
};
// Columns as wide as their widest cell, two blanks between them.
void write_columns(const std::vector<std::vector<Cell>>& rows, std::string_view indent,
                   std::ostream& out, Style style);

[[nodiscard]] Paint paint_of_exit(int code);

}  // namespace hallmark::reports::block
