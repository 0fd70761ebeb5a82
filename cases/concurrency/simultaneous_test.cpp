// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "cases/families.hpp"
#include "cases/library.hpp"

namespace hallmark::cases {
namespace {

// Two accepted starts contradict "must be Stopped" of the pages. A reboot ends where it began.
TEST(Concurrency, IsRequiredWhereThePagesForbidASecondCall) {
  for (const Case& one : concurrency_cases()) {
    const bool may_come_again = one.id.starts_with("concurrency/reboot-instance/") ||
                                one.id == "concurrency/start-against-reboot" ||
                                one.id == "concurrency/reactivate-against-reboot";
    EXPECT_EQ(one.level, may_come_again ? Level::recommended : Level::required) << one.id;
    EXPECT_FALSE(one.citations.empty()) << one.id;
  }
}

TEST(Concurrency, LetsEitherSideBeDeniedForTheConflict) {
  for (const Case& one : concurrency_cases()) {
    for (const Call& call : one.calls) {
      EXPECT_TRUE(std::ranges::any_of(call.expect.allowed, [](const Answer& answer) {
        return answer.code == "OperationConflict" && answer.status == 409;
      })) << one.id;
    }
  }
}

TEST(Concurrency, WantsExactlyOneAcceptedCallOfEachMoment) {
  for (const Case& one : concurrency_cases()) {
    EXPECT_EQ(one.relation, Relation::exactly_one_accepted) << one.id;
    int calls = 0;
    for (const Call& call : one.calls) calls += call.copies;
    EXPECT_GE(calls, 2) << one.id;
  }
}

TEST(Concurrency, SendsTwoEightAndThirtyTwoCallsAtOnce) {
  for (const char* id : {"concurrency/start-instance/", "concurrency/reactivate-instances/"}) {
    for (const int copies : {2, 8, 32}) {
      const Case* one = find(std::string{id}.append(std::to_string(copies)));
      ASSERT_NE(one, nullptr) << id << copies;
      EXPECT_EQ(one->calls[0].copies, copies);
    }
  }
}

TEST(Concurrency, HoldsTheInstanceOnItsWaySoThatTheLosersAreRefused) {
  for (const Case& one : concurrency_cases()) EXPECT_FALSE(one.fixture.settle_ms) << one.id;
}

}  // namespace
}  // namespace hallmark::cases
