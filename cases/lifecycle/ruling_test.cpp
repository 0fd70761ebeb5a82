// SPDX-License-Identifier: Apache-2.0
//
// What follows from the tables for a world: what is beyond doubt, what is open, and why.
#include "cases/lifecycle/ruling.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hallmark::cases {
namespace {

using specs::InstanceStatus;

std::vector<std::string> codes_of(const Ruling& ruling) {
  std::vector<std::string> codes;
  for (const Answer& answer : ruling.allowed) {
    codes.push_back(answer.kind == Answer::Kind::accepted ? "accepted" : answer.code);
  }
  return codes;
}

TEST(Ruling, AcceptsWhereNothingForbids) {
  for (const TestedAction& action : tested_actions) {
    const Ruling ruling = ruling_on(action, action.fixture());
    EXPECT_TRUE(ruling.may_be_accepted) << action.name;
    EXPECT_FALSE(ruling.may_be_refused) << action.name;
    EXPECT_TRUE(ruling.lenience.empty()) << action.name;
  }
}

TEST(Ruling, RefusesForAnyOfTheReasonsThatApply) {
  const Ruling ruling = ruling_on(
      start_instance_action,
      {.status = InstanceStatus::running, .conditions = ConditionSet{Condition::security_lock}});
  EXPECT_FALSE(ruling.may_be_accepted);
  EXPECT_THAT(codes_of(ruling), testing::UnorderedElementsAre("IncorrectInstanceStatus",
                                                              "InstanceLockedForSecurity"));
}

TEST(Ruling, LeavesOpenWhatThePagesContradict) {
  const Ruling ruling = ruling_on(start_instance_action, {.status = InstanceStatus::pending});
  EXPECT_TRUE(ruling.may_be_accepted);
  EXPECT_TRUE(ruling.may_be_refused);
  EXPECT_THAT(codes_of(ruling), testing::ElementsAre("IncorrectInstanceStatus", "accepted"));
  EXPECT_THAT(std::string{ruling.lenience}, testing::HasSubstr("lets Pending start"));
}

TEST(Ruling, SettlesWhatIsOpenWhereAnotherReasonIsBeyondDoubt) {
  const Ruling ruling = ruling_on(
      start_instance_action,
      {.status = InstanceStatus::pending, .conditions = ConditionSet{Condition::security_lock}});
  EXPECT_FALSE(ruling.may_be_accepted);
}

TEST(Ruling, LeavesARebootWithAnExpiredImageOpenForItsPageDoesNotSpeakOfImages) {
  const Ruling ruling = ruling_on(
      reboot_instance_action,
      {.status = InstanceStatus::running, .conditions = ConditionSet{Condition::image_expired}});
  EXPECT_TRUE(ruling.may_be_accepted);
  EXPECT_TRUE(ruling.may_be_refused);
}

TEST(Ruling, DoesNotSayOfAnExpiredInstanceThatItIsNotExpired) {
  const Ruling ruling = ruling_on(reactivate_instances_action,
                                  {.charge_type = ChargeType::pre_paid,
                                   .conditions = ConditionSet{Condition::pre_paid_expired}});
  EXPECT_THAT(codes_of(ruling), testing::ElementsAre("InvalidPayType.NotSupport"));
}

TEST(Ruling, KnowsWhatADryRunChecks) {
  EXPECT_TRUE(
      ruling_on(reboot_instance_action, {.status = InstanceStatus::stopped}).is_refused_as_dry_run);
  EXPECT_FALSE(
      ruling_on(start_instance_action, {.status = InstanceStatus::running}).is_refused_as_dry_run);
}

Flags with(specs::BooleanParameter parameter, bool value) {
  Flags flags;
  flags[parameter] = value;
  return flags;
}

TEST(Ruling, AnswersADryRunWithItsChecksAndNeverWithAcceptance) {
  const Flags dry = with(specs::BooleanParameter::dry_run, true);
  const Fixture stopped{.status = InstanceStatus::stopped};
  const Ruling passes = ruling_on(start_instance_action, stopped, Text::ignored, dry);
  EXPECT_THAT(codes_of(passes), testing::ElementsAre("DryRunOperation"));
  EXPECT_FALSE(passes.may_be_accepted);
  const Ruling checked = ruling_on(reboot_instance_action, stopped, Text::ignored, dry);
  EXPECT_THAT(codes_of(checked), testing::Each("IncorrectInstanceStatus"));
  const Ruling open =
      ruling_on(start_instance_action, {.status = InstanceStatus::running}, Text::ignored, dry);
  EXPECT_THAT(codes_of(open),
              testing::UnorderedElementsAre("IncorrectInstanceStatus", "DryRunOperation"));
  EXPECT_FALSE(open.lenience.empty());
}

TEST(Ruling, TakesADryRunThatIsSwitchedOffForThePlainCall) {
  const Ruling off = ruling_on(start_instance_action, start_instance_action.fixture(),
                               Text::ignored, with(specs::BooleanParameter::dry_run, false));
  EXPECT_THAT(codes_of(off), testing::ElementsAre("accepted"));
}

TEST(Ruling, LeavesOpenWhatAnActionDoesWithAParameterThatItDoesNotDeclare) {
  const Ruling ruling =
      ruling_on(reactivate_instances_action, reactivate_instances_action.fixture(), Text::ignored,
                with(specs::BooleanParameter::dry_run, true));
  EXPECT_TRUE(ruling.may_be_accepted);
  EXPECT_THAT(codes_of(ruling), testing::IsSupersetOf({"accepted", "UnsupportedParameter*"}));
  EXPECT_FALSE(ruling.lenience.empty());
}

TEST(Ruling, SaysWhatTheFlagsDo) {
  const Fixture failed{.conditions =
                           ConditionSet{Condition::local_disk, Condition::local_disk_failed}};
  constexpr auto init = specs::BooleanParameter::init_local_disk;
  EXPECT_EQ(ruling_on(start_instance_action, failed).local_disk, LocalDiskData::kept);
  EXPECT_EQ(ruling_on(start_instance_action, failed, Text::ignored, with(init, true)).local_disk,
            LocalDiskData::lost);
  EXPECT_EQ(ruling_on(reboot_instance_action, reboot_instance_action.fixture(), Text::ignored,
                      with(specs::BooleanParameter::force_stop, true))
                .last_stop,
            LastStop::forced);
  EXPECT_EQ(ruling_on(reboot_instance_action, failed).last_stop, std::nullopt);  // it is Stopped
}

TEST(Ruling, LeavesOpenWhatOnlyAnotherActionRefusesFor) {
  const Fixture world{.status = InstanceStatus::running,
                      .conditions = ConditionSet{Condition::quota_type}};
  const Ruling ruling = ruling_on(reboot_instance_action, world);
  EXPECT_THAT(codes_of(ruling), testing::ElementsAre("QuotaExceed.ElasticQuota", "accepted"));
}

}  // namespace
}  // namespace hallmark::cases
