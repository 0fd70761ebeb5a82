// SPDX-License-Identifier: Apache-2.0
//
// What the reader of the console can show, and wants to see.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hallmark::reports {

// How much is said.
enum class Amount : std::uint8_t {
  little,  // what failed, and the headline
  usual,
  all,  // each failure, each reason, and what a passing run leaves out
};

struct Style {
  bool color = false;
  bool terminal = false;  // a line can be drawn again
  int width = 80;         // columns of a terminal
  Amount amount = Amount::usual;
};

// Of a file descriptor, by isatty, its window size, NO_COLOR and TERM.
[[nodiscard]] Style style_of(int fd);

// The rule behind it. `columns` is 0 where the terminal does not tell; `no_color` and `term` are
// the variables' values, null where they are not set.
[[nodiscard]] Style style_from(bool is_terminal, int columns, const char* no_color,
                               const char* term);

enum class Paint { none, good, bad, warning, faint, strong };

// `text` between the escape sequences of `paint`, or as it is where there is no colour.
[[nodiscard]] std::string painted(std::string_view text, Paint paint, Style style);

}  // namespace hallmark::reports
