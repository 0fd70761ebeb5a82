// SPDX-License-Identifier: Apache-2.0
//
// When a target counts as gone, by a clock that the test sets.
#include "runner/engine/faults/breaker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
using ::testing::Optional;

class Breakers : public ::testing::Test {
 protected:
  void answers(int n) {
    for (int i = 0; i < n; ++i) breaker_.answered(now_ += 1ms);
  }
  void faults(int n, const std::string& what = "refused") {
    for (int i = 0; i < n; ++i) breaker_.fault(what, now_ += 1ms);
  }
  void knocked(std::size_t answered) { breaker_.knocked(answered, now_); }

  Breaker breaker_;
  Breaker::Clock::time_point now_{1h};
};

TEST_F(Breakers, WhatAnswersIsThere) {
  answers(100);
  EXPECT_FALSE(breaker_.suspects(now_));
  EXPECT_EQ(breaker_.gone(), std::nullopt);
}

TEST_F(Breakers, NoFaultIsAnEndWithoutKnocks) {
  answers(100);
  faults(1000);
  EXPECT_TRUE(breaker_.suspects(now_));
  EXPECT_EQ(breaker_.gone(), std::nullopt);
}

TEST_F(Breakers, GoneAfterTheRequestsBeforeTheFirstFault) {
  answers(400);
  faults(32, "cannot connect");
  knocked(0);
  EXPECT_THAT(breaker_.gone(),
              Optional(std::string{"the target was gone after 400 requests (cannot connect)"}));
}

TEST_F(Breakers, OneFaultAndNoKnockAnsweredIsEnough) {
  answers(1);
  faults(1);
  knocked(0);
  EXPECT_THAT(breaker_.gone(),
              Optional(std::string{"the target was gone after 1 request (refused)"}));
}

TEST_F(Breakers, FaultsOfAllKindsCountAlikeAndAStrayAnswerResetsNothing) {
  answers(100);
  for (int round = 0; round < 8; ++round) {
    faults(1, "reset");
    faults(1, "no whole answer within 10 ms");
    faults(1, "502 that is not of the API");
    answers(1);
  }
  EXPECT_TRUE(breaker_.suspects(now_));
  knocked(1);  // of several
  EXPECT_THAT(breaker_.gone(), Optional(::testing::HasSubstr("after 100 requests")));
}

TEST_F(Breakers, AFewFaultsAndOneKnockAnsweredIsThere) {
  answers(100);
  faults(3);
  knocked(1);
  EXPECT_EQ(breaker_.gone(), std::nullopt);
}

TEST_F(Breakers, WhoBreaksOnSomeRequestsOnlyIsThere) {
  for (int i = 0; i < 100; ++i) {
    faults(20, "closed");
    answers(1);
    knocked(2);
  }
  EXPECT_EQ(breaker_.gone(), std::nullopt);
}

TEST_F(Breakers, WhatIsOldSaysNothing) {
  answers(10);
  faults(20);
  EXPECT_TRUE(breaker_.suspects(now_));
  EXPECT_FALSE(breaker_.suspects(now_ + Breaker::window_lasts + 1s));
}

TEST_F(Breakers, WhoNeverAnsweredIsNotSaidToHaveGone) {
  faults(3, "what came is no HTTP");
  knocked(0);
  EXPECT_THAT(breaker_.gone(),
              Optional(std::string{"the target does not answer (what came is no HTTP)"}));
}

TEST_F(Breakers, WhatThisMachineLacksIsNoFaultOfTheTarget) {
  answers(10);
  for (unsigned i = 0; i < Breaker::lacks_in_a_row; ++i) {
    EXPECT_EQ(breaker_.lacking(), std::nullopt);
    breaker_.lacks("Too many open files");
  }
  EXPECT_FALSE(breaker_.suspects(now_));
  EXPECT_THAT(breaker_.lacking(), Optional(std::string{"Too many open files"}));
  answers(1);
  EXPECT_EQ(breaker_.lacking(), std::nullopt);
}

}  // namespace
}  // namespace hallmark::runner
