// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/signing/signature_quarrel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runner/wire/signing/signature.hpp"

namespace hallmark::runner {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* v1_request =
    "GET /?AccessKeyId=***&Action=DescribeInstances&Format=JSON&Signature=*** HTTP/1.1\r\n"
    "Host: h\r\n\r\n";
constexpr const char* v1_text =
    "GET&%2F&AccessKeyId%3D***%26Action%3DDescribeInstances%26Format%3DJSON";

std::string v3_request(const std::string& path) {
  return "POST " + path +
         "?A=1 HTTP/1.1\r\nHost: proxy:80\r\nx-acs-action: StartInstance\r\n"
         "x-acs-content-sha256: e3b0\r\n"
         "Authorization: ACS3-HMAC-SHA256 Credential=***,SignedHeaders=host;x-acs-action;"
         "x-acs-content-sha256,Signature=***\r\n\r\n";
}

std::string v3_text(const std::string& path, const std::string& host) {
  return "POST\n" + path + "\nA=1\nhost:" + host +
         "\nx-acs-action:StartInstance\nx-acs-content-sha256:e3b0\n\n"
         "host;x-acs-action;x-acs-content-sha256\n" +
         std::string(64, 'a');
}

Reply refusal(const std::string& message, const std::string& host_id = "h") {
  Reply reply;
  reply.http_status = 400;
  reply.code = "SignatureDoesNotMatch";
  reply.message = message;
  reply.host_id = host_id;
  return reply;
}

std::string told_of(const std::string& request, const Reply& reply) {
  const auto lines = signature_quarrel(request, reply);
  return lines.empty() ? std::string{} : lines.front();
}

TEST(SignatureQuarrel, IsOneOfSignaturesAlone) {
  EXPECT_TRUE(refuses_signature(refusal("")));
  Reply used = refusal("");
  used.code = "SignatureNonceUsed";
  EXPECT_FALSE(refuses_signature(used));
  used.code = "InvalidInstanceId.NotFound";
  EXPECT_FALSE(refuses_signature(used));
  EXPECT_THAT(signature_quarrel("GET / HTTP/1.1\r\n\r\n", refusal("")), IsEmpty());
}

TEST(SignatureQuarrel, MarksTheFirstDifferenceAndNamesItsPlace) {
  const std::string theirs =
      "GET&%2F&AccessKeyId%3D***%26Action%3DDescribeInstances%26Format%3DXML";
  EXPECT_THAT(signature_quarrel(v1_request, refusal("No. server string to sign is:" + theirs)),
              ElementsAre(AllOf(HasSubstr("from byte 67 on, in Format"),
                                HasSubstr("rmat%3D>>JSON here"), HasSubstr("rmat%3D>>XML there")),
                          v1_text, theirs));
  EXPECT_THAT(told_of(v1_request, refusal("we have [POST&%2F&AccessKeyId%3D***] here")),
              AllOf(HasSubstr("from byte 1 on, in the method"), HasSubstr(">>GET&%2F&Access")));
  EXPECT_THAT(told_of(v1_request, refusal("string to sign is: GET&/&AccessKeyId")),
              HasSubstr("in the path"));
  EXPECT_THAT(told_of(v1_request, refusal(std::string{"is "} + v1_text + "%26Version%3D1")),
              AllOf(HasSubstr("in Format"), HasSubstr(">>(end) here")));
}

TEST(SignatureQuarrel, ComparesTheTextsThatWereSigned) {
  const auto compared = [](const std::string& request, const std::string& message) {
    return compare_signed_texts(request, refusal(message));
  };
  const std::string is = " server string to sign is:";
  EXPECT_EQ(compared(v1_request, is + v1_text), SignedTexts::alike);
  EXPECT_EQ(compared(v1_request, is + v1_text + "%26Version%3D1"), SignedTexts::different);
  EXPECT_EQ(compared(v1_request, "Specified signature is not matched."), SignedTexts::untold);
  std::string text = v3_text("/", "proxy:80");
  text.replace(text.size() - 64, 64, "e3b0");
  const std::string hash = is + "ACS3-HMAC-SHA256\n" + sha256_hex(text);
  EXPECT_EQ(compared(v3_request("/"), hash), SignedTexts::alike);
  EXPECT_EQ(compared(v3_request("/ecs"), hash), SignedTexts::different);
  EXPECT_EQ(compared("GET / HTTP/1.1\r\n\r\n", is + v1_text), SignedTexts::untold);
}

TEST(SignatureQuarrel, SaysThatTheTextsAreTheSame) {
  EXPECT_THAT(told_of(v1_request, refusal(std::string{"string to sign is:"} + v1_text)),
              HasSubstr("the secret differs"));
}

TEST(SignatureQuarrel, SaysWhatIsCoveredWhereTheTargetIsSilent) {
  EXPECT_THAT(signature_quarrel(v1_request, refusal("Specified signature is not matched.")),
              ElementsAre(HasSubstr("covers the method and all parameters"), v1_text));
  EXPECT_THAT(told_of(v3_request("/"), refusal("no")),
              HasSubstr("covers method, path, query, host"));
}

TEST(SignatureQuarrel, NamesLineOfACanonicalRequest) {
  const auto place = [](const std::string& theirs) {
    return told_of(v3_request("/ecs"), refusal("canonical request is [" + theirs + "]"));
  };
  EXPECT_THAT(place(v3_text("/", "proxy:80")), HasSubstr("in the path: "));
  EXPECT_THAT(place(v3_text("/ecs", "h")), HasSubstr("in the header host: "));
  EXPECT_THAT(place(v3_text("/ecs", "proxy:80")), HasSubstr("in the hash of the body: "));
}

TEST(SignatureQuarrel, KnowsAProxyByAHashAlone) {
  std::string text = v3_text("/", "upstream:90");
  text.replace(text.size() - 64, 64, "e3b0");
  const Reply reply =
      refusal("string to sign is:ACS3-HMAC-SHA256\n" + sha256_hex(text), "upstream:90");
  EXPECT_THAT(told_of(v3_request("/ecs"), reply),
              AllOf(HasSubstr("the path / where /ecs was sent"), HasSubstr("the host upstream:90"),
                    HasSubstr("a proxy in between")));
  const Reply other =
      refusal("string to sign is:ACS3-HMAC-SHA256\n" + std::string(64, '0'), "upstream:90");
  EXPECT_THAT(told_of(v3_request("/ecs"), other), HasSubstr("its hash is"));
}

// Whatever a target says, it is a few lines.
TEST(SignatureQuarrel, IsBoundedAndPrintable) {
  const std::string hostile = "GET&" + std::string(1U << 20U, 'x') + "\x1b[31m";
  const auto lines = signature_quarrel(v1_request, refusal(hostile));
  ASSERT_EQ(lines.size(), 3U);
  for (const std::string& line : lines) EXPECT_LT(line.size(), 4100U);
  EXPECT_THAT(told_of(v1_request, refusal("GET&\x1b[31mx")), HasSubstr("\\x1b"));
}

}  // namespace
}  // namespace hallmark::runner
