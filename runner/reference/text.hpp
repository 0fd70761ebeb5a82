// SPDX-License-Identifier: Apache-2.0
//
// Bytes that came from outside, made fit to be printed in an answer, and the case rules of HTTP.
#pragma once

#include <string>
#include <string_view>

namespace hallmark::runner::reference {

// Appends `text` as the inside of a JSON string. Bytes that are not UTF-8 become U+FFFD.
void append_json_escaped(std::string& out, std::string_view text);

// Appends `text` as XML character data. Bytes that are not UTF-8, and characters that XML 1.0
// cannot hold, become U+FFFD.
void append_xml_escaped(std::string& out, std::string_view text);

// ASCII letters only. Most texts that are compared differ in length, which needs no call.
[[nodiscard]] bool equal_ignoring_case_as_long(std::string_view left, const char* right);
[[nodiscard]] inline bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return left.size() == right.size() && equal_ignoring_case_as_long(left, right.data());
}
[[nodiscard]] std::string lower_case(std::string_view text);

// Without blanks and tabs at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace hallmark::runner::reference
