// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/finding_buckets.hpp"

#include <gtest/gtest.h>

namespace hallmark::fuzz {
namespace {

TEST(FindingBuckets, LookIntoEachKindOnce) {
  FindingBuckets buckets;
  EXPECT_TRUE(buckets.meet("one"));
  EXPECT_FALSE(buckets.meet("one"));  // while the first is being looked into
  EXPECT_TRUE(buckets.meet("other"));
  buckets.confirm("one", 7);
  EXPECT_FALSE(buckets.meet("one"));
  const auto confirmed = buckets.confirmed();
  ASSERT_EQ(confirmed.size(), 1U);
  EXPECT_EQ(confirmed.front().place, 7U);
  EXPECT_EQ(confirmed.front().seen, 3U);
}

TEST(FindingBuckets, GiveFourChancesToWhatDoesNotShowAgain) {
  FindingBuckets buckets;
  for (int chance = 0; chance < 4; ++chance) {
    EXPECT_TRUE(buckets.meet("flaky")) << chance;
    EXPECT_FALSE(buckets.meet("flaky")) << chance;
    buckets.give_up("flaky");
  }
  EXPECT_FALSE(buckets.meet("flaky"));
  EXPECT_TRUE(buckets.confirmed().empty());
}

TEST(FindingBuckets, ConfirmAtALaterChance) {
  FindingBuckets buckets;
  EXPECT_TRUE(buckets.meet("flaky"));
  buckets.give_up("flaky");
  EXPECT_TRUE(buckets.meet("flaky"));
  buckets.confirm("flaky", 0);
  EXPECT_FALSE(buckets.meet("flaky"));
  ASSERT_EQ(buckets.confirmed().size(), 1U);
}

TEST(FindingBuckets, CountAKindWithAnotherUntilItHasOneOfItsOwn) {
  FindingBuckets buckets;
  EXPECT_TRUE(buckets.meet("plain"));
  buckets.confirm("plain", 0);
  EXPECT_EQ(buckets.place_of("plain"), 0U);
  EXPECT_TRUE(buckets.meet("odd"));
  EXPECT_EQ(buckets.place_of("odd"), std::nullopt);
  buckets.count_with("odd", 0);
  ASSERT_EQ(buckets.confirmed().size(), 1U);
  EXPECT_EQ(buckets.confirmed().front().seen, 2U);
  EXPECT_TRUE(buckets.meet("odd")) << "another one may be";
  buckets.confirm("odd", 1);
  ASSERT_EQ(buckets.confirmed().size(), 2U);
  EXPECT_EQ(buckets.confirmed()[0].seen, 1U);
  EXPECT_EQ(buckets.confirmed()[1].seen, 2U);
}

TEST(FindingBuckets, CountWhatThereIsNoRoomFor) {
  FindingBuckets buckets;
  for (std::size_t i = 0; i < most_findings; ++i) EXPECT_TRUE(buckets.meet(std::to_string(i)));
  EXPECT_EQ(buckets.not_kept(), 0U);
  EXPECT_FALSE(buckets.meet("one more"));
  EXPECT_FALSE(buckets.meet("0"));
  EXPECT_EQ(buckets.not_kept(), 1U);
}

}  // namespace
}  // namespace hallmark::fuzz
