// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/options/foretell.hpp"

#include <iostream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <utility>

#include "reports/text.hpp"

namespace hallmark::app {

using namespace runner;

namespace {

// What keeps a case from being put to the target; nothing where nothing is known to.
std::optional<std::string> not_put(const PlannedCase& planned, const FixtureProvider& fixtures) {
  if (planned.unsupported) return planned.unsupported;
  if (auto lack = fixtures.lacks(planned.test->fixture)) return lack;
  if (planned.test->second_world && !fixtures.has_other_accounts()) return "a second account";
  return std::nullopt;
}

}  // namespace

int foretell(const Plan& plan, const OpenTarget& target, const InstanceBudget& instances) {
  std::size_t cases = 0;
  std::map<std::string, std::size_t> lacking;
  std::ostringstream text;
  for (const PlannedCase& planned : plan.cases) {
    if (!planned.selected) continue;
    if (auto why = not_put(planned, *target.fixtures)) {
      ++lacking[*std::move(why)];
      continue;
    }
    ++cases;
    text << planned.test->id;
    if (planned.variant) text << '@' << planned.variant->name();
    text << '\n';
  }
  text << '\n'
       << reports::counted(cases, "case", "cases") << " would be put to " << target.name
       << ", fixtures: " << target.fixtures->name() << '\n';
  for (const auto& [why, count] : lacking) {
    text << "  not: " << reports::counted(count, "case", "cases") << ", for want of " << why
         << '\n';
  }
  if (target.fixtures->makes_instances()) {
    text << "at most " << reports::counted(instances.at_a_time, "instance", "instances")
         << " at a time in each account, " << instances.in_all << " in all (--max-instances)\n";
  }
  std::cout << text.str() << std::flush;
  return 0;
}

}  // namespace hallmark::app
