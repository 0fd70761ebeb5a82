// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/faults/hangs.hpp"

#include <gtest/gtest.h>

namespace hallmark::runner {
namespace {

cases::Case asking(const char* action, cases::Answer::Kind kind) {
  cases::Case one;
  one.id = std::string{action} + "/of/it";
  one.tags.chapter = cases::Chapter::of_an_action;
  one.calls.push_back({.action = action, .expect = {.allowed = {{.kind = kind}}}});
  return one;
}

reports::Evidence got(const char* fault) {
  reports::Evidence evidence;
  evidence.calls.emplace_back();
  evidence.calls[0].exchange.fault = fault;
  return evidence;
}

const cases::Case refused = asking("StartInstance", cases::Answer::Kind::refused);

TEST(Hangs, BlockWhatHungManyTimesInARow) {
  Hangs hangs;
  for (unsigned i = 0; i + 1 < Hangs::enough; ++i) hangs.note(refused, got("timeout"));
  EXPECT_FALSE(hangs.blocked(refused));
  hangs.note(refused, got("timeout"));
  const auto finding = hangs.blocked(refused);
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->verdict, reports::Verdict::inconclusive);
  EXPECT_EQ(finding->blocked_by, "StartInstance/of/it");
  EXPECT_EQ(finding->reason, "StartInstance hangs where it is to be refused");
}

TEST(Hangs, BlockNoOtherKindOfCall) {
  Hangs hangs;
  for (unsigned i = 0; i < Hangs::enough; ++i) hangs.note(refused, got("timeout"));
  EXPECT_FALSE(hangs.blocked(asking("StartInstance", cases::Answer::Kind::accepted)));
  EXPECT_FALSE(hangs.blocked(asking("RebootInstance", cases::Answer::Kind::refused)));
  cases::Case dry = refused;
  dry.calls[0].arguments.push_back({.name = "DryRun", .value = cases::text("true")});
  EXPECT_FALSE(hangs.blocked(dry));
  cases::Case base = refused;
  base.tags.chapter = cases::Chapter::base;
  EXPECT_FALSE(hangs.blocked(base));
}

TEST(Hangs, EndWithAnAnswer) {
  Hangs hangs;
  for (unsigned i = 0; i < Hangs::enough; ++i) hangs.note(refused, got("timeout"));
  hangs.note(refused, got(""));
  EXPECT_FALSE(hangs.blocked(refused));
  for (unsigned i = 0; i < 3 * Hangs::enough; ++i) {
    hangs.note(refused, got(i % 5 == 0 ? "" : "timeout"));
  }
  EXPECT_FALSE(hangs.blocked(refused));
}

}  // namespace
}  // namespace hallmark::runner
