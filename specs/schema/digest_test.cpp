// SPDX-License-Identifier: Apache-2.0
#include "specs/schema/digest.hpp"

#include <gtest/gtest.h>

namespace hallmark::specs {
namespace {

TEST(Digest, IsFnv1aOfTheBytes) {
  EXPECT_EQ(digest_of(""), 0xcbf29ce484222325U);
  EXPECT_EQ(digest_of("a"), 0xaf63dc4c8601ec8cU);
  EXPECT_EQ(digest_of("foobar"), 0x85944171f73967e8U);
}

TEST(Digest, LeavesWhiteSpaceOut) { EXPECT_EQ(digest_of(" foo\n\tbar\r\n"), digest_of("foobar")); }

TEST(Digest, TellsApartWhatDiffersInOneByte) {
  EXPECT_NE(digest_of("foobar"), digest_of("foobas"));
  EXPECT_NE(digest_of("foobar"), digest_of("fooba"));
}

}  // namespace
}  // namespace hallmark::specs
