// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/places.hpp"

#include <gtest/gtest.h>

namespace hallmark::reports {
namespace {

TEST(Places, AreTheFirstOnesAndANumber) {
  EXPECT_EQ(first_of("A, row 1; B, row 2; C, row 3; D", 2).text(),
            "A, row 1; B, row 2; and 2 more");
  EXPECT_EQ(first_of("A, row 1; B, row 2", 2).text(), "A, row 1; B, row 2");
  EXPECT_TRUE(first_of("", 2).empty());
  EXPECT_EQ(first_of("", 2).text(), "");
}

TEST(Places, GiveWayToALineFromTheLastOneOn) {
  const auto within = [](const char* joined, std::size_t most, std::size_t columns) {
    return first_of(joined, most).within(columns).text();
  };
  EXPECT_EQ(within("A, row 1; B, row 2; C", 3, 100), "A, row 1; B, row 2; C");
  EXPECT_EQ(within("A, row 1; B, row 2; C, row 3", 3, 22), "A, row 1; and 2 more");
  EXPECT_EQ(within("A, row 1; B, row 2; C; D; E; F", 2, 22), "A, row 1; and 5 more");
  EXPECT_EQ(within("A, row 1; B; C; D; E; F", 1, 4), "A, row 1; and 5 more");
  EXPECT_EQ(within("A, row 1", 1, 4), "A, row 1");
}

}  // namespace
}  // namespace hallmark::reports
