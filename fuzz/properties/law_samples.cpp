// SPDX-License-Identifier: Apache-2.0
//
// For the tests of the laws' own machinery: a program of laws that hold, break, stall and give up.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "fuzz/properties/law.hpp"

namespace {

HALLMARK_LAW(Sample, Holds) {
  const auto numbers = *rc::gen::arbitrary<std::vector<int>>();
  auto reversed = numbers;
  std::ranges::reverse(reversed);
  std::ranges::reverse(reversed);
  RC_ASSERT(reversed == numbers);
}

HALLMARK_LAW(Sample, Breaks) {
  const int number = *rc::gen::inRange(0, 100000).as("number");
  RC_ASSERT(number < 1000);
}

HALLMARK_LAW(Sample, BreaksByExpect) {
  const auto text = *rc::gen::string<std::string>().as("text");
  EXPECT_LT(text.size(), 3U) << "too long";
}

HALLMARK_COSTLY_LAW(Sample, Costs, 10) {
  static int cases = 0;
  ::testing::Test::RecordProperty("ran", ++cases);
  RC_ASSERT(cases <= 10);
}

HALLMARK_LAW(Sample, TakesLong) {
  const int number = *rc::gen::inRange(0, 1000);
  std::this_thread::sleep_for(std::chrono::milliseconds{number < 0 ? 0 : 20});
}

HALLMARK_LAW(Sample, GivesUp) { RC_PRE(*rc::gen::inRange(0, 10) > 10); }

HALLMARK_LAW(Sample, Skips) { GTEST_SKIP() << "not today"; }

TEST(SampleTest, IsNoLaw) {}

}  // namespace
