// SPDX-License-Identifier: Apache-2.0
//
// Percent-encoding as request signing needs it (RFC 3986, section 2.1), and the form variant of it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hallmark::runner {

// Encodes every byte but A-Z a-z 0-9 - _ . ~ as %XY with upper-case digits.
[[nodiscard]] std::string percent_encode(std::string_view raw);
void append_percent_encode(std::string& out, std::string_view raw);

// The same two, but a blank becomes '+' (application/x-www-form-urlencoded).
[[nodiscard]] std::string form_encode(std::string_view raw);
void append_form_encode(std::string& out, std::string_view raw);

// The inverse of percent_encode; a '+' stays a '+'. Nothing, or false, when `encoded` holds a '%'
// without two hexadecimal digits after it; `out` then holds anything.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view encoded);
[[nodiscard]] bool percent_decode_to(std::string& out, std::string_view encoded);

// The inverse of form_encode: a '+' is a blank.
[[nodiscard]] std::optional<std::string> form_decode(std::string_view encoded);
[[nodiscard]] bool form_decode_to(std::string& out, std::string_view encoded);

}  // namespace hallmark::runner
