// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/without.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace hallmark::runner {
namespace {

using ::testing::HasSubstr;

cases::Case of(std::string_view action) {
  cases::Case one;
  one.calls.push_back({.action = std::string{action}});
  return one;
}

TEST(Without, KnowsItsWords) {
  EXPECT_TRUE(
      Without::parse({"v1", "xml", "post-form", "dry-run", "fixture:NoStock", "RebootInstance"}));
  const auto wrong = Without::parse({"v2"});
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().what, HasSubstr("--without 'v2' is no feature"));
  EXPECT_FALSE(Without::parse({"fixture:Nothing"}));
  EXPECT_TRUE(Without::parse({"v1", "json", "get", "post-form"}));
  for (const std::vector<std::string>& all : {std::vector<std::string>{"v1", "v3"},
                                              {"xml", "json"},
                                              {"get", "post-query", "post-form"}}) {
    EXPECT_FALSE(Without::parse(all)) << all.front();
  }
}

TEST(Without, ExcludesByActionAndCondition) {
  const auto without = *Without::parse({"ReActivateInstances", "fixture:NoStock"});
  cases::Case one = of("StartInstance");
  EXPECT_FALSE(without.excludes(one, cases::Variant{}));
  EXPECT_TRUE(without.excludes(of("ReactivateInstances"), cases::Variant{}));
  EXPECT_EQ(without.excludes(of("ReActivateInstances"), cases::Variant{}), "ReactivateInstances");
  one.fixture.conditions = cases::ConditionSet{cases::Condition::no_stock};
  EXPECT_EQ(without.excludes(one, cases::Variant{}), "fixture:NoStock");
}

TEST(Without, ExcludesACaseOfSeveralWaysWhereNoneIsClaimed) {
  const auto without = *Without::parse({"v1"});
  cases::Case one = of("StartInstance");
  one.relation = cases::Relation::at_least_one_accepted;
  one.calls.front().variant = cases::Variant{.signature = cases::Signature::v1};
  EXPECT_EQ(without.excludes(one, std::nullopt), "a variant that is claimed");
  one.calls.push_back(
      {.action = "StartInstance", .variant = cases::Variant{.signature = cases::Signature::v3}});
  EXPECT_EQ(without.excludes(one, std::nullopt), std::nullopt);
}

}  // namespace
}  // namespace hallmark::runner
