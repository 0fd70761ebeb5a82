// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/signing/verification.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "runner/reference/signing/crypto.hpp"
#include "runner/reference/testing/signed_request.hpp"

namespace hallmark::runner::reference {
namespace {

using testing::Arguments;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const Endpoint::Account account{"LTAIsomebody", "a secret"};

// Whatever the request: a pure function says the same twice.
std::optional<Flaw> flaw_of(const HttpRequest& request, std::string_view secret = "a secret") {
  const Verified once = verify(request, secret);
  const Verified again = verify(request, secret);
  EXPECT_EQ(once.flaw.has_value(), again.flaw.has_value());
  if (once.flaw && again.flaw) {
    EXPECT_EQ(once.flaw->kind, again.flaw->kind);
    EXPECT_EQ(once.flaw->part, again.flaw->part);
    EXPECT_EQ(once.flaw->string_to_sign, again.flaw->string_to_sign);
  }
  return once.flaw;
}

// "missing Timestamp", or "mismatch"; "none" where nothing is wrong.
std::string gist_of(const HttpRequest& request, std::string_view secret = "a secret") {
  const auto flaw = flaw_of(request, secret);
  if (!flaw) return "none";
  constexpr std::string_view names[] = {"undecodable", "missing",    "other way", "not signed",
                                        "not once",    "other body", "mismatch"};
  std::string text{names[static_cast<std::size_t>(flaw->kind)]};
  return flaw->part.empty() ? text : text + ' ' + flaw->part;
}

HttpRequest get_v1(Arguments changed = {}) {
  changed.merge(Arguments{{"Action", "StartInstance"}, {"InstanceId", "i-1"}});
  return testing::get_v1(account, std::move(changed));
}

HttpRequest post_v3(Arguments headers = {}, std::string body = {}) {
  return testing::post_v3(account, "StartInstance", {{"InstanceId", "i-1"}}, std::move(headers),
                          std::move(body));
}

std::string& header(HttpRequest& request, std::string_view name) {
  return std::ranges::find(request.headers, name, &Headers::value_type::first)->second;
}

// The vector of the ECS signature page: no clock finds it too old.
TEST(Verify, KnowsTheDocumentedVectorOfV1) {
  const std::string query =
      "AccessKeyId=testid&Action=DescribeRegions&Format=XML&SignatureMethod=HMAC-SHA1"
      "&SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&SignatureVersion=1.0"
      "&Timestamp=2016-02-23T12%3A46%3A24Z&Version=2014-05-26";
  HttpRequest request{.method = "GET",
                      .target = "/?" + query + "&Signature=OLeaidS1JvxuMvnyHOwuJ%2buX5qY%3D",
                      .headers = {},
                      .body = {}};
  const Verified verified = verify(request, "testsecret");
  EXPECT_FALSE(verified.flaw);
  EXPECT_EQ(verified.protocol, Protocol::v1);
  EXPECT_EQ(verified.access_key_id, "testid");
  EXPECT_EQ(gist_of(request, "another secret"), "mismatch");

  request.method = "POST";
  const auto flaw = flaw_of(request, "testsecret");
  ASSERT_TRUE(flaw);
  EXPECT_EQ(flaw->kind, Flaw::Kind::mismatch);
  EXPECT_THAT(flaw->string_to_sign,
              StartsWith("POST&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions%26Format"));
  EXPECT_THAT(flaw->string_to_sign, Not(HasSubstr("testsecret")));
  EXPECT_EQ(flaw->canonical_request, "");
}

TEST(Verify, WantsEveryCommonParameterOfV1) {
  EXPECT_EQ(gist_of(get_v1()), "none");
  for (const std::string name : {"AccessKeyId", "SignatureMethod", "SignatureVersion",
                                 "SignatureNonce", "Timestamp", "Version", "Action"}) {
    EXPECT_EQ(gist_of(get_v1({{name, ""}})), "missing " + name);
  }
  EXPECT_EQ(gist_of({.method = "GET", .target = "/", .headers = {}, .body = {}}),
            "missing AccessKeyId");
}

TEST(Verify, NamesAnotherWayOfSigning) {
  EXPECT_EQ(gist_of(get_v1({{"SignatureMethod", "HMAC-SHA256"}})), "other way SignatureMethod");
  EXPECT_EQ(gist_of(get_v1({{"SignatureVersion", "2.0"}})), "other way SignatureVersion");
  EXPECT_EQ(gist_of(get_v1({{"SignatureType", "BEARERTOKEN"}})), "other way SignatureType");
  HttpRequest request = post_v3();
  header(request, "Authorization").replace(0, 16, "ACS3-HMAC-SM3XXX");
  EXPECT_EQ(gist_of(request), "other way authorization");
}

// What real clients send and no document forbids.
TEST(Verify, ToleratesWhatIsSignedThoughItIsUnusual) {
  EXPECT_EQ(gist_of(get_v1({{"SignatureType", ""}, {"SecurityToken", ""}, {"Format", "json"}})),
            "none");
  EXPECT_EQ(gist_of(get_v1({{"Timestamp", "yesterday"}, {"Version", "2099-01-01"}})), "none");
  HttpRequest request = get_v1();
  request.target += '&';
  EXPECT_EQ(gist_of(request), "none");
  EXPECT_EQ(gist_of(testing::post_form_v1(account, {{"Action", "StartInstance"}, {"A", "b c"}})),
            "none");
  EXPECT_EQ(gist_of(post_v3({{"x-acs-extra", "1"}})), "none");
}

TEST(Verify, FindsWhatWasNotSignedInV1) {
  HttpRequest request = get_v1();
  request.target += "&DryRun=true";
  EXPECT_EQ(gist_of(request), "mismatch");
  request = get_v1();
  request.target += "&Odd=%zz";
  EXPECT_EQ(gist_of(request), "undecodable");
  request = testing::post_form_v1(account, {{"Action", "StartInstance"}});
  request.body += "&DryRun=true";
  EXPECT_EQ(gist_of(request), "mismatch");
}

TEST(Verify, WantsEveryHeaderOfV3) {
  const Verified verified = verify(post_v3(), account.access_key_secret);
  EXPECT_FALSE(verified.flaw);
  EXPECT_EQ(verified.protocol, Protocol::v3);
  EXPECT_EQ(verified.access_key_id, account.access_key_id);
  for (const std::string name : {"host", "x-acs-action", "x-acs-version", "x-acs-date",
                                 "x-acs-signature-nonce", "x-acs-content-sha256"}) {
    EXPECT_EQ(gist_of(post_v3({{name, ""}})), "missing " + name);
  }
}

TEST(Verify, FindsWhatWasNotSignedInV3) {
  HttpRequest request = post_v3();
  request.headers.emplace_back("x-acs-late", "1");
  EXPECT_EQ(gist_of(request), "not signed x-acs-late");
  request = post_v3();
  request.headers.emplace_back("X-Acs-Action", "StopInstance");
  EXPECT_EQ(gist_of(request), "not once x-acs-action");
  request = post_v3({{"x-odd", "1"}});
  std::erase_if(request.headers, [](const auto& one) { return one.first == "x-odd"; });
  EXPECT_EQ(gist_of(request), "not once x-odd");
  request = post_v3({{"content-type", "text/plain"}}, "body");
  request.body += '!';
  EXPECT_EQ(gist_of(request), "other body x-acs-content-sha256");
  request = post_v3();
  request.target += "&DryRun=true";
  EXPECT_EQ(gist_of(request), "mismatch");
}

// The hash alone would tell a client's author nothing.
TEST(Verify, ShowsWhatWasToBeSignedInV3) {
  HttpRequest request = post_v3();
  header(request, "x-acs-version") = "2014-05-27";
  const auto flaw = flaw_of(request);
  ASSERT_TRUE(flaw);
  EXPECT_THAT(flaw->canonical_request,
              StartsWith("POST\n/\nInstanceId=i-1\nhost:ecs.example.com\n"));
  EXPECT_THAT(flaw->canonical_request, HasSubstr("\nx-acs-version:2014-05-27\n"));
  EXPECT_EQ(flaw->string_to_sign,
            "ACS3-HMAC-SHA256\n" + lower_hex(sha256(flaw->canonical_request)));
  EXPECT_THAT(flaw->canonical_request, Not(HasSubstr(account.access_key_secret)));
}

}  // namespace
}  // namespace hallmark::runner::reference
