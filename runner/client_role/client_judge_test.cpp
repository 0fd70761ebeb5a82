// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/client_judge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "runner/client_role/shim_protocol.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace client = cases::client;
using client::Carried;
using client::CarriedSet;
using client::Look;
using reports::Verdict;
using Outcome = client::Told::Outcome;
using ::testing::HasSubstr;

// Vector V1-1 of the signature page, whose secret is testsecret, with parameters of ours that the
// tests do not verify.
constexpr std::string_view documented =
    "/?AccessKeyId=testid&Action=DescribeRegions&Format=XML&SignatureMethod=HMAC-SHA1"
    "&SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&SignatureVersion=1.0"
    "&Timestamp=2016-02-23T12%3A46%3A24Z&Version=2014-05-26";

SeenRequest request(std::string target, std::string answer = "HTTP/1.1 403 Forbidden\r\n\r\n") {
  return {.http = {.method = "GET",
                   .target = std::move(target),
                   .headers = {{"Host", "127.0.0.1:1"}},
                   .body = {}},
          .raw = {},
          .answer = std::move(answer)};
}

SeenRequest signed_request(std::string signature = "OLeaidS1JvxuMvnyHOwuJ%2BuX5qY%3D") {
  return request(std::string{documented} + "&Signature=" + std::move(signature));
}

UserTold told(std::string_view members) {
  return std::get<AnswerLine>(read_answer("{\"id\":1," + std::string{members} + "}")).told;
}

// One call, and what was seen of it.
struct Seen {
  client::Case test{.id = "x/y"};
  SeenCase seen{.access_key_id = "testid", .access_key_secret = "testsecret"};

  explicit Seen(UserTold answer) {
    test.calls = {client::Call{.actions = {"DescribeRegions"}, .answers = {client::Answer{}}}};
    SeenCall call{.action = "DescribeRegions",
                  .request_id = "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E",
                  .code = "IncorrectInstanceStatus",
                  .message = "No.",
                  .status = 403,
                  .requests = {signed_request()},
                  .told = std::move(answer),
                  .timeout = 1s};
    seen.calls.push_back(std::move(call));
  }

  client::Call& call() { return test.calls[0]; }
  SeenCall& seen_call() { return seen.calls[0]; }
  client::Told& wanted() { return test.calls[0].told; }

  reports::Finding judge() {
    for (SeenCall& one : seen.calls) one.call = &test.calls[0];
    return judge_client(test, seen).finding;
  }
  std::string reason() { return judge().reason; }
};

const UserTold success = told(R"("ok":{"RequestId":"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"})");
const UserTold error =
    told(R"("error":{"kind":"service","code":"IncorrectInstanceStatus","message":"No.",)"
         R"("requestId":"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E","httpStatus":403})");
const UserTold bare_error = told(R"("error":{"kind":"service","message":"it failed"})");

TEST(ClientJudge, PassesWhatIsAsItShouldBe) {
  Seen good{error};
  good.wanted() = {
      .outcome = Outcome::error,
      .carried = CarriedSet{Carried::code, Carried::message, Carried::request_id, Carried::status}};
  good.test.look = Look::signature;
  EXPECT_EQ(good.judge(), reports::Finding{});
}

TEST(ClientJudge, TellsARefusalFromASuccess) {
  Seen refused{success};
  refused.wanted().outcome = Outcome::error;
  EXPECT_EQ(refused.reason(), "a refusal is told as a success");
  refused.seen_call().requests[0].answer = "HTTP/1.1 200 OK\r\n\r\n";
  EXPECT_EQ(refused.reason(), "what cannot be read is told as a success");
  Seen accepted{error};
  accepted.wanted().outcome = Outcome::success;
  EXPECT_EQ(accepted.reason(), "a success is told as an error");
}

TEST(ClientJudge, AsksForEachThingThatMustReachTheUser) {
  for (const auto& [one, reason] :
       {std::pair{Carried::code, "the code does not reach the user"},
        std::pair{Carried::message, "the message does not reach the user"},
        std::pair{Carried::request_id, "the RequestId does not reach the user"},
        std::pair{Carried::status, "the HTTP status does not reach the user"}}) {
    Seen lost{bare_error};
    lost.wanted() = {.outcome = Outcome::error, .carried = CarriedSet{one}};
    EXPECT_EQ(lost.reason(), reason);
    Seen kept{error};
    kept.wanted() = {.outcome = Outcome::error, .carried = CarriedSet{one}};
    EXPECT_EQ(kept.judge().verdict, Verdict::pass);
  }
}

TEST(ClientJudge, FindsWhatIsSaidInAnotherPlace) {
  Seen raw{told(R"("error":{"message":"No. status code: 403","raw":{"Data":{"code":)"
                R"("IncorrectInstanceStatus","id":"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"}}})")};
  raw.wanted() = {
      .outcome = Outcome::error,
      .carried = CarriedSet{Carried::code, Carried::message, Carried::request_id, Carried::status}};
  EXPECT_EQ(raw.judge().verdict, Verdict::pass);
  // A code inside a raw answer is none, nor a status inside a number.
  Seen buried{told(R"("error":{"message":"x <Code>IncorrectInstanceStatus</Code> 14035"})")};
  buried.wanted() = {.outcome = Outcome::error, .carried = CarriedSet{Carried::code}};
  EXPECT_EQ(buried.reason(), "the code does not reach the user");
  buried.wanted().carried = CarriedSet{Carried::status};
  EXPECT_EQ(buried.reason(), "the HTTP status does not reach the user");
}

TEST(ClientJudge, TakesACodeFromTheTextOfAnErrorAndSaysSo) {
  const auto judged = [](std::string_view message, std::string code = "IncorrectInstanceStatus") {
    Seen seen{told("\"error\":{\"message\":\"" + std::string{message} + "\"}")};
    seen.wanted() = {.outcome = Outcome::error, .carried = CarriedSet{Carried::code}};
    seen.seen_call().code = std::move(code);
    return seen.judge();
  };
  const reports::Finding alone = judged("403 IncorrectInstanceStatus: No.");
  EXPECT_EQ(alone.verdict, Verdict::pass);
  EXPECT_EQ(alone.lenience, "the code stands in the text of the error alone");
  EXPECT_EQ(judged("No. Code: IncorrectInstanceStatus.").verdict, Verdict::pass);
  EXPECT_EQ(judged("IncorrectInstanceStatus").verdict, Verdict::pass);
  for (const std::string_view other :
       {"", "IncorrectInstanceStatusError: No.", "{'Code': 'IncorrectInstanceStatus'}",
        "<Code>IncorrectInstanceStatus</Code>", "My.IncorrectInstanceStatus"}) {
    EXPECT_EQ(judged(other).reason, "the code does not reach the user") << other;
  }
  EXPECT_EQ(judged("Throttling.User: slow down", "Throttling").verdict, Verdict::fail);
  EXPECT_EQ(judged("Throttling: slow down", "Throttling.User").verdict, Verdict::fail);
}

TEST(ClientJudge, ACallEndsWithinItsTimeout) {
  Seen slow{error};
  slow.seen_call().took = 2900ms;
  EXPECT_EQ(slow.judge().verdict, Verdict::pass);
  slow.seen_call().took = 3100ms;
  EXPECT_EQ(slow.reason(), "the call ends long after its timeout");
  slow.seen_call().requests.push_back(signed_request());  // it was sent again: twice the time
  EXPECT_EQ(slow.judge().verdict, Verdict::pass);
}

TEST(ClientJudge, WhoDiesOrIsSilentFails) {
  Seen dead{{.kind = UserTold::Kind::broke, .trouble = "it was ended by signal 11"}};
  EXPECT_EQ(dead.reason(), "the client breaks");
  EXPECT_EQ(dead.judge().wanted, "a client that survives its answer");
  EXPECT_EQ(dead.judge().got, "it was ended by signal 11");
  Seen silent{{.kind = UserTold::Kind::broke,
               .how = UserTold::Break::silent,
               .trouble = "it gave no answer within 3000 ms"}};
  EXPECT_EQ(silent.reason(), "the call does not end");
}

TEST(ClientJudge, WhatTheShimCannotDoIsUnsupported) {
  Seen none{told(R"("unsupported":"no DryRun")")};
  EXPECT_EQ(none.judge().verdict, Verdict::unsupported);
  EXPECT_EQ(none.reason(), "no DryRun");
}

TEST(ClientJudge, WhoSendsNothingFailsUnlessTheClientRefusesTheCallItself) {
  Seen nothing{bare_error};
  nothing.seen_call().requests.clear();
  EXPECT_EQ(nothing.reason(), "nothing is sent");
  Seen usage{told(R"("error":{"kind":"usage","message":"no NUL, please"})")};
  usage.seen_call().requests.clear();
  EXPECT_EQ(usage.judge().verdict, Verdict::unsupported);
  usage.test.look = Look::request;
  EXPECT_EQ(usage.reason(), "nothing is sent");
}

TEST(ClientJudge, AForgedSignatureIsToldWithTheStringThatWasToBeSigned) {
  Seen forged{success};
  forged.test.look = Look::signature;
  forged.seen_call().requests = {signed_request("AAAA")};
  const reports::Finding finding = forged.judge();
  EXPECT_EQ(finding.reason, "the V1 signature is wrong");
  EXPECT_THAT(finding.wanted, HasSubstr("GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions"));
  forged.seen_call().requests = {request(std::string{documented})};
  EXPECT_THAT(forged.reason(), HasSubstr("Signature is missing"));
}

TEST(ClientJudge, ParametersArriveAsTheyWereGiven) {
  Seen given{success};
  given.test.look = Look::parameters;
  given.seen_call().parameters = {{"Format", "XML"}};
  EXPECT_EQ(given.judge().verdict, Verdict::pass);
  given.seen_call().parameters = {{"Format", "JSON"}};
  EXPECT_EQ(given.reason(), "a parameter arrives otherwise than it was given");
  given.seen_call().parameters = {{"DryRun", true}};
  EXPECT_EQ(given.reason(), "a parameter does not arrive");
  EXPECT_EQ(given.judge().wanted, "DryRun = true");
  given.seen_call().parameters = {{"Id", std::vector<std::string>{"a", "b"}}};
  EXPECT_EQ(given.judge().wanted, "Id.1 = a");
}

TEST(ClientJudge, LooksAtTimeAndAction) {
  Seen timed{success};
  timed.test.look = Look::timestamp_now;
  timed.seen_call().requests[0].clock =
      std::chrono::sys_days{std::chrono::year{2016} / 2 / 23} + 12h + 50min;
  EXPECT_EQ(timed.judge().verdict, Verdict::pass);
  timed.seen_call().requests[0].clock += 8h;
  EXPECT_EQ(timed.reason(), "the timestamp is not the time of the request");
  EXPECT_THAT(timed.judge().got, HasSubstr("483 minutes ago"));
  timed.test.look = Look::timestamp_shape;
  EXPECT_EQ(timed.judge().verdict, Verdict::pass);
  timed.test.look = Look::action;
  EXPECT_EQ(timed.judge().verdict, Verdict::pass);
  timed.seen_call().action = "StartInstance";
  EXPECT_EQ(timed.reason(), "another action is named");
}

TEST(ClientJudge, ARequestSignedByV1IsOneWhateverHeadersItHas) {
  Seen both{success};
  both.test.look = Look::signature;
  both.seen_call().requests[0].http.headers.emplace_back("x-acs-action", "DescribeRegions");
  EXPECT_EQ(both.judge().verdict, Verdict::pass);
}

TEST(ClientJudge, WhatAProgramMakesOfNothingIsNoCode) {
  Seen invented{told(R"("error":{"code":"undefined","message":"x"})")};
  invented.test.look = Look::no_code_invented;
  EXPECT_EQ(invented.reason(), "a code is told that nobody sent");
  Seen named{told(R"("error":{"code":"UnknownError","message":"undefined"})")};
  named.test.look = Look::no_code_invented;
  EXPECT_EQ(named.judge().verdict, Verdict::pass);
}

TEST(ClientJudge, MillisecondsAreTakenWhereOnlyTheShapeIsAsked) {
  const auto stamped = [](std::string stamp) {
    return reference::HttpRequest{
        .method = "GET", .target = "/?Timestamp=" + std::move(stamp), .headers = {}, .body = {}};
  };
  EXPECT_FALSE(flaw_of_timestamp(stamped("2016-02-23T12:46:24.123Z"), true));
  EXPECT_TRUE(flaw_of_timestamp(stamped("2016-02-23T12:46:24.123Z"), false));
  EXPECT_TRUE(flaw_of_timestamp(stamped("2016-02-23T12:46:24.Z"), true));
  EXPECT_TRUE(flaw_of_timestamp(stamped("2016-02-23T12:46:24%2B00:00"), true));
  EXPECT_TRUE(flaw_of_timestamp(stamped("2016-02-23T12:46:24"), true));
}

TEST(ClientJudge, APowerActionIsSentOnce) {
  Seen again{error};
  again.test.look = Look::sent_once;
  EXPECT_EQ(again.judge().verdict, Verdict::pass);
  again.seen_call().requests.push_back(signed_request());
  EXPECT_EQ(again.reason(), "a power action is sent again after an answer was read");
}

TEST(ClientJudge, WhatIsSentAgainIsFreshAndWaits) {
  Seen again{success};
  again.test.look = Look::sent_again_fresh;
  again.seen_call().requests[0].clock =
      std::chrono::sys_days{std::chrono::year{2016} / 2 / 23} + 12h + 50min;
  EXPECT_EQ(again.judge().lenience, "nothing was sent again");
  again.seen_call().requests.push_back(again.seen_call().requests[0]);
  EXPECT_EQ(again.reason(), "a request is sent again with the same nonce");
  again.test.look = Look::waits;
  again.seen_call().requests[0].answered_at = std::chrono::steady_clock::time_point{10s};
  again.seen_call().requests[1].at = std::chrono::steady_clock::time_point{10s + 300ms};
  EXPECT_EQ(again.judge().got, "a pause of 300 ms");
  again.seen_call().requests[1].at = std::chrono::steady_clock::time_point{11s};
  EXPECT_EQ(again.judge().verdict, Verdict::pass);
}

TEST(ClientJudge, NothingSignedGoesElsewhere) {
  Seen moved{error};
  moved.test.look = Look::nothing_elsewhere;
  SeenRequest there = request("/");
  there.elsewhere = true;
  there.raw = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  moved.seen_call().requests.push_back(there);
  EXPECT_EQ(moved.judge().verdict, Verdict::pass);
  moved.seen_call().requests.back().raw =
      "GET / HTTP/1.1\r\nReferer: http://h/?Signature=OLeaidS1JvxuMvnyHOwuJ%2BuX5qY%3D\r\n\r\n";
  EXPECT_EQ(moved.reason(), "a signed request goes to another host after a redirect");
}

TEST(ClientJudge, NoTwoRequestsShareANonce) {
  Seen crowd{success};
  crowd.test.look = Look::nonce_once;
  crowd.seen.calls.push_back(crowd.seen.calls.front());
  EXPECT_EQ(crowd.reason(), "a nonce is used twice");
  crowd.seen.calls.pop_back();
  crowd.seen.cut_short = true;
  crowd.test.copies = 10000;
  EXPECT_EQ(crowd.judge().lenience, "the client is slow: 1 of 10000 calls were made");
}

TEST(ClientJudge, EachCallIsToldItsOwnAnswer) {
  Seen mixed{success};
  mixed.test.look = Look::own_answer;
  EXPECT_EQ(mixed.judge().verdict, Verdict::pass);
  mixed.seen_call().request_id = "another";
  EXPECT_EQ(mixed.reason(), "a call is told the answer to another call");
}

}  // namespace
}  // namespace hallmark::runner
