// SPDX-License-Identifier: Apache-2.0
#include "runner/audit/alignment.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hallmark::runner {
namespace {

// "aa bb c- -d": pairs of ours and theirs, '-' where one stands alone.
std::string aligned(const std::string& ours, const std::string& theirs) {
  std::string text;
  for (const Pairing& pair :
       align(ours.size(), theirs.size(), 2,
             [&](std::size_t i, std::size_t j) { return ours[i] == theirs[j] ? 0 : 3; })) {
    if (!text.empty()) text += ' ';
    text += pair.ours ? ours[*pair.ours] : '-';
    text += pair.theirs ? theirs[*pair.theirs] : '-';
  }
  return text;
}

TEST(Alignment, PairsWhatIsEqual) { EXPECT_EQ(aligned("abc", "abc"), "aa bb cc"); }

TEST(Alignment, LeavesAloneWhatCameOrWent) {
  EXPECT_EQ(aligned("abc", "ac"), "aa b- cc");
  EXPECT_EQ(aligned("ac", "abc"), "aa -b cc");
}

TEST(Alignment, PairsWhatChangedWhereThatIsCheaper) {
  EXPECT_EQ(aligned("abc", "axc"), "aa bx cc");
}

TEST(Alignment, TakesEmptyLists) {
  EXPECT_EQ(aligned("", ""), "");
  EXPECT_EQ(aligned("a", ""), "a-");
  EXPECT_EQ(aligned("", "a"), "-a");
}

}  // namespace
}  // namespace hallmark::runner
