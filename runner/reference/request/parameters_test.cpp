// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/request/parameters.hpp"

#include <gtest/gtest.h>

namespace hallmark::runner::reference {
namespace {

std::string encode(std::string_view text) {
  std::string out;
  append_percent_encoded(out, text);
  return out;
}

TEST(Parameters, AreDecodedAndSortedByteByByte) {
  Parameters parameters;
  ASSERT_TRUE(parameters.parse("b=%E4%B8%AD&InstanceId.2=x&InstanceId.10=y&a=1+2", ""));
  ASSERT_EQ(parameters.sorted().size(), 4u);
  EXPECT_EQ(parameters.sorted()[0].name, "InstanceId.10");
  EXPECT_EQ(parameters.sorted()[1].name, "InstanceId.2");
  EXPECT_EQ(parameters.value("a"), "1 2");
  EXPECT_EQ(parameters.value("b"), "\xE4\xB8\xAD");
}

TEST(Parameters, OfQueryAndFormStandTogether) {
  Parameters parameters;
  ASSERT_TRUE(parameters.parse("a=1", "b=2%2B"));
  EXPECT_EQ(parameters.value("a"), "1");
  EXPECT_EQ(parameters.value("b"), "2+");
  EXPECT_EQ(parameters.sorted()[1].source, Source::form);
}

TEST(Parameters, WithoutAValueAreEmpty) {
  Parameters parameters;
  ASSERT_TRUE(parameters.parse("a&b=&&c=1=2", ""));
  EXPECT_TRUE(parameters.has("a"));
  EXPECT_EQ(parameters.value("a"), "");
  EXPECT_EQ(parameters.value("c"), "1=2");
  EXPECT_EQ(parameters.sorted().size(), 3u);
}

TEST(Parameters, WithHalfAnEncodedByteAreRefused) {
  Parameters parameters;
  EXPECT_FALSE(parameters.parse("a=%4", ""));
  EXPECT_FALSE(parameters.parse("a=%", ""));
  EXPECT_FALSE(parameters.parse("%zz=1", ""));
  EXPECT_FALSE(parameters.parse("", "a=%4g"));
}

TEST(Parameters, GivenTwiceAreNoticed) {
  Parameters parameters;
  ASSERT_TRUE(parameters.parse("a=1&b=2", "%61=1"));
  EXPECT_TRUE(parameters.has_duplicates());
  ASSERT_TRUE(parameters.parse("a=1&A=2", ""));
  EXPECT_FALSE(parameters.has_duplicates());
}

TEST(PercentEncoding, IsTheOneOfRequestSigning) {
  EXPECT_EQ(encode(" ~/*-+"), "%20~%2F%2A-%2B");
  EXPECT_EQ(encode("a b*c+d/e=f&g:h"), "a%20b%2Ac%2Bd%2Fe%3Df%26g%3Ah");
  EXPECT_EQ(encode(" a!*'()~"), "%20a%21%2A%27%28%29~");
  EXPECT_EQ(encode("\xC3\xA9"), "%C3%A9");
}

}  // namespace
}  // namespace hallmark::runner::reference
