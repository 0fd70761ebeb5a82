// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/faults/clock_watch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

ClockReading told;
ClockReading as_told() { return told; }

TEST(ClockWatch, SaysThatTheClockWasSet) {
  for (const auto& [set, words] : {std::pair{3600s, "set 3600 s ahead"}, {-90s, "set 90 s back"}}) {
    told = {.before = 1s, .time = 1000s, .after = 1s};
    ClockWatch watch{as_told};
    told = {.before = 11s, .time = 1010s, .after = 11s};
    EXPECT_EQ(watch.was_set(), "");
    told = {.before = 12s, .time = 1011s + set, .after = 12s};
    EXPECT_THAT(watch.was_set(), HasSubstr(words));
    told = {.before = 13s, .time = 1012s, .after = 13s};  // and back: once is enough
    EXPECT_THAT(watch.was_set(), HasSubstr(words));
  }
}

TEST(ClockWatch, ToldApartFromASlowMachineAndFromAClockThatIsSlewed) {
  told = {.before = 1s, .time = 1000s, .after = 1s};
  ClockWatch watch{as_told};
  for (const auto time : {1009s, 1030s}) {  // read at any time in between
    told = {.before = 10s, .time = time, .after = 31s};
    EXPECT_EQ(watch.was_set(), "");
  }
  told = {.before = 40s, .time = 1038s, .after = 40s};
  EXPECT_EQ(watch.was_set(), "");
  told = {.before = 50s, .time = 1047s, .after = 50s};
  EXPECT_EQ(watch.was_set(), "");
}

TEST(ClockWatch, ReadsClocksThatGoOn) {
  const ClockReading first = read_clocks();
  const ClockReading second = read_clocks();
  EXPECT_LE(first.before, first.after);
  EXPECT_LE(first.after, second.before);
  EXPECT_GT(first.time, 0s);
}

}  // namespace
}  // namespace hallmark::runner
