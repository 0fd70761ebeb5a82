// SPDX-License-Identifier: Apache-2.0
//
// Bodies in UTF-16, which no document allows: they are read all the same, so that this is all that
// is said of them.
#pragma once

#include <string>
#include <string_view>

namespace hallmark::runner {

// By the byte order mark, or by the zero in the first character of XML or JSON.
[[nodiscard]] bool is_utf16(std::string_view body);

// As UTF-8, without the mark. What is no character of UTF-16 becomes U+FFFD.
[[nodiscard]] std::string from_utf16(std::string_view body);

}  // namespace hallmark::runner
