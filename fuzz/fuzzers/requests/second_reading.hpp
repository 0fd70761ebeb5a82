// SPDX-License-Identifier: Apache-2.0
//
// Queries as Boost.URL reads them: the second opinion on our own reader. Compiled without
// instrumentation, for there is nothing in it to be led to.
#pragma once

#include <optional>
#include <string>

#include "runner/wire/signing/query.hpp"

namespace hallmark::fuzz {

enum class Plus { stays, is_a_blank };

// Whether Boost.URL reads these parameters, and no others, out of `query`, pieces that are empty
// apart; nothing where it takes the text for no query.
[[nodiscard]] std::optional<bool> boost_url_reads(const std::string& query,
                                                  const runner::Parameters& parameters, Plus plus);

}  // namespace hallmark::fuzz
