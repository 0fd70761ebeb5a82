// SPDX-License-Identifier: Apache-2.0
#include "cases/digest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hallmark::cases {
namespace {

TEST(Digests, AreSixteenDigitsEachTimeTheSame) {
  EXPECT_THAT(tables_digest(), ::testing::MatchesRegex("[0-9a-f]{16}"));
  EXPECT_THAT(suite_digest(), ::testing::MatchesRegex("[0-9a-f]{16}"));
  EXPECT_EQ(tables_digest(), tables_digest());
  EXPECT_EQ(suite_digest(), suite_digest());
  EXPECT_NE(tables_digest(), suite_digest());
}

}  // namespace
}  // namespace hallmark::cases
