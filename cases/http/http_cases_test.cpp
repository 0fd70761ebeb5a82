// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "cases/families.hpp"

namespace hallmark::cases {
namespace {

bool allows_success(const Call& call) {
  return std::any_of(call.expect.allowed.begin(), call.expect.allowed.end(),
                     [](const Answer& a) { return a.kind == Answer::Kind::accepted; });
}

TEST(HttpCases, RefuseEveryOtherMethodBeforeItDoesAnything) {
  std::size_t methods = 0;
  for (const Case& one : http_cases()) {
    if (!one.id.starts_with("http/method/")) continue;
    ++methods;
    EXPECT_EQ(one.effect.look, Effect::Look::once) << one.id;
    EXPECT_EQ(allows_success(one.calls.front()), one.id == "http/method/options") << one.id;
  }
  EXPECT_EQ(methods, 6U);
}

// To tell what is allowed is no reason to start.
TEST(HttpCases, LetNoMethodStartAnything) {
  for (const Case& one : http_cases()) {
    if (one.id != "http/method/options") continue;
    ASSERT_TRUE(one.effect.seen);
    EXPECT_EQ(*one.effect.seen, specs::StatusSet{specs::InstanceStatus::stopped});
  }
}

TEST(HttpCases, KeepSixteenRequestsOnOneConnection) {
  for (const Case& one : http_cases()) {
    if (one.id != "http/keep-alive/sixteen-requests") continue;
    ASSERT_EQ(one.calls.size(), 16U);
    EXPECT_FALSE(one.calls.front().same_connection);
    for (std::size_t i = 1; i < one.calls.size(); ++i) EXPECT_TRUE(one.calls[i].same_connection);
    EXPECT_TRUE(allows_success(one.calls.back()));
    return;
  }
  FAIL() << "no such case";
}

TEST(HttpCases, KnowNoActionAndNoVersionButTheDocumented) {
  for (const Case& one : http_cases()) {
    const bool unknown = one.id.starts_with("http/action/") || one.id.starts_with("http/version/");
    if (!unknown || one.level != Level::required) continue;
    EXPECT_FALSE(allows_success(one.calls.front())) << one.id;
  }
}

TEST(HttpCases, SplitAFormOnlyWhereThereIsOne) {
  for (const Case& one : http_cases()) {
    if (!one.id.starts_with("http/form/")) continue;
    EXPECT_FALSE(one.variants.get) << one.id;
    EXPECT_FALSE(one.variants.post_query) << one.id;
    EXPECT_TRUE(one.variants.post_form) << one.id;
  }
}

}  // namespace
}  // namespace hallmark::cases
