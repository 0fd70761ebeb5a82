// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/style.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace hallmark::reports {
namespace {

std::string_view sequence_of(Paint paint) {
  switch (paint) {
    case Paint::none:
      return {};
    case Paint::good:
      return "\x1b[1;32m";
    case Paint::bad:
      return "\x1b[1;31m";
    case Paint::warning:
      return "\x1b[33m";
    case Paint::faint:
      return "\x1b[2m";
    case Paint::strong:
      return "\x1b[1m";
  }
  return {};
}

}  // namespace

Style style_from(bool is_terminal, int columns, const char* no_color, const char* term) {
  Style style;
  const bool dumb = term == nullptr || *term == '\0' || std::string_view{term} == "dumb";
  style.terminal = is_terminal && !dumb;
  style.color = style.terminal && (no_color == nullptr || *no_color == '\0');
  if (is_terminal && columns > 0) style.width = columns;
  return style;
}

Style style_of(int fd) {
  const bool is_terminal = isatty(fd) == 1;
  winsize size{};
  const bool tells = is_terminal && ioctl(fd, TIOCGWINSZ, &size) == 0;
  return style_from(is_terminal, tells ? size.ws_col : 0, std::getenv("NO_COLOR"),
                    std::getenv("TERM"));
}

std::string painted(std::string_view text, Paint paint, Style style) {
  if (!style.color || paint == Paint::none) return std::string{text};
  std::string out{sequence_of(paint)};
  return out.append(text).append("\x1b[0m");
}

}  // namespace hallmark::reports
