// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/replies/utf16.hpp"

#include <gtest/gtest.h>

#include "reports/text.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {
namespace {

using namespace std::string_literals;

const std::string little = "\xff\xfe{\0\"\0C\0o\0d\0e\0\"\0:\0\"\0\x3d\xd8\x00\xde\"\0}\0"s;
const std::string big = "\0{\0\"\0C\0o\0d\0e\0\"\0:\0\"\0A\0\"\0}"s;

TEST(Utf16, IsKnownByItsMarkOrByItsZeros) {
  EXPECT_TRUE(is_utf16(little));
  EXPECT_TRUE(is_utf16(big));
  for (const std::string& other :
       {""s, "{}"s, "{\0"s, "\xff\xfe{"s, "{\0\0\0}\0\0\0"s, "\xef\xbb\xbf{}"s}) {
    EXPECT_FALSE(is_utf16(other)) << other;
  }
}

TEST(Utf16, BecomesUtf8) {
  EXPECT_EQ(from_utf16(little), "{\"Code\":\"\xf0\x9f\x98\x80\"}");
  EXPECT_EQ(from_utf16(big), R"({"Code":"A"})");
  EXPECT_EQ(from_utf16("\xfe\xff\0\xe9\x20\xac"s), "\xc3\xa9\xe2\x82\xac");
}

TEST(Utf16, OfHalfACharacterBecomesUtf8AllTheSame) {
  for (const std::string& broken : {"\xff\xfe\x3d\xd8"s, "\xff\xfe\x00\xde\x3d\xd8"s}) {
    EXPECT_TRUE(reports::is_utf8(from_utf16(broken)));
  }
}

TEST(Utf16, IsReadAsAnAnswer) {
  const Reply reply = decode_reply(400, "application/json", big);
  EXPECT_EQ(reply.code, "A");
  EXPECT_TRUE(reply.decoded());
}

}  // namespace
}  // namespace hallmark::runner
