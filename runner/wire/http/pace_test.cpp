// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/http/pace.hpp"

#include <gtest/gtest.h>

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;

TEST(Pace, LetsOneGoEachTime) {
  Pace pace{10};  // the gap is longer than what may be saved up
  const Pace::Clock::time_point now{1h};
  EXPECT_EQ(pace.take_turn(now), now);
  EXPECT_EQ(pace.take_turn(now), now + 100ms);
  EXPECT_EQ(pace.take_turn(now), now + 200ms);
  EXPECT_EQ(pace.take_turn(now + 1s), now + 1s);
  EXPECT_EQ(pace.take_turn(now + 1s), now + 1100ms);
}

TEST(Pace, SavesUpFiftyMillisecondsWorth) {
  Pace pace{1000};
  const Pace::Clock::time_point now{1h};
  int at_once = 0;
  while (pace.take_turn(now) <= now) ++at_once;
  EXPECT_EQ(at_once, 50);
}

TEST(Pace, IsTheSameForAllWhoShareIt) {
  Pace pace{50};
  const Pace::Clock::time_point now{1h};
  Pace::Clock::time_point last{};
  for (int client = 0; client < 32; ++client) last = pace.take_turn(now);
  EXPECT_GE(last, now + 29 * 20ms);
}

}  // namespace
}  // namespace hallmark::runner
