// SPDX-License-Identifier: Apache-2.0
//
// Calls on an instance that nobody holds: whether what they were answered fits another status than
// the one that they were asked in, to which it may have come by itself (moments.hpp).
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "cases/case.hpp"
#include "reports/evidence.hpp"
#include "reports/verdict.hpp"
#include "runner/oracle/told_call.hpp"

namespace hallmark::runner {

// The first call of those that come at one moment with `call`.
[[nodiscard]] std::size_t moment_of(const cases::Case& one, std::size_t call);

// Whether an answer fits another status than the one that it was asked for in, which nobody could
// hold.
[[nodiscard]] bool may_have_moved_on(const cases::Case& one, const std::vector<ToldCall>& told,
                                     const ToldCall& asked, const reports::Evidence& evidence);

// Whether what was accepted can have been carried out one after the other, the instance having come
// to rest in between: where nobody holds it, or where it is seen at rest though it is held.
[[nodiscard]] bool followed_by_itself(const cases::Case& one, const std::vector<ToldCall>& told,
                                      const reports::Evidence& evidence);

// The case as the looks between its calls have it: an answer of an instance that has arrived is no
// longer right where it was shown on its way and stays there. Nothing where it is the case as it
// is.
[[nodiscard]] std::optional<cases::Case> as_held(const cases::Case& one,
                                                 const reports::Evidence& evidence);

// What a case shows where only that explains its answers.
[[nodiscard]] reports::Finding settles_nothing();

}  // namespace hallmark::runner
