// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/repeats.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
using Kind = Disturbance::Kind;

const Disturbance throttled{Kind::throttled, 0, "400 Throttling.User"};
const Disturbance away{Kind::unavailable, 0, "503 ServiceUnavailable"};
const Disturbance page{Kind::page, 0, "502 that is not of the API (Server: nginx)"};

// Carries a case out again and again, each time with the same disturbance.
std::vector<Disturbance> always(Repeats& repeats, const Disturbance& one) {
  std::vector<Disturbance> disturbed{one};
  while (repeats.again(disturbed, 7)) disturbed.push_back(one);
  return disturbed;
}

TEST(Repeats, AskAFewTimesAndNotForEver) {
  Repeats repeats{100};
  EXPECT_EQ(always(repeats, away).size(), Repeats::at_most);
}

TEST(Repeats, WaitLongerEachTimeForWhoAsksForPatience) {
  Repeats repeats{100};
  std::vector<Disturbance> disturbed{throttled};
  std::chrono::milliseconds all = 0ms;
  std::chrono::milliseconds longest = 0ms;
  std::optional<std::chrono::milliseconds> first;
  while (const auto pause = repeats.again(disturbed, 3)) {
    if (!first) first = pause;
    all += *pause;
    longest = std::max(longest, *pause);
    disturbed.push_back(throttled);
  }
  EXPECT_GE(*first, 25ms);
  EXPECT_LE(*first, 50ms);
  EXPECT_LE(longest, 1s);
  EXPECT_GE(all, 1s);
  EXPECT_LE(all, 5s);
  EXPECT_EQ(Repeats{100}.again({throttled}, 3), first) << "a run can be repeated";
  EXPECT_EQ(Repeats{100}.again({page}, 3), 0ms);
}

TEST(Repeats, WhatComesEachTimeAlikeIsTheTargetsOwn) {
  Repeats repeats{100};
  EXPECT_EQ(repeats.stays(always(repeats, away)), std::nullopt);
  EXPECT_EQ(repeats.stays(always(repeats, page)), std::nullopt);
}

TEST(Repeats, AThrottleSettlesNothingHoweverOftenItComes) {
  Repeats repeats{100};
  EXPECT_THAT(repeats.stays(always(repeats, throttled)),
              ::testing::Optional(::testing::HasSubstr("lower --rate")));
}

TEST(Repeats, WhatComesNowAndThenComesFromBetween) {
  Repeats repeats{100};
  EXPECT_THAT(repeats.stays({away, page, away}),
              ::testing::Optional(::testing::HasSubstr("--rate")));
  Disturbance later = page;
  later.call = 1;
  EXPECT_THAT(repeats.stays({page, later}), ::testing::Optional(::testing::HasSubstr("nginx")));
}

TEST(Repeats, WhatIsKnownForTheTargetsOwnIsNotAskedForAgain) {
  Repeats repeats{100};
  for (unsigned i = 0; i < Repeats::own; ++i) {
    EXPECT_EQ(repeats.stays(always(repeats, away)), std::nullopt);
  }
  EXPECT_EQ(always(repeats, away).size(), 1U);
  EXPECT_EQ(always(repeats, page).size(), Repeats::at_most) << "another one is";
  repeats.got_past({away});
  EXPECT_EQ(always(repeats, away).size(), Repeats::at_most);
}

TEST(Repeats, AreBoundedInAll) {
  Repeats repeats{10};
  repeats.got_past({away});
  std::size_t all = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto disturbed = always(repeats, away);
    all += disturbed.size() - 1;
    (void)repeats.stays(disturbed);
  }
  EXPECT_EQ(all, 260U);
}

}  // namespace
}  // namespace hallmark::runner
