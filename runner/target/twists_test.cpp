// SPDX-License-Identifier: Apache-2.0
#include "runner/target/twists.hpp"

#include <gtest/gtest.h>

namespace hallmark::runner {
namespace {

TEST(Twists, WriteTheFirstLetterAsItsNumber) {
  EXPECT_EQ(with_first_as("i-bp1", "%", 16, ""), "%69-bp1");
  EXPECT_EQ(with_first_as("i-bp1", "&#", 10, ";"), "&#105;-bp1");
  EXPECT_EQ(with_first_as("", "%", 16, ""), "");
}

TEST(Twists, TakeThePrefixAway) {
  EXPECT_EQ(without_prefix("i-bp1"), "bp1");
  EXPECT_EQ(without_prefix("abc"), "bc");
  EXPECT_EQ(without_prefix(""), "");
}

TEST(Twists, ExchangeTheLastTwoLettersThatDiffer) {
  EXPECT_EQ(with_letters_exchanged("i-bp12"), "i-bp21");
  EXPECT_EQ(with_letters_exchanged("i-b1222"), "i-b2122");
  EXPECT_EQ(with_letters_exchanged("aaa"), "aa");
  EXPECT_EQ(with_letters_exchanged(""), "");
}

}  // namespace
}  // namespace hallmark::runner
