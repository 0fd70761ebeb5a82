// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/corpus.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

namespace hallmark::fuzz {
namespace {

History of_calls(std::size_t count) {
  History history;
  history.steps.resize(count);
  return history;
}

TEST(Corpus, KeepsWhatShowsSomethingNew) {
  Corpus corpus;
  Random random{1};
  EXPECT_FALSE(corpus.pick(random));
  EXPECT_TRUE(corpus.add(of_calls(3), std::array<std::uint64_t, 2>{1, 2}));
  EXPECT_FALSE(corpus.add(of_calls(4), std::array<std::uint64_t, 2>{1, 2}));
  EXPECT_EQ(corpus.size(), 1U);
  EXPECT_EQ(corpus.features(), 2U);
  EXPECT_EQ(corpus.pick(random), of_calls(3));
}

TEST(Corpus, PrefersTheShorterOne) {
  Corpus corpus;
  Random random{1};
  EXPECT_TRUE(corpus.add(of_calls(5), std::array<std::uint64_t, 2>{1, 2}));
  EXPECT_FALSE(corpus.add(of_calls(2), std::array<std::uint64_t, 1>{1}));
  EXPECT_EQ(corpus.size(), 2U);  // the longer one still owns 2
  EXPECT_FALSE(corpus.add(of_calls(1), std::array<std::uint64_t, 2>{1, 2}));
  EXPECT_EQ(corpus.size(), 1U);  // and now nobody owns anything else
  EXPECT_EQ(corpus.pick(random), of_calls(1));
}

TEST(Corpus, TakesTheSameHistoryTwice) {
  Corpus corpus;
  EXPECT_TRUE(corpus.add(of_calls(2), std::array<std::uint64_t, 1>{1}));
  EXPECT_TRUE(corpus.add(of_calls(2), std::array<std::uint64_t, 2>{1, 2}));
  EXPECT_EQ(corpus.size(), 1U);
  EXPECT_EQ(corpus.features(), 2U);
}

}  // namespace
}  // namespace hallmark::fuzz
