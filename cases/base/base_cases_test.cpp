// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "cases/base/tested_action.hpp"
#include "cases/families.hpp"

namespace hallmark::cases {
namespace {

const Case& case_named(const std::vector<Case>& all, std::string_view id) {
  const auto found =
      std::find_if(all.begin(), all.end(), [id](const Case& c) { return c.id == id; });
  EXPECT_NE(found, all.end()) << id;
  return *found;
}

TEST(BaseCases, AreRequiredAndSayWhatIsMissing) {
  for (const Case& one : base_cases()) {
    EXPECT_EQ(one.level, Level::required) << one.id;
    EXPECT_FALSE(one.cause.empty()) << one.id;
    EXPECT_TRUE(one.id.starts_with("base/")) << one.id;
  }
}

TEST(BaseCases, AskForAFeatureInEveryVariantThatHasIt) {
  const std::vector<Case> all = base_cases();
  EXPECT_EQ(case_named(all, "base/signature/v1").calls.size(), 2U * 6);
  EXPECT_EQ(case_named(all, "base/format/json").calls.size(), 2U * 6);
  EXPECT_EQ(case_named(all, "base/method/post-form").calls.size(), 2U * 4);
  for (const Call& call : case_named(all, "base/method/post-form").calls) {
    ASSERT_TRUE(call.variant);
    EXPECT_EQ(call.variant->method, Method::post_form);
  }
}

TEST(BaseCases, LookAtTheFormatOnlyWhereItIsTheQuestion) {
  for (const Case& one : base_cases()) {
    for (const Call& call : one.calls) {
      EXPECT_EQ(call.expect.checks.contains(AnswerCheck::requested_format),
                one.id.starts_with("base/format/"))
          << one.id;
    }
  }
}

// Each feature that base/variant names in braces is a case for every value of the variant's parts.
TEST(BaseCases, NameAFeatureForEachPartOfAVariant) {
  const std::vector<Case> all = base_cases();
  std::set<std::string> ids;
  for (const Case& one : all) ids.insert(one.id);
  for (const std::string_view part : {"signature/v1", "signature/v3", "format/xml", "format/json",
                                      "method/get", "method/post", "method/post-form"}) {
    EXPECT_TRUE(ids.contains("base/" + std::string{part})) << part;
  }
  EXPECT_EQ(case_named(all, "base/variant").needs,
            (std::vector<std::string>{"base/signature/{signature}", "base/format/{format}",
                                      "base/method/{method}"}));
}

TEST(BaseCases, TryBothSpellingsOfReactivateInEachVariant) {
  const std::vector<Case> all = base_cases();
  const Case& one = case_named(all, "base/action/reactivate-instances");
  ASSERT_EQ(one.calls.size(), 2 * full_variants().size());
  for (std::size_t i = 0; i < one.calls.size(); ++i) {
    EXPECT_TRUE(one.calls[i].spelled_as_is);
    EXPECT_EQ(one.calls[i].action, i % 2 == 0 ? "ReactivateInstances" : "ReActivateInstances");
    EXPECT_EQ(one.calls[i].variant, full_variants()[i / 2]);
  }
}

// What is accepted under a condition only is known by its refusal in a world without one.
TEST(BaseCases, KnowReactivateByItsRefusal) {
  const std::vector<Case> all = base_cases();
  const Case& known = case_named(all, "base/action/reactivate-instances/known");
  EXPECT_EQ(known.fixture, (Fixture{.status = specs::InstanceStatus::running}));
  ASSERT_EQ(known.calls.size(), 2U);
  for (const Call& call : known.calls) {
    EXPECT_GE(call.expect.allowed.size(), 2U);  // accepted, or refused with any status
    for (const Answer& answer : call.expect.allowed) EXPECT_EQ(answer.status, 0);
  }
  EXPECT_EQ(case_named(all, "base/action/reactivate-instances").needs,
            std::vector<std::string>{known.id});
  for (const std::string_view other : {"start-instance", "reboot-instance"}) {
    EXPECT_TRUE(case_named(all, std::string{"base/action/"}.append(other)).needs.empty());
  }
}

TEST(BaseCases, LookThroughEachChannelOnce) {
  std::set<Channel> channels;
  for (const Case& one : base_cases()) {
    if (!one.id.starts_with("base/observe/")) continue;
    EXPECT_TRUE(one.calls.empty()) << one.id;
    EXPECT_EQ(one.effect.look, Effect::Look::once) << one.id;
    channels.insert(one.effect.channel);
  }
  EXPECT_EQ(channels, (std::set{Channel::describe_instances, Channel::describe_instance_status,
                                Channel::describe_instance_attribute}));
}

}  // namespace
}  // namespace hallmark::cases
