// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/selftest/catches.hpp"

#include <set>

#include "cases/library.hpp"
#include "fuzz/app/selftest/for_each_of.hpp"
#include "fuzz/app/selftest/run.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/engine/plan.hpp"
#include "runner/reference/defects/watch.hpp"

namespace hallmark::app {
namespace {

using namespace runner;

constexpr std::string_view patience = "500ms";  // with a defective endpoint
// Runs; they wait for their second looks more than they work.
constexpr std::size_t most_at_once = 64;

Plan plan_for(const PlanOptions& how) {
  Result<Plan> plan = make_plan(cases::library(how.depth), how);
  if (!plan) throw UsageError{plan.error().what};
  return *std::move(plan);
}

// Of the cases that were selected.
std::set<std::string> failed_of(const Shown& shown, const Plan& plan) {
  std::set<std::string> ids;
  for (const std::size_t place : shown.failed) {
    if (plan.cases[place].selected) ids.insert(plan.cases[place].test->id);
  }
  return ids;
}

}  // namespace

std::vector<std::string> cases_that_catch(const std::string& defect, unsigned depth) {
  const SelftestRun run{.how = {.depth = depth}, .timeout = std::string{patience}};
  const Plan plan = plan_for(run.how);
  const std::set<std::string> ids = failed_of(run_against({defect}, plan, run), plan);
  return {ids.begin(), ids.end()};
}

std::vector<std::string> defects_caught_by(const std::vector<std::string>& ids) {
  const SelftestRun run{.how = {.depth = 3, .select = ids}, .timeout = std::string{patience}};
  const Plan plan = plan_for(run.how);
  reference::Watch watch{{reference::Trigger{}}};
  std::vector<std::vector<std::string>> worlds;
  (void)run_watched(plan, run, watch, worlds);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < reference::defects().size(); ++i) {
    const auto defect = static_cast<reference::Defect>(i);
    if (watch.met(defect, 0)) names.emplace_back(reference::defects()[i].name);
  }
  std::vector<char> caught(names.size());
  for_each_of(names.size(), most_at_once, [&](std::size_t at) {
    caught[at] = failed_of(run_against({names[at]}, plan, run), plan).empty() ? 0 : 1;
  });
  std::vector<std::string> seen;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (caught[i] != 0) seen.push_back(names[i]);
  }
  return seen;
}

}  // namespace hallmark::app
