// SPDX-License-Identifier: Apache-2.0
//
// A text, changed a little: what forgeries are made of.
#pragma once

#include <string>

namespace hallmark::runner {

// The last letter or digit becomes another one. In Base64 the very last one may hold spare bits
// that a decoder overlooks, so it is the first one that is changed where the value ends in '='.
[[nodiscard]] std::string flip(std::string value);
[[nodiscard]] std::string flip_first(std::string value);
[[nodiscard]] std::string flip_last(std::string value);  // in Base64 the last one but one

// ASCII letters only.
[[nodiscard]] std::string upper_case(std::string text);
[[nodiscard]] std::string lower_case(std::string text);

}  // namespace hallmark::runner
