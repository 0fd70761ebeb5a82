// SPDX-License-Identifier: Apache-2.0
//
// One run of a plan against the embedded endpoint with some defects: what `selftest` counts.
#pragma once

#include <cstddef>
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
  std::vector<std::size_t> blocked;  // by a case that did not pass
  std::size_t errors = 0;
  std::string trouble;  // the run itself did not come to an end
};

// `until_caught`: ends with the first case that fails. `watch`: is told what the endpoint is asked.
[[nodiscard]] Shown run_against(const std::vector<std::string>& defects, const runner::Plan& plan,
                                const SelftestRun& run, bool until_caught = false,
                                runner::reference::Watch* watch = nullptr);

// "a, b and 3 more".
[[nodiscard]] std::string first_of(const std::set<std::string>& ids, std::size_t most);

}  // namespace hallmark::app
