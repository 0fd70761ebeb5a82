// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/worlds/fixtures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runner/reference/testing/signed_request.hpp"

namespace hallmark::runner::reference {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

HttpResponse ask(Endpoint& endpoint, std::string method, std::string path, std::string body = {}) {
  return endpoint.handle({.method = std::move(method),
                          .target = std::move(path),
                          .headers = {},
                          .body = std::move(body)});
}

HttpResponse post(Endpoint& endpoint, std::string fixture) {
  return ask(endpoint, "POST", "/_fixtures", std::move(fixture));
}

TEST(Fixtures, TellWhatCanBeHad) {
  Endpoint endpoint;
  const HttpResponse response = ask(endpoint, "GET", "/_fixtures");
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(
      response.body,
      HasSubstr(
          R"({"version":1,"statuses":["Pending","Starting","Running","Stopping","Stopped"],"chargeTypes":["PostPaid","PrePaid"],"conditions":["SecurityLock",)"));
  EXPECT_THAT(response.body, HasSubstr(R"("ServiceFailure"],"worlds":)"));
}

TEST(Fixtures, AreMadeLookedIntoAndDeleted) {
  Endpoint endpoint;
  const HttpResponse made = post(endpoint, R"({"status":"Stopped","unknown":1,"settleMs":null})");
  EXPECT_EQ(made.status, 201);
  EXPECT_THAT(testing::member(made, "accessKeyId"), MatchesRegex("LTAI[A-Za-z0-9]+"));
  EXPECT_THAT(testing::member(made, "instanceId"), MatchesRegex("i-bp1[a-z0-9]+"));
  EXPECT_EQ(testing::member(made, "accessKeySecret").size(), 30u);
  EXPECT_EQ(testing::member(made, "regionId"), "cn-hangzhou");
  const std::string path = "/_fixtures/" + testing::member(made, "id");
  const HttpResponse seen = ask(endpoint, "GET", path);
  EXPECT_EQ(seen.status, 200);
  EXPECT_EQ(seen.body, R"({"status":"Stopped","localDiskData":"kept","lastStop":"none"})");
  EXPECT_EQ(ask(endpoint, "DELETE", path).status, 204);
  EXPECT_EQ(ask(endpoint, "DELETE", path).status, 404);
  EXPECT_EQ(ask(endpoint, "GET", path).status, 404);
}

TEST(Fixtures, ThatCannotBeAreNamed) {
  Endpoint endpoint;
  const auto refusal = [&](std::string fixture) {
    const HttpResponse response = post(endpoint, std::move(fixture));
    return std::to_string(response.status) + ' ' + response.body;
  };
  EXPECT_EQ(refusal(R"({"status":"Stopped","conditions":["Flood","NoStock"]})"),
            R"(422 {"unsupported":["Flood"]})");
  EXPECT_EQ(refusal(R"({"status":"Gone"})"), R"(422 {"unsupported":["Gone"]})");
  EXPECT_EQ(refusal(R"({"status":"Stopped","chargeType":"Free"})"),
            R"(422 {"unsupported":["Free"]})");
  EXPECT_EQ(refusal(R"({"status":"Stopped","conditions":["PrePaidExpired"]})"),
            R"(422 {"unsupported":["PrePaidExpired"]})");
  EXPECT_EQ(refusal(R"({"status":"Stopped","chargeType":"PrePaid","conditions":["Expired"]})"),
            R"(422 {"unsupported":["Expired"]})");
  EXPECT_EQ(refusal(R"({"status":"Stopped","conditions":["LocalDiskFailed"]})"),
            R"(422 {"unsupported":["LocalDiskFailed"]})");
}

TEST(Fixtures, ThatAreNoneAreRefused) {
  Endpoint endpoint;
  for (const char* const body :
       {"", "[]", "{", "{}", R"({"status":7})", R"({"status":"Stopped","conditions":"NoStock"})",
        R"({"status":"Stopped","conditions":[1]})", R"({"status":"Stopped","settleMs":-1})",
        R"({"status":"Stopped","settleMs":"1"})", R"({"status":"Stopped","settleMs":1e300})",
        R"({"status":"Stopped","chargeType":1})"}) {
    EXPECT_EQ(post(endpoint, body).status, 400) << body;
  }
  EXPECT_EQ(ask(endpoint, "PUT", "/_fixtures").status, 405);
  EXPECT_EQ(ask(endpoint, "POST", "/_fixtures/x").status, 405);
}

TEST(Fixtures, BeyondTheLimitAreRefusedUntilOthersGo) {
  Endpoint::Options options;
  options.max_worlds = 1;
  Endpoint endpoint{options};
  const auto first = testing::make_fixture(endpoint, R"({"status":"Stopped"})");
  EXPECT_EQ(post(endpoint, R"({"status":"Stopped"})").status, 503);
  EXPECT_EQ(ask(endpoint, "DELETE", "/_fixtures/" + first.id).status, 204);
  EXPECT_EQ(post(endpoint, R"({"status":"Stopped"})").status, 201);
}

}  // namespace
}  // namespace hallmark::runner::reference
