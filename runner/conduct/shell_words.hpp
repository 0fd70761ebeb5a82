// SPDX-License-Identifier: Apache-2.0
//
// Words as a POSIX shell takes them.
#pragma once

#include <string>
#include <string_view>

#include "reports/text.hpp"

namespace hallmark::runner {

// As it is, or in single quotes where a shell would read more into it than is there.
[[nodiscard]] inline std::string shell_word(std::string_view text) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@%+=,";
  const bool is_plain = !text.empty() && text.find_first_not_of(plain) == std::string_view::npos;
  return is_plain ? std::string{text} : reports::shell_quoted(text);
}

}  // namespace hallmark::runner
