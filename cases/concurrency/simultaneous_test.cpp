// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "cases/families.hpp"
#include "cases/library.hpp"
#include "cases/lifecycle/ruling.hpp"
#include "cases/pairs/worlds.hpp"

namespace hallmark::cases {
namespace {

// Of which the second one says nothing of the first.
bool may_all_be_accepted(const Case& one) { return one.relation == Relation::none; }

// Two accepted starts contradict "must be Stopped" of the pages, two reboots "must be Running".
TEST(Concurrency, IsRequiredWhereThePagesForbidASecondCall) {
  for (const Case& one : concurrency_cases()) {
    if (may_all_be_accepted(one)) continue;
    const bool is_invented = one.id.ends_with("/undeclared");
    EXPECT_EQ(one.level, is_invented ? Level::recommended : Level::required) << one.id;
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
    if (may_all_be_accepted(one)) continue;
    EXPECT_EQ(one.relation, Relation::exactly_one_accepted) << one.id;
    int calls = 0;
    for (const Call& call : one.calls) calls += call.copies;
    EXPECT_GE(calls, 2) << one.id;
  }
}

// What a stranger asks for takes nothing from the owner, and what was accepted is seen to be done,
// however many were.
TEST(Concurrency, LooksAtWhatComesOfACallBesideOthers) {
  const std::vector<Case> cases = concurrency_cases();
  std::vector<std::string> ids;
  for (const Case& one : cases) {
    if (!may_all_be_accepted(one)) continue;
    ids.push_back(one.id);
    EXPECT_EQ(one.level, Level::required) << one.id;
    EXPECT_EQ(one.effect.look, Effect::Look::once) << one.id;
  }
  EXPECT_THAT(ids,
              testing::UnorderedElementsAre("concurrency/start-instance/beside-a-stranger",
                                            "concurrency/reboot-instance/beside-a-stranger",
                                            "concurrency/reactivate-instances/beside-a-stranger",
                                            "concurrency/start-instance/beside-a-dry-run",
                                            "concurrency/reboot-instance/beside-a-dry-run",
                                            "concurrency/reboot-instance/carried-out"));
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

// Whichever of the two is accepted says what becomes of the disk, or how it is stopped.
TEST(Concurrency, LooksAtWhatTheAcceptedOfTwoSays) {
  const Case* const reboots = find("concurrency/reboot-instance/force-stop-true-and-false");
  ASSERT_NE(reboots, nullptr);
  EXPECT_EQ(reboots->calls[0].last_stop, LastStop::forced);
  EXPECT_EQ(reboots->calls[1].last_stop, LastStop::graceful);
  const Case* const starts = find("concurrency/start-instance/init-local-disk-true-and-none");
  ASSERT_NE(starts, nullptr);
  EXPECT_EQ(starts->calls[0].local_disk_data, LocalDiskData::lost);
  EXPECT_EQ(starts->calls[1].local_disk_data, LocalDiskData::kept);
}

TEST(Concurrency, HoldsTheInstanceOnItsWaySoThatTheLosersAreRefused) {
  for (const Case& one : concurrency_cases()) EXPECT_FALSE(one.fixture.settle_ms) << one.id;
}

TEST(Crowds, ComeInTheWorldOfEachDifference) {
  const std::vector<Case> crowds = crowd_cases();
  for (const TestedAction& action : tested_actions) {
    for (const Difference& difference : differences_of(action)) {
      const auto world = world_of(action, std::span{&difference, 1});
      if (!world) continue;
      const std::string id =
          "concurrency/" + std::string{action.slug} + "/" + std::string{difference.slug};
      const bool may_be_accepted = ruling_on(action, *world).may_be_accepted;
      const auto crowd = std::ranges::find(crowds, id, &Case::id);
      EXPECT_EQ(crowd == crowds.end(), may_be_accepted && difference.status.has_value()) << id;
      if (crowd == crowds.end()) continue;
      EXPECT_EQ(is_one_at_most(crowd->relation), may_be_accepted) << id;
    }
  }
}

TEST(Crowds, AreAcceptedOnceAtMostWhereverTheyMayBe) {
  for (const Case& one : crowd_cases()) {
    if (!is_one_at_most(one.relation)) continue;
    const bool is_invented = one.id.ends_with("/undeclared");
    EXPECT_EQ(one.level, is_invented ? Level::recommended : Level::required) << one.id;
    EXPECT_FALSE(one.fixture.settle_ms) << one.id;
  }
}

TEST(Crowds, NeedNotAcceptAnyWhereEachAloneMightBeRefused) {
  for (const Case& one : crowd_cases()) {
    if (one.id == "concurrency/start-instance/image-expired") {
      EXPECT_EQ(one.relation, Relation::one_accepted_at_most);
    }
    if (one.id == "concurrency/start-instance/local-disk") {
      EXPECT_EQ(one.relation, Relation::exactly_one_accepted);
    }
  }
}

TEST(Crowds, AreOfThreeAtLeastAndDeeperThanOneCall) {
  for (const Case& one : crowd_cases()) {
    int calls = 0;
    for (const Call& call : one.calls) calls += call.copies;
    EXPECT_EQ(calls, 3) << one.id;
    EXPECT_EQ(one.depth, 2U) << one.id;
  }
}

TEST(Crowds, MayAcceptNothingElseButAHonestCallAmongForgedOnes) {
  for (const Case& one : crowd_cases()) {
    for (const Call& call : one.calls) {
      const bool accepts = std::ranges::any_of(call.expect.allowed, [](const Answer& answer) {
        return answer.kind == Answer::Kind::accepted;
      });
      const bool once_at_most = is_one_at_most(one.relation);
      EXPECT_EQ(accepts, call.with_previous || once_at_most) << one.id;
    }
  }
}

}  // namespace
}  // namespace hallmark::cases
