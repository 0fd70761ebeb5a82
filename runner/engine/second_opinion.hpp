// SPDX-License-Identifier: Apache-2.0
//
// Whose fault a failure is, where a provider might have handed out another world than it was asked
// for: the case is carried out again, in worlds that are looked at first.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "reports/evidence.hpp"
#include "runner/engine/plan.hpp"
#include "runner/engine/session/session.hpp"
#include "runner/oracle/judge.hpp"

namespace hallmark::runner {

// Whether another world than the one asked for would explain the failure.
[[nodiscard]] bool may_be_the_worlds(const cases::Case& one, const reports::Finding& finding,
                                     Session& session);

// Whether the target itself refused each of the calls: then the worlds are what they were handed
// out as. An answer that was lost, spoilt or given by somebody else may hide that a call was
// carried out.
[[nodiscard]] bool left_untouched(const reports::Evidence& evidence);

// Whether one of the calls leads to this status, if it is carried out.
[[nodiscard]] bool leads_to(const reports::Evidence& evidence, std::string_view status);

struct SecondOpinion {
  std::string fixtures_lie;         // one line; empty: the failure is the target's own
  std::string kind;                 // the same whichever world it is
  reports::Evidence evidence = {};  // of that line
  unsigned exchanges = 0;
};

// A failure that shows again in a world that shows what was asked for is the target's, and so is
// one that does not while all worlds show it: the target is not steady. `failed` has just failed;
// its worlds, which stand, are looked at, and taken down. `lied`: what the fixtures were caught at
// before, which explains what comes and goes.
[[nodiscard]] boost::asio::awaitable<SecondOpinion> second_opinion(
    const PlannedCase& planned, Session& failed, Target& target, FixtureProvider& fixtures,
    Breaker& breaker, const Bench& bench, const std::optional<std::string>& lied);

}  // namespace hallmark::runner
