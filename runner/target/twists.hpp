// SPDX-License-Identifier: Apache-2.0
//
// A text, changed a little: what forgeries are made of.
#pragma once

#include <string>
#include <string_view>

namespace hallmark::runner {

// The last letter or digit becomes another one. In Base64 the very last one may hold spare bits
// that a decoder overlooks, so it is the first one that is changed where the value ends in '='.
[[nodiscard]] std::string flip(std::string value);
[[nodiscard]] std::string flip_first(std::string value);
[[nodiscard]] std::string flip_last(std::string value);  // in Base64 the last one but one

// ASCII letters only.
[[nodiscard]] std::string upper_case(std::string text);
[[nodiscard]] std::string lower_case(std::string text);

// The first letter as its number, between two marks: %69-bp1... or &#105;-bp1...
[[nodiscard]] std::string with_first_as(std::string_view text, std::string_view before, int base,
                                        std::string_view after);
// Behind its first hyphen, or without its first letter where it has none.
[[nodiscard]] std::string without_prefix(std::string_view text);
// The last two neighbours that differ, exchanged; a text that has none is a letter shorter.
[[nodiscard]] std::string with_letters_exchanged(std::string text);
// Each hyphen as `sign`, which a text that has none begins with.
[[nodiscard]] std::string with_hyphens_as(std::string_view text, std::string_view sign);
// i-0bp1... for i-bp1...; in front of a text that has no hyphen.
[[nodiscard]] std::string with_zero_behind_prefix(std::string text);
// Each sign from ! to ~ as the one of full width, in UTF-8.
[[nodiscard]] std::string in_full_width(std::string_view text);

}  // namespace hallmark::runner
