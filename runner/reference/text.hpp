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

// ASCII letters only.
[[nodiscard]] bool equal_ignoring_case(std::string_view left, std::string_view right);
[[nodiscard]] std::string lower_case(std::string_view text);

// Without blanks and tabs at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace hallmark::runner::reference
