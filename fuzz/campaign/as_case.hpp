// SPDX-License-Identifier: Apache-2.0
//
// A finding as a row for cases/: C++ that compiles there, with the answers that the model expects
// and the places that it has them from. What a case cannot say stands in comments.
#pragma once

#include <string>
#include <string_view>

#include "fuzz/grammar/history.hpp"

namespace hallmark::fuzz {

// `bucket`: checker / action / answer, of which the case's id is made; may be empty.
[[nodiscard]] std::string as_case(const History& history, std::string_view bucket);

}  // namespace hallmark::fuzz
