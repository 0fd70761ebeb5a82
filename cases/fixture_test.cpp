// SPDX-License-Identifier: Apache-2.0
#include "cases/fixture.hpp"

#include <gtest/gtest.h>

namespace hallmark::cases {
namespace {

TEST(Condition, IsListedOnceInTheOrderOfTheProtocol) {
  EXPECT_EQ(all_conditions.front(), Condition::security_lock);
  EXPECT_EQ(all_conditions.back(), Condition::service_failure);
  for (std::size_t i = 0; i < all_conditions.size(); ++i) {
    EXPECT_EQ(name_of(all_conditions[i]), condition_names[i]);
  }
}

TEST(ConditionSet, LosesOnlyWhatIsTakenAway) {
  constexpr ConditionSet both{Condition::security_lock, Condition::service_failure};
  EXPECT_EQ(both.without(ConditionSet{Condition::security_lock}),
            ConditionSet{Condition::service_failure});
  EXPECT_EQ(both.without(ConditionSet{Condition::expired}), both);
  EXPECT_EQ(both.without({}), both);
  EXPECT_TRUE(both.without(both).empty());
}

}  // namespace
}  // namespace hallmark::cases
