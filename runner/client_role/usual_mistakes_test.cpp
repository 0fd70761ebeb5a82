// SPDX-License-Identifier: Apache-2.0
//
// Each mistake is made here by another hand: the string is written down, and signed.
#include "runner/client_role/usual_mistakes.hpp"

#include <gtest/gtest.h>

#include <string>

#include "runner/reference/request/parameters.hpp"
#include "runner/reference/signing/crypto.hpp"

namespace hallmark::runner {
namespace {

std::string_view mistake(std::string_view query, std::string_view string_to_sign,
                         std::string_view key = "secret&") {
  std::string signature;
  reference::append_percent_encoded(signature,
                                    reference::base64(reference::hmac_sha1(key, string_to_sign)));
  return usual_mistake({.method = "GET",
                        .target = "/?" + std::string{query} + "&Signature=" + signature,
                        .headers = {},
                        .body = {}},
                       "secret");
}

TEST(UsualMistakes, AreRecognisedByTheSignatureThatComesOfThem) {
  EXPECT_EQ(mistake("A.1=x&A.10=y", "GET&%2F&A.10%3Dy%26A.1%3Dx"), "sorting by name=value");
  EXPECT_EQ(mistake("A=&B=1", "GET&%2F&B%3D1"), "leaving empty values out");
  EXPECT_EQ(mistake("A=b%20c", "GET&%2F&A%3Db%2Bc"), "writing a blank as +");
  EXPECT_EQ(mistake("A=b%2Ac", "GET&%2F&A%3Db*c"), "leaving * as it is");
  EXPECT_EQ(mistake("A=b%2Fc", "GET&%2F&A%3Db/c"), "leaving / as it is");
  EXPECT_EQ(mistake("A=b~c", "GET&%2F&A%3Db%257Ec"), "writing ~ as %7E");
  EXPECT_EQ(mistake("A=b%3Ac", "GET&%2F&A%3db%253ac"), "lower-case escapes");
  EXPECT_EQ(mistake("A=b%20c", "GET&%2F&A=b%20c"), "not encoding the query once more");
  EXPECT_EQ(mistake("A=b", "GET&%2F&A%3Db", "secret"), "a key without the ampersand");
  EXPECT_EQ(mistake("A=b", "POST&%2F&A%3Db"), "signing another method than the one that is sent");
}

TEST(UsualMistakes, WhatIsNoneOfThemHasNoName) {
  EXPECT_EQ(mistake("A=b", "GET&%2F&A%3Dc"), "");
  EXPECT_EQ(mistake("A=b", "GET&%2F&A%3Db", "another&"), "");
}

}  // namespace
}  // namespace hallmark::runner
