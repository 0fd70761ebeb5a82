// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/client_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

namespace hallmark::runner {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using Addresses = std::set<std::string>;

const Hello v1_client{
    .name = "n", .version = "1", .language = "c", .actions = {}, .signatures = {"v1"}};
const std::vector<std::string> both_formats{"json", "xml"};

Addresses planned(ClientSelection selection) {
  Addresses all;
  ClientPlan plan{std::move(selection)};
  for (const auto& floor : plan.floors(v1_client, both_formats)) {
    for (const PlannedClientCase& one : floor) all.insert(one.test->id + "@" + one.variant);
  }
  return all;
}

TEST(ClientPlan, AsksEachCaseInTheFormsThatTheClientKnows) {
  Addresses expected;
  for (const ListedClientCase& one : list_client_cases()) {
    if (one.variant != "v3") expected.insert(one.id + "@" + one.variant);
  }
  EXPECT_EQ(planned({}), expected);
}

TEST(ClientPlan, PutsACaseAboveThoseThatItNeeds) {
  ClientPlan plan{{}};
  Addresses below;
  for (const auto& floor : plan.floors(v1_client, both_formats)) {
    for (const PlannedClientCase& one : floor) {
      for (const std::string& needed : one.test->needs) EXPECT_TRUE(below.contains(needed));
    }
    for (const PlannedClientCase& one : floor) below.insert(one.test->id);
  }
}

TEST(ClientPlan, BringsWhatAChosenCaseNeeds) {
  const Addresses chosen = planned({.select = {"lifecycle/start"}, .skip = {"client/speaks"}});
  EXPECT_THAT(chosen, IsSupersetOf({std::string{"client/speaks@"}}));
  EXPECT_LT(chosen.size(), 10U);
}

TEST(ClientPlan, DividesAllCasesAmongShards) {
  Addresses together;
  for (unsigned index = 1; index <= 3; ++index) {
    const Addresses part =
        planned({.select = {}, .skip = {}, .shard_index = index, .shard_total = 3});
    EXPECT_THAT(part, Not(IsEmpty()));
    EXPECT_LT(part.size(), planned({}).size());
    together.insert(part.begin(), part.end());
  }
  EXPECT_EQ(together, planned({}));
}

TEST(ClientPlan, FormsOfACaseShareItsCheck) {
  ClientPlan plan{{}};
  std::map<std::string, std::set<const reports::Check*>> checks;
  for (const auto& floor : plan.floors(v1_client, both_formats)) {
    for (const PlannedClientCase& one : floor) checks[one.test->id].insert(one.check.get());
  }
  for (const auto& [id, of_id] : checks) EXPECT_EQ(of_id.size(), 1U) << id;
}

TEST(ClientPlan, RefusesAPatternThatMatchesNothing) {
  EXPECT_NO_THROW(
      check_patterns({.select = {"client/**", std::string{protocol_case}}, .skip = {}}));
  const auto refusal = [](const ClientSelection& selection) {
    try {
      check_patterns(selection);
    } catch (const std::invalid_argument& error) {
      return std::string{error.what()};
    }
    return std::string{};
  };
  EXPECT_THAT(
      refusal({.select = {"lifecycle/strat"}, .skip = {}}),
      AllOf(HasSubstr("--select 'lifecycle/strat' matches nothing"), HasSubstr("lifecycle/start")));
  EXPECT_THAT(refusal({.select = {}, .skip = {"nothing/**"}}), HasSubstr("--skip 'nothing/**'"));
}

}  // namespace
}  // namespace hallmark::runner
