// SPDX-License-Identifier: Apache-2.0
//
// The tables of refusals, and what is derived from a row of them.
#include "cases/instance/documented_refusal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "cases/library.hpp"

namespace hallmark::cases {
namespace {

using testing::Contains;
using testing::SizeIs;

const Answer* answer_with(const Case& one, int status, std::string_view message) {
  for (const Answer& answer : one.calls[0].expect.allowed) {
    if (answer.status == status && answer.message == message) return &answer;
  }
  return nullptr;
}

// Whether a precondition that is not in doubt leads to that row.
bool is_sure(const specs::ActionEdition& edition, const specs::Citation& row) {
  return std::ranges::any_of(*edition.preconditions, [&row](const specs::Precondition& one) {
    return one.certainty == specs::Certainty::surely &&
           std::ranges::any_of(*one.answers, [&row](const specs::DocumentedAnswer& answer) {
             return std::ranges::find(answer.places(), row) != answer.places().end();
           });
  });
}

TEST(DocumentedRefusal, HasARowForEveryRowThatSurelyAnswers) {
  for (const TestedAction& action : tested_actions) {
    for (const specs::ActionEdition& edition : *action.documents->editions) {
      const specs::Page* const page = edition.page;
      for (const specs::ErrorRow& row : page->errors) {
        const specs::Citation place{page, specs::Citation::Kind::row, row.row};
        if (!is_sure(edition, place)) continue;
        const std::span<const DocumentedRefusal> all = refusals_of(action);
        EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&place](const DocumentedRefusal& one) {
          return std::any_of(
              one.allowed.begin(), one.allowed.end(), [&](const UnitedAnswer& answer) {
                return content_of(answer.places[0]) == content_of(place) &&
                       std::ranges::find(answer.places, place) != answer.places.end();
              });
        })) << place.text();
      }
    }
  }
}

TEST(DocumentedRefusal, IsMetInItsWorld) {
  for (const TestedAction& action : tested_actions) {
    for (const DocumentedRefusal& one : refusals_of(action)) {
      EXPECT_FALSE(one.allowed.empty()) << action.name << " " << one.name;
    }
  }
}

TEST(UnitedPrecondition, BringsEqualRowsOfTwoEditionsTogether) {
  const DocumentedRefusal& disk = refusal_of(start_instance_action, RefusalReason::disk);
  ASSERT_THAT(disk.allowed, SizeIs(1));
  EXPECT_THAT(disk.allowed[0].places,
              testing::ElementsAre(cite_row(specs::start_instance::e2020_10::page, 7),
                                   cite_row(specs::start_instance::e2019_05::page, 2)));
}

TEST(UnitedPrecondition, IsKeptApartWhereTheTextsDiffer) {
  const DocumentedRefusal& failing =
      refusal_of(start_instance_action, RefusalReason::service_fails);
  EXPECT_THAT(failing.allowed, SizeIs(2));
}

TEST(SureEffect, IsWhatTheNewestPageSaysOfTheFlag) {
  const ConditionSet failed{Condition::local_disk, Condition::local_disk_failed};
  const auto of = [](bool value, ConditionSet disks) {
    return sure_effect(start_instance_action, specs::BooleanParameter::init_local_disk, value,
                       disks);
  };
  ASSERT_NE(of(true, failed), nullptr);
  EXPECT_EQ(of(true, failed)->local_disk, LocalDiskData::lost);
  ASSERT_NE(of(false, failed), nullptr);
  EXPECT_EQ(of(false, failed)->local_disk, LocalDiskData::kept);
  EXPECT_EQ(of(true, ConditionSet{Condition::local_disk}), nullptr);
  EXPECT_EQ(of(true, {}), nullptr);
}

TEST(DocumentedRefusal, IsNotProvokedInTheWorldWhereTheCallIsAccepted) {
  for (const TestedAction& action : tested_actions) {
    for (const DocumentedRefusal& one : refusals_of(action)) {
      EXPECT_TRUE(one.reason == RefusalReason::unknown_instance || one.world != action.fixture())
          << one.name;
    }
  }
}

TEST(DocumentedRefusal, SaysWhyWhereItLeavesAChoice) {
  for (const TestedAction& action : tested_actions) {
    for (const DocumentedRefusal& one : refusals_of(action)) {
      EXPECT_EQ(one.lenience.empty(), one.allowed.size() == 1) << one.name;
    }
  }
}

// Invented: what a page could say of a flag, and of what it leaves open.
const UnitedAnswer a_row{{cite_row(specs::start_instance::e2020_10::page, 7)}};
const UnitedAnswer another_row{{cite_row(specs::start_instance::e2020_10::page, 3)}};
constexpr specs::FlagSet forced_dry_run{specs::BooleanParameter::dry_run,
                                        specs::BooleanParameter::force_stop};

UnitedPrecondition invented(RefusalReason reason, specs::When when, specs::Certainty certainty,
                            const UnitedAnswer& answer) {
  return {.reason = reason,
          .when = when,
          .answers = {answer},
          .certainty = certainty,
          .dry_run = specs::DryRunCheck::surely,
          .because = certainty == specs::Certainty::perhaps ? "the page does not say" : ""};
}

TEST(MetIn, AsksForTheFlagsOfAPrecondition) {
  const UnitedPrecondition rows[] = {invented(RefusalReason::of_this_action,
                                              {.flags_on = forced_dry_run},
                                              specs::Certainty::surely, a_row)};
  const auto met = [&rows](specs::FlagSet flags) {
    return met_in(rows, {}, specs::Addressee::the_instance, flags);
  };
  EXPECT_THAT(met(forced_dry_run), SizeIs(1));
  EXPECT_THAT(met(specs::FlagSet{specs::BooleanParameter::force_stop}), SizeIs(0));
  EXPECT_THAT(met({}), SizeIs(0));
}

TEST(ErrorRowCases, SetTheFlagsThatTheRowIsAskedWith) {
  const UnitedPrecondition rows[] = {invented(RefusalReason::of_this_action,
                                              {.flags_on = forced_dry_run},
                                              specs::Certainty::surely, a_row)};
  const DocumentedRefusal refusal = documented_refusal(
      rows, {.name = "forced", .reason = RefusalReason::of_this_action, .flags = forced_dry_run});
  const Case one = error_row_case(start_instance_action, refusal);
  EXPECT_EQ(describe(one.calls[0]),
            "StartInstance(InstanceId = <instance>, ForceStop = true, DryRun = true)");
  EXPECT_TRUE(one.dry_run);
  EXPECT_THAT(one.calls[0].expect.allowed, SizeIs(1));
}

TEST(ErrorRowCases, AskLenientlyForARowThatOnlyMayApply) {
  const specs::When locked{.any_of = ConditionSet{Condition::security_lock}};
  const AskedRefusal asked{.name = "locked",
                           .reason = RefusalReason::security_lock,
                           .world = {.conditions = ConditionSet{Condition::security_lock}}};
  const UnitedPrecondition in_doubt =
      invented(RefusalReason::security_lock, locked, specs::Certainty::perhaps, a_row);
  const Case open =
      error_row_case(start_instance_action, documented_refusal(std::span{&in_doubt, 1}, asked));
  ASSERT_THAT(open.calls[0].expect.allowed, SizeIs(2));
  EXPECT_EQ(open.calls[0].expect.allowed[0].code, "DiskError");
  EXPECT_EQ(open.calls[0].expect.allowed[1].kind, Answer::Kind::accepted);
  EXPECT_EQ(open.calls[0].expect.lenience, "the page does not say");

  // Another reason, beyond doubt, applies in the same world: refused, with either row.
  const UnitedPrecondition both[] = {
      in_doubt, invented(RefusalReason::disk, locked, specs::Certainty::surely, another_row)};
  const Case settled = error_row_case(start_instance_action, documented_refusal(both, asked));
  ASSERT_THAT(settled.calls[0].expect.allowed, SizeIs(2));
  EXPECT_EQ(settled.calls[0].expect.allowed[1].code, "InstanceLockedForSecurity");
}

TEST(ErrorRowCases, JudgeTheTextOfTheRow) {
  const Case* one = find("start-instance/row/disk-error");
  ASSERT_NE(one, nullptr);
  ASSERT_THAT(one->calls[0].expect.allowed, SizeIs(1));
  EXPECT_EQ(one->calls[0].expect.allowed[0].message, "IncorrectDiskStatus.");
  EXPECT_EQ(one->fixture.conditions, ConditionSet{Condition::disk_incorrect_status});
}

TEST(ErrorRowCases, NameTheFormsOfInstanceNotReady) {
  for (const char* id : {"start-instance/row/instance-not-ready",
                         "start-instance/row/instance-not-ready-unreachable"}) {
    const Case* one = find(id);
    ASSERT_NE(one, nullptr);
    EXPECT_NE(answer_with(*one, 403, "The specified instance is not ready for use."), nullptr);
    EXPECT_NE(answer_with(*one, 500, "The specified instance is not ready for use"), nullptr);
    EXPECT_NE(answer_with(*one, 403, "The specified instance is not ready for use"), nullptr);
    EXPECT_EQ(answer_with(*one, 500, "The specified instance is not ready for use."), nullptr);
  }
}

TEST(ErrorRowCases, NameBothPrefixesOfInstanceStatusNotValid) {
  const Case* one = find("reactivate-instances/row/instance-status-not-valid");
  ASSERT_NE(one, nullptr);
  std::vector<std::string> codes;
  for (const Answer& answer : one->calls[0].expect.allowed) codes.push_back(answer.code);
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  EXPECT_THAT(codes, testing::UnorderedElementsAre("ReactivateInstances.InstanceStatusNotValid",
                                                   "ReopenInstance.InstanceStatusNotValid",
                                                   "IncorrectInstanceStatus"));
}

TEST(ErrorRowCases, TellTheFourQuotasApartByTheirTexts) {
  std::vector<std::string> messages;
  for (const DocumentedRefusal& one : refusals_of(start_instance_action)) {
    if (one.reason != RefusalReason::quota) continue;
    messages.push_back(one.allowed.front().answer(Text::judged).message);
  }
  std::sort(messages.begin(), messages.end());
  EXPECT_THAT(messages, SizeIs(4));
  EXPECT_EQ(std::unique(messages.begin(), messages.end()), messages.end());
}

TEST(ErrorRowCases, CiteThe2019EditionForTheSecurityLockThatItHasNoRowFor) {
  const Case* one = find("start-instance/row/instance-locked-for-security");
  ASSERT_NE(one, nullptr);
  namespace e2019 = specs::start_instance::e2019_05;
  EXPECT_THAT(one->calls[0].expect.allowed[0].citations,
              Contains(cite_clause(e2019::page, e2019::clause::security_lock)));
}

TEST(Allow, BringsRowsOfOneAnswerTogetherWhenTheTextIsIgnored) {
  const DocumentedRefusal& refusal = refusal_of(start_instance_action, RefusalReason::wrong_status);
  std::vector<Answer> judged;
  allow(judged, refusal, Text::judged);
  EXPECT_THAT(judged, SizeIs(2));
  std::vector<Answer> ignored;
  allow(ignored, refusal);
  allow(ignored, refusal);
  ASSERT_THAT(ignored, SizeIs(1));
  EXPECT_EQ(ignored[0].message, "");
  EXPECT_THAT(ignored[0].citations, SizeIs(6));
}

// A Running instance is in the status that the action asks for.
TEST(DocumentedRefusal, BlamesNoStatusForAnExpiryOfARunningInstance) {
  for (const DocumentedRefusal& one : refusals_of(reboot_instance_action)) {
    if (one.reason != RefusalReason::pre_paid_expired) continue;
    EXPECT_EQ(one.world.status, specs::InstanceStatus::running);
    ASSERT_EQ(one.allowed.size(), 1U);
    EXPECT_EQ(one.allowed[0].answer(Text::ignored).code, "InstanceExpiredOrInArrears");
  }
}

}  // namespace
}  // namespace hallmark::cases
