// SPDX-License-Identifier: Apache-2.0
//
// What the cases of a plan showed, for those that stand on them: whether one may begin, and whether
// what it stands on keeps it from being asked.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reports/evidence.hpp"
#include "reports/verdict.hpp"
#include "runner/engine/plan.hpp"

namespace hallmark::runner {

// What a case showed is noted once, and read by cases that begin later: the engine's mutex guards
// note() and may_begin(), and blocked() needs none once may_begin() said yes.
class Prerequisites {
 public:
  explicit Prerequisites(const Plan& plan);

  // Whether all that a case comes after is judged.
  [[nodiscard]] bool may_begin(std::size_t place) const;

  // Nothing when all that the case stands on has passed. `has_world`: it can be asked in its own.
  [[nodiscard]] std::optional<reports::Finding> blocked(const PlannedCase& planned,
                                                        bool has_world) const;

  // `no_world`: it was not asked, for the provider does not offer what it is asked in.
  void note(std::size_t place, const reports::Finding& finding, const reports::Evidence& evidence,
            bool no_world);

 private:
  struct Shown {
    bool judged = false;
    reports::Verdict verdict = reports::Verdict::inconclusive;
    std::string blocked_by;  // the first case on the way down that did not pass
    std::string reason;
    std::string cause;  // what is said of the cases that stand on it
    bool no_world = false;
  };

  const Plan& plan_;
  const std::size_t asked_;  // cases of the plan; behind them is what holds of every answer
  std::size_t judged_ = 0;
  std::vector<Shown> shown_;
};

}  // namespace hallmark::runner
