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

}  // namespace
}  // namespace hallmark::cases
