// SPDX-License-Identifier: Apache-2.0
//
// One run of a plan against the embedded endpoint with some defects: what `selftest` counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "runner/engine/plan.hpp"
#include "runner/reference/defects/watch.hpp"

namespace hallmark::app {

struct SelftestRun {
  runner::PlanOptions how;
  std::string timeout;
  unsigned jobs = 32;
};

// What it showed; places are those of the plan, in its order.
struct Shown {
  std::vector<std::size_t> failed;
  std::size_t errors = 0;
  std::string trouble;  // the run itself did not come to an end
};

// When a run ends before its plan does.
enum class Ends : std::uint8_t { never, with_failure, with_required_failure };

[[nodiscard]] Shown run_against(const std::vector<std::string>& defects, const runner::Plan& plan,
                                const SelftestRun& run, Ends ends = Ends::never);

// Against the honest endpoint. `watch` is told what it is asked; `worlds` gets, for each place, the
// instances of the worlds that its case was put to.
[[nodiscard]] Shown run_watched(const runner::Plan& plan, const SelftestRun& run,
                                runner::reference::Watch& watch,
                                std::vector<std::vector<std::string>>& worlds);

// "a, b and 3 more".
[[nodiscard]] std::string first_of(const std::set<std::string>& ids, std::size_t most);

}  // namespace hallmark::app
