// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/signing/authentication.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runner/reference/testing/signed_request.hpp"

namespace hallmark::runner::reference {
namespace {

using testing::Arguments;
using testing::gist;
using ::testing::HasSubstr;
using ::testing::Not;

// An endpoint of a known account that lives at a given second.
Endpoint::Options at(std::string_view second, Endpoint::Account account) {
  Endpoint::Options options;
  options.clock = [time = *parse_timestamp(second)] { return time; };
  options.account = std::move(account);
  return options;
}

HttpRequest get(std::string target) {
  return {.method = "GET", .target = std::move(target), .headers = {}, .body = {}};
}

constexpr std::string_view vector_query =
    "AccessKeyId=testid&Action=DescribeRegions&Format=XML&SignatureMethod=HMAC-SHA1&SignatureNonce="
    "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&SignatureVersion=1.0&Timestamp=2016-02-23T12%3A46%3A24Z"
    "&Version=2014-05-26";

// The vector of the ECS signature page. The endpoint has no DescribeRegions, and says so only to
// those who signed rightly.
TEST(SignatureV1, OfTheDocumentedVectorIsAccepted) {
  Endpoint endpoint{at("2016-02-23T12:46:24Z", {"testid", "testsecret"})};
  const std::string target = "/?" + std::string{vector_query};
  EXPECT_EQ(gist(endpoint.handle(get(target + "&Signature=OLeaidS1JvxuMvnyHOwuJ%2buX5qY%3D"))),
            "404 InvalidAction.NotFound");
}

TEST(SignatureV1, OfAnotherSpellingIsRefused) {
  Endpoint endpoint{at("2016-02-23T12:46:24Z", {"testid", "testsecret"})};
  const std::string target = "/?" + std::string{vector_query};
  const HttpResponse response =
      endpoint.handle(get(target + "&Signature=CT9X0VtwR86fNWSnsc6v8YGOjuE%3D"));
  EXPECT_EQ(gist(response), "400 IncompleteSignature");
  EXPECT_THAT(response.body,
              HasSubstr("GET&amp;%2F&amp;AccessKeyId%3Dtestid%26Action%3DDescribeRegions"));
  EXPECT_THAT(response.body, Not(HasSubstr("testsecret")));
}

TEST(SignatureV3, OfTheDocumentedVectorIsAccepted) {
  Endpoint endpoint{at("2023-10-26T10:22:32Z", {"YourAccessKeyId", "YourAccessKeySecret"})};
  HttpRequest request{
      .method = "POST",
      .target =
          "/?ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai",
      .headers = {{"host", "ecs.cn-shanghai.aliyuncs.com"},
                  {"x-acs-action", "RunInstances"},
                  {"x-acs-content-sha256",
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
                  {"x-acs-date", "2023-10-26T10:22:32Z"},
                  {"x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d"},
                  {"x-acs-version", "2014-05-26"},
                  {"Authorization",
                   "ACS3-HMAC-SHA256 "
                   "Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-"
                   "sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature="
                   "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"}},
      .body = {}};
  EXPECT_EQ(gist(endpoint.handle(request)), "404 InvalidRegionId.NotFound");
  request.headers.back().second.back() = '1';
  EXPECT_EQ(gist(endpoint.handle(request)), "400 IncompleteSignature");
}

class Authentication : public ::testing::Test {
 protected:
  static Endpoint::Options options(testing::Clock& clock) {
    Endpoint::Options options;
    options.clock = clock.reader();
    return options;
  }
  std::string start(Arguments changed) {
    changed.merge(Arguments{{"Action", "StartInstance"}, {"InstanceId", fixture.instance_id}});
    return gist(endpoint.handle(testing::get_v1(fixture.account, std::move(changed))));
  }

  testing::Clock clock;
  Endpoint endpoint{options(clock)};
  testing::Fixture fixture = testing::make_fixture(endpoint, R"({"status":"Stopped"})");
};

TEST_F(Authentication, WantsEveryCommonParameterOfV1) {
  for (const std::string name : {"AccessKeyId", "SignatureMethod", "SignatureVersion",
                                 "SignatureNonce", "Timestamp", "Version", "Action"}) {
    EXPECT_EQ(start({{name, ""}}), "400 MissingParameter") << name;
  }
  HttpRequest unsigned_request = get("/?Action=StartInstance&AccessKeyId=x");
  EXPECT_THAT(endpoint.handle(unsigned_request).body,
              HasSubstr("The input parameter \"Signature\" that is mandatory for processing this "
                        "request is not supplied."));
}

TEST_F(Authentication, TakesNoOtherSignatureMethodOrVersion) {
  EXPECT_EQ(start({{"SignatureMethod", "HMAC-MD5"}}), "400 InvalidParamater");
  EXPECT_EQ(start({{"SignatureVersion", "2.0"}}), "400 InvalidParamater");
  EXPECT_EQ(start({{"SignatureType", ""}, {"SecurityToken", ""}}), "200 ");
}

TEST_F(Authentication, LooksAtTheClockBothWays) {
  using std::chrono::seconds;
  const auto shifted = [](int by) { return testing::printed(testing::test_time + seconds{by}); };
  EXPECT_EQ(start({{"Timestamp", shifted(-901)}}), "400 InvalidTimeStamp.Expired");
  EXPECT_EQ(start({{"Timestamp", shifted(901)}}), "400 InvalidTimeStamp.Expired");
  EXPECT_EQ(start({{"Timestamp", "yesterday"}}), "400 InvalidTimeStamp.Format");
  EXPECT_EQ(start({{"Timestamp", shifted(900)}}), "200 ");
}

TEST_F(Authentication, TakesANonceOnce) {
  const HttpRequest request = testing::get_v1(
      fixture.account, {{"Action", "DescribeInstances"}, {"RegionId", "cn-hangzhou"}});
  EXPECT_EQ(endpoint.handle(request).status, 200);
  EXPECT_EQ(gist(endpoint.handle(request)), "400 SignatureNonceUsed");
  clock.now += std::chrono::minutes{14};
  EXPECT_EQ(gist(endpoint.handle(request)), "400 SignatureNonceUsed");
}

TEST_F(Authentication, KnowsOnlyItsOwnKeys) {
  EXPECT_EQ(start({{"AccessKeyId", "nobody"}}), "404 InvalidAccessKeyId.NotFound");
  fixture.account.access_key_secret += 'x';
  EXPECT_EQ(start({}), "400 IncompleteSignature");
}

TEST_F(Authentication, SignsTheMethodOfV1) {
  HttpRequest request = testing::get_v1(
      fixture.account, {{"Action", "StartInstance"}, {"InstanceId", fixture.instance_id}});
  request.method = "POST";
  EXPECT_EQ(gist(endpoint.handle(request)), "400 IncompleteSignature");
}

TEST_F(Authentication, SignsTheFormOfV1) {
  HttpRequest request = testing::post_form_v1(
      fixture.account, {{"Action", "StartInstance"}, {"InstanceId", fixture.instance_id}});
  HttpRequest changed = request;
  changed.body += "&DryRun=true";
  EXPECT_EQ(gist(endpoint.handle(changed)), "400 IncompleteSignature");
  EXPECT_EQ(endpoint.handle(request).status, 200);
}

TEST_F(Authentication, WantsEveryHeaderOfV3) {
  for (const std::string name : {"host", "x-acs-action", "x-acs-version", "x-acs-date",
                                 "x-acs-signature-nonce", "x-acs-content-sha256"}) {
    EXPECT_EQ(
        gist(endpoint.handle(testing::post_v3(fixture.account, "StartInstance", {}, {{name, ""}}))),
        "400 MissingParameter")
        << name;
  }
}

TEST_F(Authentication, SignsQueryBodyAndHeadersOfV3) {
  const Arguments arguments{{"InstanceId", fixture.instance_id}};
  const auto request = [&] {
    return testing::post_v3(fixture.account, "StartInstance", arguments,
                            {{"content-type", "text/plain"}}, "body");
  };
  HttpRequest changed = request();
  changed.target += "&DryRun=true";
  EXPECT_EQ(gist(endpoint.handle(changed)), "400 IncompleteSignature");
  changed = request();
  changed.body += ' ';
  EXPECT_EQ(gist(endpoint.handle(changed)), "400 IncompleteSignature");
  changed = request();
  changed.headers.emplace_back("x-acs-extra", "1");
  EXPECT_EQ(gist(endpoint.handle(changed)), "400 IncompleteSignature");
  changed = request();
  changed.headers.emplace_back("X-Acs-Action", "StopInstance");
  EXPECT_EQ(gist(endpoint.handle(changed)), "400 IncompleteSignature");
  changed = request();
  changed.method = "GET";
  EXPECT_EQ(gist(endpoint.handle(changed)), "400 IncompleteSignature");
  EXPECT_EQ(endpoint.handle(request()).status, 200);
}

TEST_F(Authentication, OfARefusedCallHasNoEffect) {
  fixture.account.access_key_secret += 'x';
  EXPECT_EQ(start({}), "400 IncompleteSignature");
  EXPECT_THAT(testing::look_into(endpoint, fixture), HasSubstr(R"("status":"Stopped")"));
}

}  // namespace
}  // namespace hallmark::runner::reference
