// SPDX-License-Identifier: Apache-2.0
//
// The worlds that the lifecycle families ask in, and what they leave open.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "cases/base/tested_action.hpp"
#include "cases/families.hpp"
#include "cases/library.hpp"
#include "specs/common/descriptions.hpp"

namespace hallmark::cases {
namespace {

using testing::ElementsAre;

std::vector<std::string> answers_of(const char* id) {
  std::vector<std::string> all;
  const Case* one = find(id);
  if (one == nullptr) return {"no such case"};
  for (const Answer& answer : one->calls[0].expect.allowed) {
    all.push_back(answer.kind == Answer::Kind::accepted
                      ? "accepted"
                      : std::to_string(answer.status) + " " + answer.code);
  }
  return all;
}

constexpr ConditionSet expiries = specs::conditions_about(specs::Concern::expiry);
constexpr ConditionSet locks_and_expiries =
    specs::conditions_about(specs::Concern::lock) | expiries;

// The other conditions under which the pages leave open whether the action is accepted.
std::size_t other_doubts(const TestedAction& action) {
  ConditionSet doubts;
  for (const specs::ActionEdition& edition : *action.documents->editions) {
    for (const specs::Precondition& one : *edition.preconditions) {
      if (one.certainty == specs::Certainty::perhaps) doubts = doubts | one.when->conditions();
    }
  }
  return static_cast<std::size_t>(std::ranges::count_if(
      all_conditions, [others = doubts.without(locks_and_expiries)](Condition one) {
        return others.contains(one);
      }));
}

TEST(Preconditions, AskInEveryWorldThatIsNoContradiction) {
  // 5 statuses x 2 pay types x (none, lock), and 5 expiries of a Stopped instance, of which two go
  // with either pay type; for each action,
  // without the world of its prerequisite.
  std::size_t worlds = 0;
  for (const TestedAction& action : tested_actions) {
    worlds += 20U + 7U - 1U + 10U * other_doubts(action);
  }
  EXPECT_EQ(precondition_cases().size(), worlds);
}

TEST(Preconditions, KnowNoWorldThatContradictsItself) {
  for (const Case& one : precondition_cases()) {
    const bool expired = one.fixture.conditions.meets(expiries);
    EXPECT_TRUE(!expired || one.fixture.status == specs::InstanceStatus::stopped) << one.id;
    const bool pre_paid_expired = one.fixture.conditions.contains(Condition::pre_paid_expired);
    EXPECT_TRUE(!pre_paid_expired || one.fixture.charge_type == ChargeType::pre_paid) << one.id;
  }
}

TEST(Preconditions, SettleWhatTheDocumentsSettle) {
  EXPECT_THAT(answers_of("start-instance/precondition/running"),
              ElementsAre("403 IncorrectInstanceStatus"));
  EXPECT_THAT(answers_of("start-instance/precondition/stopped-pre-paid"), ElementsAre("accepted"));
  EXPECT_THAT(answers_of("start-instance/precondition/stopped-expired"),
              ElementsAre("403 InstanceExpired"));
  EXPECT_THAT(answers_of("start-instance/precondition/stopped-pre-paid-expired"),
              ElementsAre("403 InstanceExpired"));
  EXPECT_THAT(answers_of("reboot-instance/precondition/running-security-lock"),
              ElementsAre("403 InstanceLockedForSecurity"));
  EXPECT_THAT(answers_of("reactivate-instances/precondition/stopped-overdue-recycling"),
              ElementsAre("accepted"));
}

TEST(Preconditions, NameEveryReasonThatFits) {
  EXPECT_THAT(answers_of("start-instance/precondition/running-security-lock"),
              ElementsAre("403 IncorrectInstanceStatus", "403 InstanceLockedForSecurity"));
  EXPECT_THAT(answers_of("reboot-instance/precondition/stopped-expired"),
              ElementsAre("403 IncorrectInstanceStatus", "403 InstanceExpiredOrInArrears"));
  EXPECT_THAT(answers_of("start-instance/precondition/pending"),
              ElementsAre("403 IncorrectInstanceStatus", "accepted"));
}

TEST(Transitions, AreSeenThroughEveryChannelForEveryAction) {
  std::set<std::pair<std::string, Channel>> begins;
  std::set<std::pair<std::string, Channel>> settles;
  for (const Case& one : transition_cases()) {
    if (one.calls.empty()) continue;
    auto& seen = one.effect.look == Effect::Look::settled ? settles : begins;
    seen.emplace(one.calls[0].action, one.effect.channel);
    EXPECT_EQ(one.fixture.settle_ms.has_value(), one.effect.look == Effect::Look::settled);
  }
  EXPECT_EQ(begins.size(), 4U * tested_actions.size());
  EXPECT_EQ(settles.size(), 4U * tested_actions.size());
}

TEST(Transitions, BeginInAStatusThatIsNotTheLast) {
  const Case* one = find("reboot-instance/transition/begins/describe-instances");
  ASSERT_NE(one, nullptr);
  using specs::InstanceStatus;
  EXPECT_EQ(one->effect.seen,
            (specs::StatusSet{InstanceStatus::starting, InstanceStatus::stopping}));
}

TEST(Refusals, AreLookedAtAsTheyAreAndWhereTheApiAnswersAsDescribed) {
  EXPECT_NE(find("start-instance/refusal/internal-error/as-it-is"), nullptr);
  EXPECT_EQ(find("start-instance/refusal/internal-error/as-described"), nullptr);
  for (const Case& one : refusal_cases()) {
    EXPECT_EQ(one.effect.look, Effect::Look::once) << one.id;
    for (const Answer& answer : one.calls[0].expect.allowed) {
      EXPECT_EQ(answer.kind, Answer::Kind::refused) << one.id;
    }
  }
}

TEST(Histories, AskAgainForEachReasonThatForbidsTheCall) {
  for (const char* const id : {"start-instance/history/security-lock/forged/dry-run/dry-run/plain",
                               "start-instance/history/no-stock/forged/dry-run/dry-run/plain",
                               "reboot-instance/history/expired/forged/dry-run/dry-run/plain",
                               "reboot-instance/pair/starting/forged/plain",
                               "reactivate-instances/history/not-expired/forged/plain/plain"}) {
    const Case* const one = find(id);
    ASSERT_NE(one, nullptr) << id;
    EXPECT_EQ(one->depth, 2U);
    for (const Call& call : one->calls) {
      EXPECT_TRUE(std::ranges::none_of(call.expect.allowed, [](const Answer& answer) {
        return answer.kind == Answer::Kind::accepted;
      })) << id;
    }
  }
  EXPECT_EQ(find("start-instance/history/local-disk/forged/dry-run/dry-run/plain"), nullptr);
}

TEST(Histories, HoldEveryTwoStepsInEitherOrder) {
  const std::vector<std::string> of_start = {
      "plain",        "dry-run", "flag-true", "flag-false",      "undeclared", "unknown-instance",
      "other-action", "forged",  "replay",    "replay-elsewhere"};
  for (const std::string& first : of_start) {
    for (const std::string& second : of_start) {
      const Case* const one = find("start-instance/history/" + first + "/" + second);
      EXPECT_NE(one, nullptr) << first << " " << second;
    }
  }
}

TEST(Histories, LookUntilWhatWasSetInMotionIsAtRest) {
  for (const Case& one : history_cases()) {
    const bool moves = one.id.ends_with("other-action/plain") && one.fixture.settle_ms;
    if (moves) {
      EXPECT_EQ(one.effect.look, Effect::Look::settled) << one.id;
    }
  }
  const Case* const flagged = find("reboot-instance/history/flag-true/settled-pre-paid");
  ASSERT_NE(flagged, nullptr);
  EXPECT_EQ(flagged->effect.look, Effect::Look::settled);
}

// Each filter is asked with a value that fits and with one that does not, alone and beside the id.
TEST(Lists, AskForWhatIsInThemAndForWhatIsNot) {
  for (const Case& one : list_cases()) {
    for (const Call& call : one.calls) EXPECT_NE(call.expect.listed, Listed::not_asked) << one.id;
    EXPECT_EQ(one.level, Level::recommended) << one.id;
    if (one.id.find("/filter/") == std::string::npos) continue;
    EXPECT_TRUE(std::ranges::any_of(one.calls, [](const Call& call) {
      return call.expect.listed == Listed::once;
    })) << one.id;
    EXPECT_TRUE(std::ranges::any_of(one.calls, [](const Call& call) {
      return call.expect.listed == Listed::never;
    })) << one.id;
  }
}

// What comes later comes behind a call that might have prepared it.
TEST(LaterCases, WaitBeforeACallAndNotBeforeTheFirst) {
  for (const Case& one : later_cases()) {
    EXPECT_EQ(std::ranges::count_if(one.calls, &Call::late), 1) << one.id;
    EXPECT_FALSE(one.calls.front().late) << one.id;
    EXPECT_EQ(one.effect.look, Effect::Look::no) << one.id;
  }
}

// A sentence on what an action tells is not one of the pages' preconditions.
TEST(Descriptions, TellTheSameWhateverElseIsTrueAndWasAskedBefore) {
  for (const char* const id :
       {"describe/describe-instances/status-running/no-stock",
        "describe/describe-instance-status/status-stopped/pre-paid",
        "describe/describe-instance-attribute/lock-security/expired",
        "start-instance/history/dry-run/by-describe-instance-status",
        "reboot-instance/history/security-lock/forged/plain/by-describe-instance-attribute"}) {
    const Case* const one = find(id);
    ASSERT_NE(one, nullptr) << id;
    EXPECT_EQ(one->depth, 2U) << id;
    // By that mark the actions' own pages know a locked instance.
    const bool is_marked =
        one->id.starts_with("describe/") && one->effect.lock_reason == "security";
    EXPECT_EQ(one->level, is_marked ? Level::required : Level::recommended) << id;
    EXPECT_EQ(one->effect.lock_reason.empty(), one->id.find("lock") == std::string::npos) << id;
  }
  EXPECT_EQ(find("describe/describe-instances/status-running/expired"), nullptr);
  EXPECT_EQ(find("describe/describe-instances/status-running/service-error"), nullptr);
}

// Each reason has its own, and a wrong one is told by the case of its row.
// On its way no start is right, and one that is refused changes nothing of where it goes.
TEST(Histories, TakeAStoppedInstanceForOneAsAnyOther) {
  const auto may_be_accepted = [](const char* id) {
    const Case* const one = find(id);
    return one != nullptr && one->level == Level::required &&
           std::ranges::any_of(one->calls.back().expect.allowed, [](const Answer& answer) {
             return answer.kind == Answer::Kind::accepted;
           });
  };
  EXPECT_FALSE(may_be_accepted("start-instance/history/stop/plain"));
  EXPECT_TRUE(may_be_accepted("start-instance/history/stop/settled/plain"));
  EXPECT_FALSE(may_be_accepted("reboot-instance/history/stop/settled/plain"));
  ASSERT_NE(find("reboot-instance/history/stop/plain/settled"), nullptr);
  EXPECT_EQ(find("reboot-instance/history/stop/plain/settled")->effect.look, Effect::Look::settled);
}

// Whether it is expired still no page says; another status than Running it cannot have.
TEST(Histories, HaveOneReasonAtMostToRefuseWhatWasReactivated) {
  const Case* const one = find("reactivate-instances/pair/expired-or-not/then-other-action");
  ASSERT_NE(one, nullptr);
  EXPECT_EQ(one->level, Level::required);
  for (const Answer& answer : one->calls.back().expect.allowed) {
    EXPECT_TRUE(answer.kind == Answer::Kind::accepted ||
                answer.code == "InstanceExpiredOrInArrears")
        << answer.code;
  }
}

TEST(Histories, JudgeTextsToo) {
  const Case* const one = find("start-instance/history/security-lock/forged/dry-run/dry-run/plain");
  ASSERT_NE(one, nullptr);
  EXPECT_FALSE(one->calls[3].expect.allowed[0].message.empty());
  EXPECT_THAT(one->needs, testing::Contains("start-instance/pair/security-lock"));
}

// Who is on the way is in no status in which a call is accepted; who has arrived may be.
TEST(OnTheWay, NothingIsRightThatOnlyTheLastStatusAllows) {
  const Case* const one = find("reboot-instance/pair/on-its-way/plain/flag-true");
  ASSERT_NE(one, nullptr);
  EXPECT_FALSE(one->fixture.settle_ms);
  EXPECT_TRUE(one->calls[0].seen);
  EXPECT_EQ(one->calls[0].last_stop, LastStop::graceful);
  EXPECT_EQ(one->calls[1].last_stop, LastStop::forced);
  for (const Answer& answer : one->calls[1].expect.allowed) {
    EXPECT_EQ(answer.if_arrived, answer.kind == Answer::Kind::accepted) << answer.code;
  }
}

TEST(Transitions, CiteTheSentenceThatHasAStartingInstanceRun) {
  namespace descriptions = specs::common::descriptions;
  for (const Case& one : transition_cases()) {
    if (one.effect.look != Effect::Look::settled) continue;
    EXPECT_EQ(one.citations,
              (std::vector{descriptions::sentence(descriptions::clause::starting_ends)}))
        << one.id;
  }
}

}  // namespace
}  // namespace hallmark::cases
