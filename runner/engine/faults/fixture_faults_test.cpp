// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/faults/fixture_faults.hpp"

#include <gtest/gtest.h>

namespace hallmark::runner {
namespace {

TEST(FixtureFaults, BreakForGoodOnce) {
  FixtureFaults faults;
  EXPECT_EQ(faults.broke_for_good(), std::nullopt);
  faults.break_for_good("two worlds have one key");
  faults.break_for_good("two worlds have one instance");
  EXPECT_EQ(faults.broke_for_good(), "two worlds have one key");
}

TEST(FixtureFaults, TellALieOfOneKindInTheWordsOfItsFirstWorld) {
  FixtureFaults faults;
  EXPECT_EQ(faults.a_lie(), std::nullopt);
  EXPECT_EQ(faults.tell_once("status", "i-1 is Running"), "i-1 is Running");
  EXPECT_EQ(faults.tell_once("status", "i-2 is Running"), "i-1 is Running");
  EXPECT_EQ(faults.tell_once("nobody", "i-3 is not there"), "i-3 is not there");
  EXPECT_EQ(faults.a_lie(), "i-3 is not there");
}

}  // namespace
}  // namespace hallmark::runner
