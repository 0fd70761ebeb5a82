// SPDX-License-Identifier: Apache-2.0
//
// Nothing that belongs to one account is told to another.
#pragma once

#include <string_view>

#include "cases/case.hpp"
#include "reports/evidence.hpp"

namespace hallmark::runner {

// The id of the instance that an answer gives away, being another account's than the caller's;
// empty where it gives none away. What the call names itself, a refusal may repeat.
[[nodiscard]] std::string_view stranger_told(const cases::Case& one, const cases::Call& call,
                                             const reports::Evidence& evidence,
                                             const reports::Exchange& exchange);

}  // namespace hallmark::runner
