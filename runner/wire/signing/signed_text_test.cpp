// SPDX-License-Identifier: Apache-2.0
//
// Against what the signer signs: the texts must be those, down to the byte.
#include "runner/wire/signing/signed_text.hpp"

#include <gtest/gtest.h>

namespace hallmark::runner {
namespace {

TEST(SignedText, OfV1IsTheStringToSignWhereverParametersTravel) {
  const auto by_query = signed_text(
      "GET /?Action=StartInstance&AccessKeyId=***&Name=a%20b&Signature=*** HTTP/1.1\r\n"
      "Host: h\r\n\r\n");
  ASSERT_TRUE(by_query);
  EXPECT_FALSE(by_query->v3);
  EXPECT_EQ(by_query->text, "GET&%2F&AccessKeyId%3D***%26Action%3DStartInstance%26Name%3Da%2520b");
  const auto by_form = signed_text(
      "POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
      "Name=a+b&AccessKeyId=***&Action=StartInstance&Signature=***");
  ASSERT_TRUE(by_form);
  EXPECT_EQ(by_form->text, "POST&%2F&AccessKeyId%3D***%26Action%3DStartInstance%26Name%3Da%2520b");
}

TEST(SignedText, OfV3IsTheCanonicalRequestOfTheHeadersThatAreNamed) {
  const auto made = signed_text(
      "POST /ecs?B=2&A=1 HTTP/1.1\r\nHost: h:80\r\nX-Acs-Action:  StartInstance \r\n"
      "x-acs-content-sha256: e3b0\r\naccept: application/json\r\n"
      "Authorization: ACS3-HMAC-SHA256 Credential=***,SignedHeaders=host;x-acs-action,"
      "Signature=***\r\n\r\n");
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->v3);
  EXPECT_EQ(
      made->text,
      "POST\n/ecs\nA=1&B=2\nhost:h:80\nx-acs-action:StartInstance\n\nhost;x-acs-action\ne3b0");
}

TEST(SignedText, IsNoneWithoutASignatureOrOfHalfARequest) {
  EXPECT_FALSE(signed_text("GET /?Action=StartInstance HTTP/1.1\r\nHost: h\r\n\r\n"));
  EXPECT_FALSE(signed_text("GET /?Signature=*** HTTP/1.1\r\nHost: h\r\nX: ..."));
  EXPECT_FALSE(signed_text("GET /?A=%&Signature=*** HTTP/1.1\r\n\r\n"));
  EXPECT_FALSE(signed_text(""));
}

}  // namespace
}  // namespace hallmark::runner
