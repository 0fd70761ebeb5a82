// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/markdown_text.hpp"

#include "reports/text.hpp"

namespace hallmark::reports::markdown {

std::string as_text(std::string_view text) {
  constexpr std::size_t longest = 400;  // characters of a line
  std::string out;
  for (const char c : shortened(printable(text), longest)) {
    if (std::string_view{"&<>\"'`*_[]()#!|\\~@{}$:"}.find(c) == std::string_view::npos) {
      out += c;
    } else {
      out.append("&#").append(std::to_string(static_cast<int>(c))).append(";");
    }
  }
  return out;
}

std::string as_code(std::string_view text) { return "<code>" + as_text(text) + "</code>"; }

}  // namespace hallmark::reports::markdown
