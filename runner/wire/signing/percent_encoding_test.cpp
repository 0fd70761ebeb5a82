// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/signing/percent_encoding.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

#include "runner/wire/signing/testing_second_signer.hpp"
#include "runner/wire/testing_generators.hpp"

namespace hallmark::runner {
namespace {

TEST(PercentEncoding, IsWhatThePublishedVectorsSay) {
  EXPECT_EQ(percent_encode(" ~/*-+"), "%20~%2F%2A-%2B");
  EXPECT_EQ(percent_encode("a b*c+d/e=f&g:h"), "a%20b%2Ac%2Bd%2Fe%3Df%26g%3Ah");
  EXPECT_EQ(percent_encode(" a!*'()~"), "%20a%21%2A%27%28%29~");
  EXPECT_EQ(percent_encode("\xc3\xa9"), "%C3%A9");
  EXPECT_EQ(percent_encode("\""), "%22");
  EXPECT_EQ(percent_encode(std::string_view{"\0", 1}), "%00");
  EXPECT_EQ(percent_encode(""), "");
}

TEST(PercentEncoding, OfAFormWritesABlankAsPlus) {
  EXPECT_EQ(form_encode("a b+c~*"), "a+b%2Bc~%2A");
}

TEST(PercentEncoding, AppendsBehindWhatIsThere) {
  std::string out = "x=";
  append_percent_encode(out, "a b");
  out += '&';
  append_form_encode(out, "a b");
  EXPECT_EQ(out, "x=a%20b&a+b");
}

TEST(PercentDecoding, TakesDigitsInEitherCase) {
  EXPECT_EQ(percent_decode("%2f%2F%c3%A9"), "//\xc3\xa9");
  EXPECT_EQ(percent_decode("%00"), std::string(1, '\0'));
}

TEST(PercentDecoding, KeepsAPlusThatOnlyAFormReadsAsBlank) {
  EXPECT_EQ(percent_decode("a+b"), "a+b");
  EXPECT_EQ(form_decode("a+b%2B"), "a b+");
}

TEST(PercentDecoding, TakesThePlaceOfWhatWasThere) {
  std::string out = "something longer than what comes";
  EXPECT_TRUE(percent_decode_to(out, "a%20b+"));
  EXPECT_EQ(out, "a b+");
  EXPECT_TRUE(form_decode_to(out, "a+b"));
  EXPECT_EQ(out, "a b");
  EXPECT_TRUE(form_decode_to(out, ""));
  EXPECT_EQ(out, "");
  EXPECT_FALSE(percent_decode_to(out, "a%2"));
  EXPECT_FALSE(form_decode_to(out, "+%"));
}

TEST(PercentDecoding, DecodesOnce) { EXPECT_EQ(percent_decode("%2541"), "%41"); }

TEST(PercentDecoding, RefusesAPercentSignWithoutTwoDigits) {
  for (const char* bad : {"%", "%4", "a%", "%zz", "%4g", "%%41", "% 41", "%-1"}) {
    EXPECT_EQ(percent_decode(bad), std::nullopt) << bad;
    EXPECT_EQ(form_decode(bad), std::nullopt) << bad;
  }
}

TEST(PercentEncodingLaw, WhatIsEncodedDecodesToItself) {
  EXPECT_TRUE(rc::check([] {
    const std::string raw = *testing::any_text();
    RC_ASSERT(percent_decode(percent_encode(raw)) == raw);
    RC_ASSERT(form_decode(form_encode(raw)) == raw);
    RC_ASSERT(percent_decode(percent_encode(percent_encode(raw))) == percent_encode(raw));
  }));
}

TEST(PercentEncodingLaw, EqualsAnIndependentOne) {
  EXPECT_TRUE(rc::check([] {
    const std::string raw = *testing::any_text();
    RC_ASSERT(percent_encode(raw) == testing::second_percent_encode(raw));
  }));
}

}  // namespace
}  // namespace hallmark::runner
