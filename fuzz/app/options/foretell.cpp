// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/options/foretell.hpp"

#include <iostream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "reports/text.hpp"

namespace hallmark::app {

using namespace runner;

namespace {

constexpr std::string_view second_account = "a second account";

// What keeps a case from being put to the target; nothing where nothing is known to.
std::optional<std::string> not_put(const PlannedCase& planned, const FixtureProvider& fixtures) {
  if (planned.unsupported) return planned.unsupported;
  if (auto lack = fixtures.lacks(planned.test->fixture)) return lack;
  if (planned.test->second_world && !fixtures.has_other_accounts()) {
    return std::string{second_account};
  }
  return std::nullopt;
}

// The option that gives instances made through the API what they lack, in parentheses; else
// nothing.
std::string_view remedy(std::string_view lack) {
  if (lack == second_account) return " (--second-access-key-id)";
  if (lack == "fixture charge type PrePaid") return " (--run-parameter PrePaid:Period=1)";
  if (lack == "fixture status Pending") return " (--max-instances)";
  if (lack == "fixture LocalDisk") return " (--run-parameter LocalDisk:InstanceType=TYPE)";
  return {};
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
  const bool made_by_api = target.fixtures->makes_instances();
  text << '\n'
       << reports::counted(cases, "case", "cases") << " would be put to " << target.name
       << ", fixtures: " << target.fixtures->name() << '\n';
  for (const auto& [why, count] : lacking) {
    text << "  not: " << reports::counted(count, "case", "cases") << ", for want of " << why
         << (made_by_api ? remedy(why) : "") << '\n';
  }
  if (made_by_api) {
    text << "at most " << reports::counted(instances.at_a_time, "instance", "instances")
         << " at a time" << (target.fixtures->has_other_accounts() ? " in each account, " : ", ")
         << instances.in_all << " in all (--max-instances)\n";
  }
  std::cout << text.str() << std::flush;
  return 0;
}

}  // namespace hallmark::app
