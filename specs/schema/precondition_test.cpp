// SPDX-License-Identifier: Apache-2.0
//
// When a row of a page's preconditions applies, with and without doubt.
#include "specs/schema/precondition.hpp"

#include <gtest/gtest.h>

namespace hallmark::specs {
namespace {

constexpr ConditionSet locked{Condition::security_lock};
constexpr ConditionSet expired{Condition::expired};

TEST(When, HoldsInItsStatusesOnly) {
  constexpr When on_the_way{.status = StatusSet{InstanceStatus::starting}};
  EXPECT_TRUE(on_the_way.holds(InstanceStatus::starting, ChargeType::post_paid, {}, {}));
  EXPECT_FALSE(on_the_way.holds(InstanceStatus::running, ChargeType::post_paid, {}, {}));
}

TEST(When, HoldsForEitherChargeTypeUnlessItNamesOne) {
  EXPECT_TRUE(When{}.holds(InstanceStatus::running, ChargeType::pre_paid, {}, {}));
  constexpr When prepaid{.charge_type = ChargeType::pre_paid};
  EXPECT_TRUE(prepaid.holds(InstanceStatus::running, ChargeType::pre_paid, {}, {}));
  EXPECT_FALSE(prepaid.holds(InstanceStatus::running, ChargeType::post_paid, {}, {}));
}

TEST(When, AsksForAnyForAllAndForNone) {
  constexpr auto holds = [](const When& when, ConditionSet conditions) {
    return when.holds(InstanceStatus::stopped, ChargeType::post_paid, conditions, {});
  };
  EXPECT_TRUE(holds({.any_of = locked | expired}, expired));
  EXPECT_FALSE(holds({.any_of = locked | expired}, {}));
  EXPECT_TRUE(holds({.all_of = locked | expired}, locked | expired));
  EXPECT_FALSE(holds({.all_of = locked | expired}, expired));
  EXPECT_TRUE(holds({.none_of = expired}, locked));
  EXPECT_FALSE(holds({.none_of = expired}, locked | expired));
}

TEST(When, TellsWhatSurelyHoldsFromWhatMay) {
  constexpr InstanceStatus status = InstanceStatus::stopped;
  constexpr ChargeType type = ChargeType::post_paid;
  // The instance is locked, and it is in doubt whether it is still expired.
  constexpr ConditionSet surely = locked;
  constexpr ConditionSet perhaps = locked | expired;
  EXPECT_FALSE((When{.any_of = expired}.holds(status, type, surely, perhaps, {}, {})));
  EXPECT_TRUE((When{.any_of = expired}.holds(status, type, perhaps, surely, {}, {})));
  EXPECT_FALSE((When{.none_of = expired}.holds(status, type, surely, perhaps, {}, {})));
  EXPECT_TRUE((When{.none_of = expired}.holds(status, type, perhaps, surely, {}, {})));
  EXPECT_TRUE((When{.any_of = locked}.holds(status, type, surely, perhaps, {}, {})));
}

TEST(When, HoldsWithItsFlagsOnly) {
  constexpr FlagSet dry_run{BooleanParameter::dry_run};
  constexpr FlagSet forced{BooleanParameter::dry_run, BooleanParameter::force_stop};
  constexpr auto holds = [](const When& when, FlagSet flags) {
    return when.holds(InstanceStatus::running, ChargeType::post_paid, {}, flags);
  };
  EXPECT_TRUE(holds({}, forced));
  EXPECT_TRUE(holds({.flags_on = forced}, forced));
  EXPECT_FALSE(holds({.flags_on = forced}, dry_run));
  EXPECT_TRUE(holds({.flags_off = forced}, {}));
  EXPECT_FALSE(holds({.flags_off = forced}, dry_run));
}

TEST(When, TellsFlagsThatSurelyAreOnFromThoseThatMayBe) {
  constexpr FlagSet forced{BooleanParameter::force_stop};
  constexpr auto holds = [](const When& when, FlagSet surely, FlagSet perhaps) {
    return when.holds(InstanceStatus::running, ChargeType::post_paid, {}, {}, surely, perhaps);
  };
  EXPECT_FALSE(holds({.flags_on = forced}, {}, forced));
  EXPECT_TRUE(holds({.flags_on = forced}, forced, {}));
  EXPECT_FALSE(holds({.flags_off = forced}, {}, forced));
  EXPECT_TRUE(holds({.flags_off = forced}, forced, {}));
}

TEST(ConditionRows, NameEachConditionOnce) {
  for (const Condition condition : all_conditions) {
    EXPECT_EQ(row_of(condition).condition, condition);
    EXPECT_EQ(name_of(condition), condition_names[static_cast<std::size_t>(condition)]);
  }
  EXPECT_TRUE(conditions_about(Concern::expiry).includes(expired_images));
  EXPECT_FALSE(conditions_about(Concern::expiry).contains(Condition::security_lock));
}

}  // namespace
}  // namespace hallmark::specs
