// SPDX-License-Identifier: Apache-2.0
//
// What the answers to a case's calls say of the worlds that they leave.
#include "runner/engine/second_opinion.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "runner/oracle/testing_answers.hpp"

namespace hallmark::runner {
namespace {

using reports::Evidence;
using reports::Exchange;
using testing::answer;
using testing::error;
using testing::said;

const Exchange refused_call = error(403, "IncorrectInstanceStatus", "no");

TEST(Worlds, AreLeftUntouchedByWhatTheTargetRefuses) {
  EXPECT_TRUE(left_untouched(said({refused_call})));
  EXPECT_TRUE(left_untouched(said({refused_call, refused_call})));
}

TEST(Worlds, MayHaveBeenTouchedByWhatNobodyKnowsTheAnswerTo) {
  const Exchange garbled = answer(403, "<Error><Code>Incorrect\xff</Code></Error>");
  const Exchange cut = answer(403, "<Error><Code>IncorrectInst");
  const Exchange page = answer(403, "<html><h1>Forbidden</h1></html>", "text/html");
  const Exchange away = error(503, "ServiceUnavailable", "later");
  for (const Exchange& one :
       {testing::success("StartInstance"), testing::no_answer("closed"),
        testing::no_answer("timeout"), garbled, cut, page, away, answer(404, "", "text/plain")}) {
    EXPECT_FALSE(left_untouched(said({one}))) << one.status << one.fault << one.body;
    EXPECT_FALSE(left_untouched(said({refused_call, one}))) << one.status << one.fault << one.body;
  }
}

TEST(Worlds, AreWhereCallsLead) {
  const Evidence evidence = said({refused_call});
  EXPECT_TRUE(leads_to(evidence, "Starting"));
  EXPECT_TRUE(leads_to(evidence, "Running"));
  EXPECT_FALSE(leads_to(evidence, "Stopping"));
  EXPECT_FALSE(leads_to(evidence, "Stopped"));
  EXPECT_FALSE(leads_to(evidence, ""));
  EXPECT_FALSE(leads_to(Evidence{}, "Running"));
  Evidence stop;
  stop.calls.push_back(testing::record(0, "StopInstance", refused_call));
  EXPECT_TRUE(leads_to(stop, "Stopping"));
  EXPECT_TRUE(leads_to(stop, "Stopped"));
  EXPECT_FALSE(leads_to(stop, "Running"));
}

}  // namespace
}  // namespace hallmark::runner
