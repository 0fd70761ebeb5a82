// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/steadiness.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

namespace hallmark::fuzz {
namespace {

std::vector<double> line(double first, double step, std::size_t count) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(first + step * static_cast<double>(i));
  return values;
}

TEST(Steadiness, NoticesWhatGrowsAndGrows) {
  const auto growth = growth_of(line(100, 10, 40), 2.0, 50);
  ASSERT_TRUE(growth);
  EXPECT_DOUBLE_EQ(growth->at_first, 150);
  EXPECT_DOUBLE_EQ(growth->at_last, 450);
}

TEST(Steadiness, SaysNothingOfTooFewValues) { EXPECT_FALSE(growth_of(line(1, 10, 15), 2, 0)); }

TEST(Steadiness, SaysNothingOfWhatStaysOrGrowsALittle) {
  EXPECT_FALSE(growth_of(line(100, 0, 40), 2.0, 1));
  EXPECT_FALSE(growth_of(line(100, 0.1, 40), 2.0, 1));
  EXPECT_FALSE(growth_of(line(1, 1, 40), 2.0, 1000));
}

TEST(Steadiness, SaysNothingOfOneSlowStretch) {
  std::vector<double> values = line(100, 0, 40);
  for (std::size_t i = 10; i < 20; ++i) values[i] = 1000;
  EXPECT_FALSE(growth_of(values, 2.0, 1));
}

TEST(Steadiness, ReadsTheMemoryOfAProcess) {
  const auto bytes = resident_memory(getpid());
  ASSERT_TRUE(bytes);
  EXPECT_GT(*bytes, 1U << 20U);
  EXPECT_FALSE(resident_memory(-1));
}

}  // namespace
}  // namespace hallmark::fuzz
