// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/recorded_requests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdio>
#include <fstream>
#include <string>

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
using reports::Verdict;

// Vector V1-1 of the signature page, two minutes after its time.
RecordedRequest documented() {
  return {
      .http = {.method = "GET",
               .target = "/?AccessKeyId=testid&Action=DescribeRegions&Format=XML&SignatureMethod="
                         "HMAC-SHA1&SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf"
                         "&SignatureVersion=1.0&Timestamp=2016-02-23T12%3A46%3A24Z&Version="
                         "2014-05-26&Signature=OLeaidS1JvxuMvnyHOwuJ%2BuX5qY%3D",
               .headers = {{"Host", "ecs.aliyuncs.com"}},
               .body = {}},
      .at = std::chrono::sys_days{std::chrono::year{2016} / 2 / 23} + 12h + 48min};
}

Verdict verdict_on(std::string_view id, const std::vector<RecordedRequest>& requests,
                   const std::string& secret = "testsecret") {
  for (const reports::Record& record : judge_recorded(requests, secret)) {
    if (record.check->id == id) return record.finding.verdict;
  }
  ADD_FAILURE() << "no record " << id;
  return Verdict::error;
}

TEST(RecordedRequests, ComeBackAsTheyWere) {
  RecordedRequest odd = documented();
  odd.http.body = std::string{"\0\xff=a", 4};
  odd.http.headers.emplace_back("X-Odd", "\xfe");
  const auto back = read_recorded(line_of(odd));
  const auto& read = std::get<RecordedRequest>(back);
  EXPECT_EQ(read.http.target, odd.http.target);
  EXPECT_EQ(read.http.headers, odd.http.headers);
  EXPECT_EQ(read.http.body, odd.http.body);
  EXPECT_EQ(read.at, odd.at);
  for (const char* line :
       {"", "[]", "{}", R"({"atMs":1,"method":"GET"})",
        R"({"atMs":1,"method":"GET","target":"/","headers":[["a"]],"body":""})"}) {
    EXPECT_TRUE(std::holds_alternative<std::string>(read_recorded(line))) << line;
  }
}

TEST(RecordedRequests, OfTheDocumentsHoldInAllThatCanBeJudged) {
  for (const reports::Record& record : judge_recorded({documented()}, "testsecret")) {
    const Verdict verdict = record.finding.verdict;
    EXPECT_TRUE(verdict == Verdict::pass || verdict == Verdict::unsupported) << record.check->id;
  }
  EXPECT_EQ(verdict_on("answer/told", {documented()}), Verdict::unsupported);
}

TEST(RecordedRequests, AreJudgedOneByOne) {
  EXPECT_EQ(verdict_on("request/signature", {documented()}, "another"), Verdict::fail);
  EXPECT_EQ(verdict_on("request/nonce/once", {documented(), documented()}), Verdict::fail);
  RecordedRequest late = documented();
  late.at += 1h;
  EXPECT_EQ(verdict_on("request/timestamp/now", {documented(), late}), Verdict::fail);
  RecordedRequest elsewhere = documented();
  elsewhere.http.target.insert(1, "path");
  EXPECT_EQ(verdict_on("request/method/own", {elsewhere}), Verdict::fail);
}

TEST(RecordedRequests, AFailureKeepsTheRequestWithoutItsSignature) {
  const auto records = judge_recorded({documented()}, "another");
  const reports::Evidence& evidence = records.front().evidence;
  ASSERT_EQ(evidence.calls.size(), 1U);
  EXPECT_THAT(evidence.calls[0].exchange.request, testing::HasSubstr("Signature=***"));
  EXPECT_THAT(evidence.calls[0].exchange.request, testing::Not(testing::HasSubstr("OLeaidS1")));
}

class Silent final : public reference::Handler {
 public:
  reference::HttpResponse handle(const reference::HttpRequest&) noexcept override {
    return {.status = 204, .headers = {}, .body = {}};
  }
};

TEST(RecordedRequests, AreWrittenForTheirOwnerAlone) {
  const std::string path = testing::TempDir() + "recorded-requests-test.jsonl";
  Silent silent;
  RequestRecorder recorder{silent, path};
  EXPECT_EQ(recorder.handle(documented().http).status, 204);
  EXPECT_EQ(
      recorder.handle({.method = "GET", .target = "/_fixtures", .headers = {}, .body = {}}).status,
      204);
  struct stat what {};
  ASSERT_EQ(::stat(path.c_str(), &what), 0);
  EXPECT_EQ(what.st_mode & 0777U, 0600U);
  std::ifstream file{path};
  std::string line;
  ASSERT_TRUE(std::getline(file, line));
  EXPECT_TRUE(std::holds_alternative<RecordedRequest>(read_recorded(line)));
  EXPECT_FALSE(std::getline(file, line)) << "the fixture protocol is no request of a client";
  std::remove(path.c_str());
}

}  // namespace
}  // namespace hallmark::runner
