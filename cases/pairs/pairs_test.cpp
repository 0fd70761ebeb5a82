// SPDX-License-Identifier: Apache-2.0
//
// Which worlds and flags come together, and what is right there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "cases/families.hpp"
#include "cases/library.hpp"
#include "cases/lifecycle/ruling.hpp"
#include "cases/pairs/worlds.hpp"

namespace hallmark::cases {
namespace {

using specs::InstanceStatus;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

std::vector<std::string> answers_of(const std::string& id) {
  std::vector<std::string> all;
  const Case* one = find(id);
  if (one == nullptr) return {"no such case"};
  for (const Answer& answer : one->calls[0].expect.allowed) {
    const std::string said = answer.kind == Answer::Kind::accepted ? "accepted" : answer.code;
    if (std::ranges::find(all, said) == all.end()) all.push_back(said);
  }
  return all;
}

std::string value_of(const Case& one, std::string_view parameter) {
  for (const Argument& argument : one.calls[0].arguments) {
    if (argument.name == parameter) return argument.value.before;
  }
  return "";
}

TEST(PairWorlds, AreNoContradictions) {
  for (const Case& one : pair_cases()) EXPECT_TRUE(can_be(one.fixture)) << one.id;
}

TEST(PairWorlds, LeaveOutWhatCannotBe) {
  const Fixture two_expiries{.conditions =
                                 ConditionSet{Condition::expired, Condition::image_expired}};
  EXPECT_FALSE(can_be(two_expiries));
  EXPECT_FALSE(
      can_be({.status = InstanceStatus::running, .conditions = ConditionSet{Condition::expired}}));
  EXPECT_FALSE(can_be({.conditions = ConditionSet{Condition::local_disk_failed}}));
  EXPECT_FALSE(can_be({.charge_type = ChargeType::pre_paid,
                       .conditions = ConditionSet{Condition::spot_price_low}}));
}

TEST(PairWorlds, HoldEveryTwoConditionsThatCanBeWhereThePlainCallIsAccepted) {
  const std::vector<Case> cases = pair_cases();
  for (const TestedAction& action : tested_actions) {
    for (const Condition one : all_conditions) {
      for (const Condition other : all_conditions) {
        Fixture world = action.fixture();
        world.conditions = world.conditions.with(one).with(other);
        if (one == other || !can_be(world)) continue;
        EXPECT_TRUE(
            std::ranges::any_of(cases,
                                [&](const Case& asked) {
                                  return asked.tags.action == action.name && asked.depth == 2 &&
                                         asked.fixture.status == world.status &&
                                         asked.fixture.conditions.includes(world.conditions) &&
                                         value_of(asked, "DryRun").empty();
                                }))
            << action.name << " " << name_of(one) << " " << name_of(other);
      }
    }
  }
}

TEST(PairWorlds, HoldEveryConditionInEveryStatusAndWithBothChargeTypes) {
  const std::vector<Case> cases = pair_cases();
  for (const TestedAction& action : tested_actions) {
    for (const Condition condition : all_conditions) {
      for (const InstanceStatus status : specs::all_statuses) {
        for (const ChargeType type : specs::charge_types) {
          const Fixture usual = action.fixture();
          if (status != usual.status && type != usual.charge_type) continue;  // that is three
          if (usual.conditions.contains(condition)) continue;
          Fixture world{
              .status = status, .charge_type = type, .conditions = ConditionSet{condition}};
          if (condition == Condition::local_disk_failed) {
            world.conditions = world.conditions.with(Condition::local_disk);
          }
          if (!can_be(world)) continue;
          EXPECT_TRUE(std::ranges::any_of(
              cases,
              [&](const Case& asked) {
                return asked.tags.action == action.name && asked.fixture.status == status &&
                       asked.fixture.charge_type == type &&
                       asked.fixture.conditions.includes(world.conditions);
              }))
              << action.name << " " << describe(world);
        }
      }
    }
  }
}

TEST(PairFlags, ComeInEveryValueWithEveryDifference) {
  std::map<std::string, std::set<std::string>> seen;  // by what stands before the flags
  for (const Case& one : pair_cases()) {
    if (one.depth != 2 || one.calls[0].identity != Identity::own) continue;
    for (const Argument& argument : one.calls[0].arguments) {
      if (argument.name == "InstanceId") continue;
      seen[one.id.substr(0, one.id.rfind('/'))].insert(argument.name + "=" + argument.value.before);
    }
  }
  for (const TestedAction& action : tested_actions) {
    for (const Difference& one : differences_of(action)) {
      if (!world_of(action, std::array{one})) continue;
      EXPECT_EQ(seen[std::string{action.slug} + "/pair/" + one.slug].size(), 8U)
          << action.name << " " << one.slug;
    }
  }
}

TEST(Pairs, AllowEveryReasonThatAppliesAndNoOther) {
  EXPECT_THAT(answers_of("start-instance/pair/security-lock/no-stock"),
              UnorderedElementsAre("InstanceLockedForSecurity", "OperationDenied.NoStock"));
  EXPECT_THAT(answers_of("start-instance/pair/running/disk-in-arrears"),
              UnorderedElementsAre("IncorrectInstanceStatus", "DiskInArrears"));
  EXPECT_THAT(answers_of("start-instance/pair/pre-paid/local-disk"), ElementsAre("accepted"));
  EXPECT_THAT(answers_of("reactivate-instances/pair/not-expired/security-lock"),
              UnorderedElementsAre("ReactivateInstances.InstanceStatusNotValid",
                                   "ReopenInstance.InstanceStatusNotValid",
                                   "IncorrectInstanceStatus", "InstanceLockedForSecurity"));
}

TEST(Pairs, AreOpenWhereThePagesOfTheActionAreSilent) {
  EXPECT_THAT(answers_of("reboot-instance/pair/no-stock"),
              ElementsAre("OperationDenied.NoStock", "accepted"));
  EXPECT_THAT(answers_of("reboot-instance/pair/security-lock/no-stock"),
              UnorderedElementsAre("InstanceLockedForSecurity", "OperationDenied.NoStock"));
}

TEST(Pairs, KnowWhatADryRunMayDo) {
  EXPECT_THAT(answers_of("start-instance/pair/running/dry-run-true"),
              ElementsAre("IncorrectInstanceStatus", "DryRunOperation"));
  EXPECT_THAT(answers_of("reboot-instance/pair/stopped/dry-run-true"),
              ElementsAre("IncorrectInstanceStatus"));
  EXPECT_THAT(answers_of("start-instance/pair/pre-paid/dry-run-true"),
              ElementsAre("DryRunOperation"));
  for (const Case& one : pair_cases()) {
    if (value_of(one, "DryRun") != "true" || !one.dry_run) continue;
    EXPECT_TRUE(std::ranges::none_of(one.calls[0].expect.allowed, [](const Answer& answer) {
      return answer.kind == Answer::Kind::accepted;
    })) << one.id;
  }
}

TEST(Pairs, AcceptNothingThatIsForged) {
  std::size_t forged = 0;
  for (const Case& one : pair_cases()) {
    if (one.calls[0].identity == Identity::own) continue;
    ++forged;
    for (const Answer& answer : one.calls[0].expect.allowed) {
      EXPECT_EQ(answer.kind, Answer::Kind::refused) << one.id;
      EXPECT_NE(answer.code, "DryRunOperation") << one.id;
    }
  }
  EXPECT_GE(forged, 12U);  // one for each variant
}

TEST(Pairs, ExpectWhatTheFlagsDo) {
  for (const Case& one : pair_cases()) {
    if (one.tags.action != "RebootInstance") continue;
    if (answers_of(one.id) != std::vector<std::string>{"accepted"}) continue;
    EXPECT_EQ(one.effect.last_stop,
              value_of(one, "ForceStop") == "true" ? LastStop::forced : LastStop::graceful)
        << one.id;
  }
  const Case* reset = find("start-instance/pair/local-disk-failed");
  ASSERT_NE(reset, nullptr);
  EXPECT_EQ(reset->effect.local_disk_data, LocalDiskData::kept);
}

TEST(Pairs, BringWithAConditionTheStatusInWhichItCanBe) {
  const Case* const one = find("reboot-instance/pair/security-lock/expired");
  ASSERT_NE(one, nullptr);
  EXPECT_EQ(one->fixture.status, InstanceStatus::stopped);
  EXPECT_EQ(find("reboot-instance/pair/stopped/expired"), nullptr);  // the same world
}

TEST(Pairs, JudgeTheTextOfEachReason) {
  const Case* const one = find("start-instance/pair/security-lock/no-stock");
  ASSERT_NE(one, nullptr);
  for (const Answer& answer : one->calls[0].expect.allowed) {
    EXPECT_FALSE(answer.message.empty()) << answer.code;
  }
}

TEST(Pairs, StandOnEachOfTheirDifferences) {
  const Case* one = find("start-instance/pair/security-lock/no-stock");
  ASSERT_NE(one, nullptr);
  EXPECT_THAT(one->needs, testing::IsSupersetOf({std::string{"start-instance/pair/security-lock"},
                                                 std::string{"start-instance/pair/no-stock"}}));
  const Case* root = find("start-instance/pair/security-lock");
  ASSERT_NE(root, nullptr);
  EXPECT_TRUE(root->once);
}

TEST(Pairs, AreAsManyAsARunHasTimeFor) {
  const std::vector<Case> pairs = pair_cases();
  const std::vector<Case> triples = triple_cases();
  EXPECT_LT(pairs.size(), 2100U);
  EXPECT_LT(triples.size(), 4000U);
  for (const Case& one : pairs) EXPECT_EQ(one.depth, 2U) << one.id;
  for (const Case& one : triples) {
    EXPECT_EQ(one.depth, 3U) << one.id;
    EXPECT_TRUE(can_be(one.fixture)) << one.id;
    EXPECT_FALSE(one.calls[0].expect.allowed.empty()) << one.id;
  }
}

TEST(Pairs, LetNobodyInForWhatComesBeside) {
  EXPECT_THAT(answers_of("start-instance/pair/running/beside-owner-ids"),
              UnorderedElementsAre("IncorrectInstanceStatus", "*"));
  EXPECT_THAT(answers_of("start-instance/pair/beside-region-id"),
              UnorderedElementsAre("accepted", "*"));
  const Case* const forced = find("reboot-instance/pair/force-stop-true/beside-owner-accounts");
  ASSERT_NE(forced, nullptr);
  EXPECT_EQ(forced->effect.last_stop, LastStop::forced);
  for (const Case& one : accompanied_cases()) {
    EXPECT_EQ(one.level, Level::required) << one.id;
    EXPECT_FALSE(one.calls[0].expect.lenience.empty()) << one.id;
  }
}

}  // namespace
}  // namespace hallmark::cases
