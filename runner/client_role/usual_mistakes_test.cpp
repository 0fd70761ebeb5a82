// SPDX-License-Identifier: Apache-2.0
//
// Each mistake is made here by another hand: the string is written down, and signed.
#include "runner/client_role/usual_mistakes.hpp"

#include <gtest/gtest.h>

#include <cctype>
#include <string>
#include <utility>

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
  EXPECT_EQ(mistake("A=b%2Bc", "GET&%2F&A%3Db%2Bc"), "not encoding names and values");
}

// One request under V3, of which each test signs something else.
struct SignedV3 {
  std::string target = "/?A=b%20c&B=";
  std::string body = {};
  std::string content_hash = no_body;
  std::string head = "ACS3-HMAC-SHA256 Credential=id,SignedHeaders=host;x-acs-action,Signature=";

  static constexpr const char* no_body =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  [[nodiscard]] reference::HttpRequest with(const std::string& signature) const {
    return {.method = "POST",
            .target = target,
            .headers = {{"X-Acs-Action", "StartInstance"},
                        {"Host", "ecs:80"},
                        {"Content-Type", "application/x-www-form-urlencoded"},
                        {"x-acs-content-sha256", content_hash},
                        {"Authorization", head + signature}},
            .body = body};
  }
};

std::string lines(std::string_view method_path_query, std::string_view headers,
                  std::string_view behind = "\nhost;x-acs-action\n",
                  std::string_view hash = SignedV3::no_body) {
  return std::string{method_path_query}.append(headers).append(behind).append(hash);
}

constexpr std::string_view start = "POST\n/\nA=b%20c&B=\n";
constexpr std::string_view heads = "host:ecs:80\nx-acs-action:StartInstance\n";

std::string string_to_sign(const std::string& canonical) {
  return "ACS3-HMAC-SHA256\n" + reference::lower_hex(reference::sha256(canonical));
}

std::string hex(std::string_view text, std::string_view key = "secret") {
  return reference::lower_hex(reference::hmac_sha256(key, text));
}

std::string_view mistake_v3(const std::string& canonical, const SignedV3& request = {}) {
  return usual_mistake(request.with(hex(string_to_sign(canonical))), "secret");
}

TEST(UsualMistakes, OfV3AreRecognised) {
  EXPECT_EQ(mistake_v3(lines("GET\n/\nA=b%20c&B=\n", heads)),
            "signing another method than the one that is sent");
  EXPECT_EQ(mistake_v3(lines("POST\n\nA=b%20c&B=\n", heads)), "leaving the path out");
  EXPECT_EQ(mistake_v3(lines("POST\n/\n\n", heads)), "leaving the query out");
  EXPECT_EQ(mistake_v3(lines(start, "Host:ecs:80\nX-Acs-Action:StartInstance\n")),
            "names of headers that are not in lower case");
  EXPECT_EQ(mistake_v3(lines(start, "x-acs-action:StartInstance\nhost:ecs:80\n")),
            "headers in the order of their sending");
  EXPECT_EQ(mistake_v3(lines(start, heads, "host;x-acs-action\n")),
            "leaving out the blank line behind the headers");
  EXPECT_EQ(mistake_v3(lines(start, "host:ecs\nx-acs-action:StartInstance\n")),
            "leaving the port out of the host");
  EXPECT_EQ(mistake_v3(lines(start, heads, "\nhost;x-acs-action\n", "")),
            "leaving the hash of the body out");
  EXPECT_EQ(mistake_v3(lines("POST\n/\nA=b+c&B=\n", heads)), "writing a blank as +");
  EXPECT_EQ(mistake_v3(lines("POST\n/\nA=b%20c\n", heads)), "leaving empty values out");
  EXPECT_EQ(mistake_v3(lines("POST\n/\nA=b c&B=\n", heads)), "not encoding names and values");
  EXPECT_EQ(mistake_v3(lines("POST\n/\nA=b/c\n", heads), {.target = "/?A=b%2Fc"}),
            "leaving / as it is");
  EXPECT_EQ(mistake_v3(lines("POST\n/\nA=b*c\n", heads), {.target = "/?A=b%2Ac"}),
            "leaving * as it is");
  EXPECT_EQ(mistake_v3(lines("POST\n/\nA=%7e\n", heads), {.target = "/?A=~"}), "");
  EXPECT_EQ(mistake_v3(lines("POST\n/\nA=%7E\n", heads), {.target = "/?A=~"}), "writing ~ as %7E");
  EXPECT_EQ(mistake_v3(lines("POST\n/\nA=%3a\n", heads), {.target = "/?A=%3A"}),
            "lower-case escapes");
  EXPECT_EQ(mistake_v3(lines("POST\n/\nA.10=y&A.1=x\n", heads), {.target = "/?A.1=x&A.10=y"}),
            "sorting by name=value");
}

TEST(UsualMistakes, OfV3WithABodyAreRecognised) {
  const SignedV3 form{.target = "/?B=1", .body = "A=2", .content_hash = "of the body"};
  EXPECT_EQ(
      mistake_v3(lines("POST\n/\nA=2&B=1\n", heads, "\nhost;x-acs-action\n", "of the body"), form),
      "taking the body for a part of the query");
  EXPECT_EQ(mistake_v3(lines("POST\n/\nB=1\n", heads), form), "the hash of no body");
}

TEST(UsualMistakes, OfV3AreRecognisedByHowItIsKeyedAndWritten) {
  const SignedV3 request;
  const std::string right = lines(start, heads);
  const auto named = [&](const std::string& signature) {
    return usual_mistake(request.with(signature), "secret");
  };
  EXPECT_EQ(named(hex("ACS3-HMAC-SHA256\n" + right)), "not hashing the canonical request");
  EXPECT_EQ(named(hex(reference::lower_hex(reference::sha256(right)))),
            "leaving the algorithm out of the string to sign");
  EXPECT_EQ(named(hex(string_to_sign(right), "secret&")), "a key with the ampersand of V1");
  EXPECT_EQ(named(reference::base64(reference::hmac_sha256("secret", string_to_sign(right)))),
            "writing it in Base64");
  EXPECT_EQ(named(reference::lower_hex(reference::hmac_sha1("secret", string_to_sign(right)))),
            "HMAC-SHA1 for HMAC-SHA256");
  std::string upper = hex(string_to_sign(right));
  for (char& digit : upper) digit = static_cast<char>(std::toupper(digit));
  EXPECT_EQ(named(upper), "writing it in upper-case digits");
  EXPECT_EQ(named(hex("something else")), "");
}

TEST(UsualMistakes, OfV3AreToldOfWhatStandsInTheHeaders) {
  using reference::Flaw;
  const auto hash = [](std::string told, std::string body = "A=2") {
    const SignedV3 request{
        .target = "/?B=1", .body = std::move(body), .content_hash = std::move(told)};
    return usual_content(request.with(""), {Flaw::Kind::other_body, "x-acs-content-sha256"});
  };
  const auto digest = reference::sha256("A=2");
  std::string upper = reference::lower_hex(digest);
  for (char& digit : upper) digit = static_cast<char>(std::toupper(digit));
  EXPECT_EQ(hash(upper), "the hash is in upper-case digits");
  EXPECT_EQ(hash(reference::base64(digest)), "the hash is in Base64");
  EXPECT_EQ(hash(SignedV3::no_body), "it is the hash of no body");
  EXPECT_EQ(hash("UNSIGNED-PAYLOAD"), "UNSIGNED-PAYLOAD is another service's");
  EXPECT_EQ(hash(reference::lower_hex(reference::sha256("B=1"))), "it is the hash of the query");
  EXPECT_EQ(hash("abc"), "it is no SHA-256 in hexadecimal digits");
  EXPECT_EQ(hash(std::string(64, '0')), "");
  const auto authorization = [](std::string head) {
    return usual_content(SignedV3{.head = std::move(head)}.with("x"),
                         {Flaw::Kind::other_way, "authorization"});
  };
  EXPECT_EQ(authorization("HMAC-SHA256 Credential=id,SignedHeaders=host,Signature="),
            "it begins with HMAC-SHA256 where ACS3-HMAC-SHA256 and a blank belong");
  EXPECT_EQ(authorization("ACS3-HMAC-SHA256 Credential=id,Signature="), "it has no SignedHeaders=");
}

TEST(UsualMistakes, WhatIsNoneOfThemHasNoName) {
  EXPECT_EQ(mistake("A=b", "GET&%2F&A%3Dc"), "");
  EXPECT_EQ(mistake("A=b", "GET&%2F&A%3Db", "another&"), "");
}

}  // namespace
}  // namespace hallmark::runner
