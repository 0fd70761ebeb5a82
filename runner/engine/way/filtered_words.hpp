// SPDX-License-Identifier: Apache-2.0
//
// A filter between here and the target answers whatever holds certain words.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "cases/case.hpp"
#include "runner/target/cast.hpp"
#include "runner/target/target.hpp"

namespace hallmark::runner {

// Whether an answer that is not of the API comes for what stands in a request, whoever is asked for
// whatever: the same page comes to a look that holds the same words, and a look that does not is
// answered.
[[nodiscard]] boost::asio::awaitable<bool> comes_for_its_words(Target& target, const Cast& cast,
                                                               std::string words,
                                                               cases::Variant variant, int status);
[[nodiscard]] std::string words_of(const cases::Call& call, const Cast& cast);

}  // namespace hallmark::runner
