// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/faults/lateness.hpp"

#include <gtest/gtest.h>

namespace hallmark::runner {
namespace {

reports::Evidence answered_after(std::int64_t took_us) {
  reports::CallRecord call;
  call.exchange.took_us = took_us;
  reports::Evidence evidence;
  evidence.calls = {call};
  return evidence;
}

std::string words_for(int answers, std::int64_t each_us) {
  Lateness lateness;
  for (int i = 0; i < answers; ++i) lateness.note(answered_after(each_us + i));
  return lateness.in_words();
}

TEST(Lateness, IsToldWhereNoAnswerCameSoon) {
  EXPECT_EQ(words_for(20, 2'940'000).substr(0, 35), "no answer came within 2.9 s, so tha");
}

TEST(Lateness, IsNoneWhereOneDidOrFewCame) {
  EXPECT_EQ(words_for(19, 2'000'000), "");
  EXPECT_EQ(words_for(100, 900'000), "");
  Lateness once;
  for (int i = 0; i < 50; ++i) once.note(answered_after(3'000'000));
  once.note(answered_after(10'000));
  EXPECT_EQ(once.in_words(), "");
}

TEST(Lateness, CountsNoAnswerThatDidNotCome) {
  Lateness lateness;
  reports::Evidence silent = answered_after(30'000'000);
  silent.calls.front().exchange.fault = "timeout";
  for (int i = 0; i < 50; ++i) lateness.note(silent);
  EXPECT_EQ(lateness.in_words(), "");
}

}  // namespace
}  // namespace hallmark::runner
