// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/faults/repeats.hpp"

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

const Disturbance cut{Kind::broken, 0, "an answer that broke off"};
const Disturbance reset{Kind::broken, 0, "a connection that ended before an answer"};
const Disturbance hung{Kind::hung, 0, "no whole answer in time"};

// A way that has lost one answer in `one_in`, each time to a case that had one in the end.
void lose(Repeats& repeats, const Disturbance& what, std::size_t one_in) {
  for (int i = 0; i < 100; ++i) {
    repeats.got_past({what});
    repeats.count(one_in, 1, true);
  }
}

TEST(Repeats, WhatIsLostEachTimeIsTheTargetsOwn) {
  Repeats repeats{100};
  repeats.count(1000, 0, true);
  for (const Disturbance& one : {cut, hung}) {
    const auto disturbed = always(repeats, one);
    EXPECT_EQ(disturbed.size(), one == hung ? Repeats::at_least_hung : Repeats::at_most);
    EXPECT_EQ(repeats.stays(disturbed), std::nullopt);
  }
  EXPECT_EQ(repeats.loses(), std::nullopt);
  EXPECT_EQ(repeats.losses_in_words(), "");
}

TEST(Repeats, HowItIsLostDoesNotMatter) {
  Repeats repeats{100};
  EXPECT_EQ(repeats.stays({cut, reset, cut, reset, cut, reset, cut, reset}), std::nullopt);
}

TEST(Repeats, TheMoreAWayLosesTheOftenerItHasToComeAlike) {
  Repeats seldom{100};
  lose(seldom, cut, 100);
  EXPECT_EQ(always(seldom, cut).size(), Repeats::at_most);
  Repeats often{100};
  lose(often, cut, 5);
  EXPECT_EQ(always(often, cut).size(), 10U);
  EXPECT_EQ(often.stays(always(often, cut)), std::nullopt) << "one in five, ten times in a row";
  Repeats mostly{100};
  lose(mostly, cut, 2);
  const auto disturbed = always(mostly, cut);
  EXPECT_EQ(disturbed.size(), Repeats::at_most_lost);
  EXPECT_EQ(mostly.stays(disturbed), "the way to the target loses answers");
  Repeats hangs{100};
  lose(hangs, hung, 33);
  EXPECT_EQ(always(hangs, hung).size(), 5U);
}

TEST(Repeats, WhatIsLostHereAndThereIsTheWays) {
  Repeats repeats{100};
  Disturbance later = cut;
  later.call = 1;
  EXPECT_EQ(repeats.stays({cut, later, cut}), "the way to the target loses answers");
  repeats.count(200, 3, false);
  EXPECT_EQ(repeats.loses(), "the way to the target loses answers");
  EXPECT_EQ(repeats.losses_in_words(),
            "the way to the target loses answers: 3 of 200 (2 %) did not come whole and in time; "
            "what stays open for it is inconclusive: mend what is between, or ask from nearer");
}

TEST(Repeats, AConnectionThatWasClosedByRightIsNoTimeOfIt) {
  Repeats repeats{100};
  const Disturbance closed{Kind::closed, 0, "a kept connection was closed under it"};
  std::vector<Disturbance> disturbed{closed, cut};
  while (repeats.again(disturbed, 7)) disturbed.push_back(cut);
  EXPECT_EQ(disturbed.size(), 1 + Repeats::at_most);
  EXPECT_EQ(repeats.stays(disturbed), std::nullopt);
}

TEST(Repeats, OneAnswerThatIsLostIsNotTheTargetsEvenIfItLosesSome) {
  Repeats repeats{100};
  for (unsigned i = 0; i < Repeats::own; ++i) (void)repeats.stays(always(repeats, cut));
  EXPECT_TRUE(repeats.again({reset}, 1));
  EXPECT_FALSE(repeats.again({reset, cut}, 1));
}

TEST(Repeats, NobodyWaitsForLongWhereAWayHangs) {
  Repeats repeats{100};
  EXPECT_FALSE(repeats.makes_haste({}));
  lose(repeats, hung, 33);
  EXPECT_TRUE(repeats.makes_haste({}));
  const Disturbance late{Kind::late, 0, "no whole answer in time"};
  EXPECT_TRUE(repeats.makes_haste({cut, late}));
  EXPECT_FALSE(repeats.makes_haste({late, late})) << "it may take its time";
  std::vector<Disturbance> disturbed{late, late, hung};
  while (repeats.again(disturbed, 7)) disturbed.push_back(hung);
  EXPECT_EQ(disturbed.size(), 7U) << "what came late does not count";
  EXPECT_EQ(repeats.stays(disturbed), std::nullopt);
  EXPECT_TRUE(repeats.stays({late}));
}

TEST(Repeats, MakeHasteWhereAllAnswersCameSoonAndWaitWhereItHangsAtOneCall) {
  const Disturbance late{Kind::late, 0, "no whole answer in time"};
  Disturbance elsewhere = late;
  elsewhere.call = 1;
  Repeats repeats{100, 1000ms};
  EXPECT_FALSE(repeats.makes_haste({})) << "nobody knows yet how long answers take";
  repeats.count(Repeats::seen_to_answer, 0, true, 20ms);
  EXPECT_TRUE(repeats.makes_haste({}));
  EXPECT_TRUE(repeats.makes_haste({late}));
  EXPECT_FALSE(repeats.makes_haste({late, late}));
  EXPECT_TRUE(repeats.makes_haste({late, elsewhere}));
  repeats.got_past({late, late}, false);
  EXPECT_EQ(repeats.loses(), std::nullopt) << "it was slow";
  repeats.count(1, 0, true, 21ms);
  EXPECT_FALSE(repeats.makes_haste({}));
}

}  // namespace
}  // namespace hallmark::runner
