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

TEST(Twists, WriteHyphensOtherwise) {
  EXPECT_EQ(with_hyphens_as("i-bp-1", "_"), "i_bp_1");
  EXPECT_EQ(with_hyphens_as("i-bp1", "&#45;"), "i&#45;bp1");
  EXPECT_EQ(with_hyphens_as("bp1", "_"), "_bp1");
}

TEST(Twists, PutAZeroBehindThePrefix) {
  EXPECT_EQ(with_zero_behind_prefix("i-bp1"), "i-0bp1");
  EXPECT_EQ(with_zero_behind_prefix("bp1"), "0bp1");
}

TEST(Twists, WidenLetters) {
  EXPECT_EQ(in_full_width("i-9"), "\xef\xbd\x89\xef\xbc\x8d\xef\xbc\x99");
  EXPECT_EQ(in_full_width("~ \xc3"), "\xef\xbd\x9e \xc3");
}

}  // namespace
}  // namespace hallmark::runner
