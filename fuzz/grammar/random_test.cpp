// SPDX-License-Identifier: Apache-2.0
#include "fuzz/grammar/random.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>

namespace hallmark::fuzz {
namespace {

TEST(Random, IsTheSameOfOneSeed) {
  Random one{7};
  Random other{7};
  for (int i = 0; i < 100; ++i) EXPECT_EQ(one.next(), other.next());
  EXPECT_NE(Random{7}.next(), Random{8}.next());
}

// Splitmix64 counts in steps of one number: seeds that lie such steps apart give one stream, a
// little further on.
TEST(Random, StreamsOfOneSeedDoNotMeet) {
  for (const std::uint64_t seed : {0U, 1U, 11U}) {
    std::set<std::uint64_t> seen;
    std::size_t drawn = 0;
    for (unsigned stream = 0; stream < 128; ++stream) {
      Random random{seed, stream};
      for (int i = 0; i < 500; ++i, ++drawn) seen.insert(random.next());
    }
    EXPECT_EQ(seen.size(), drawn) << seed;
  }
}

}  // namespace
}  // namespace hallmark::fuzz
