// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/faults/disturbance.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runner/oracle/testing_answers.hpp"
#include "runner/oracle/told.hpp"

namespace hallmark::runner {
namespace {

using Kind = Disturbance::Kind;
using reports::Evidence;
using reports::Exchange;
using testing::answer;
using testing::error;
using ::testing::HasSubstr;
using testing::said;
using testing::success;

std::optional<Disturbance> in(const Evidence& evidence) {
  return disturbance_in(evidence, decode_replies(evidence));
}

std::optional<Kind> kind(Exchange exchange) {
  const auto found = in(said({std::move(exchange)}));
  return found ? std::optional{found->kind} : std::nullopt;
}

TEST(Disturbances, AreKnownByTheirAnswers) {
  EXPECT_EQ(kind(error(400, "Throttling.User", "slower")), Kind::throttled);
  EXPECT_EQ(kind(answer(429, "<html>slower</html>", "text/html")), Kind::throttled);
  EXPECT_EQ(kind(error(429, "QuotaExceed.AfterpayInstance", "full")), Kind::unavailable);
  EXPECT_EQ(kind(error(503, "ServiceUnavailable", "away")), Kind::unavailable);
  EXPECT_EQ(kind(error(400, "SignatureNonceUsed", "again")), Kind::spent_nonce);
  for (const int status : {403, 502, 503, 504}) {
    EXPECT_EQ(kind(answer(status, "<html><h1>no</h1></html>", "text/html")), Kind::page) << status;
    EXPECT_EQ(kind(answer(status, "", "text/plain")), Kind::page) << status;
  }
}

TEST(Disturbances, ArePagesThatSayWaitWith200AndWhoDoesNotKnowTheKey) {
  EXPECT_EQ(kind(answer(200, "<html><title>wait</title></html>", "text/html")), Kind::page);
  EXPECT_EQ(kind(answer(302, "", "text/html")), Kind::page);
  EXPECT_EQ(kind(answer(200, "<html>We will be back soon</html>", "text/html")), Kind::page);
  EXPECT_EQ(kind(answer(402, "<html>pay</html>", "text/html")), Kind::page);
  EXPECT_EQ(kind(answer(404, "not here", "text/plain")), Kind::page);
  EXPECT_EQ(kind(error(404, "InvalidAccessKeyId.NotFound", "who?")), Kind::unknown_key);
}

// An error that no document has, and that says neither whose request it refuses nor who does.
TEST(Disturbances, AreErrorsOfOthersAndEmptyAnswers) {
  const auto xml = [](const std::string& code, const std::string& more = {}) {
    return answer(403, "<Error><Code>" + code + "</Code><Message>no</Message>" + more + "</Error>");
  };
  EXPECT_EQ(kind(xml("AccessDenied")), Kind::page);
  EXPECT_EQ(kind(xml("AccessDenied", "<HostId>h</HostId>")), std::nullopt);
  EXPECT_EQ(kind(xml("IncorrectInstanceStatus")), std::nullopt);
  EXPECT_EQ(kind(answer(404, "", "text/plain")), Kind::page);
  EXPECT_EQ(kind(answer(200, "", "text/plain")), Kind::page);
}

TEST(Disturbances, OfFixturesDoNotHideThatNobodyKnowsTheKey) {
  Evidence evidence = said({error(404, "InvalidAccessKeyId.NotFound", "who?")});
  evidence.after.push_back({.channel = cases::Channel::fixture});
  const std::vector<Reply> replies = decode_replies(evidence);
  const auto first = disturbance_in(evidence, replies);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->kind, Kind::no_world);
  const auto unknown = unknown_key_in(evidence, replies);
  ASSERT_TRUE(unknown);
  EXPECT_EQ(unknown->kind, Kind::unknown_key);
  const Evidence refused = said({error(403, "Forbidden.RAM", "no")});
  EXPECT_FALSE(unknown_key_in(refused, decode_replies(refused)));
}

TEST(Disturbances, AreFirstThoseThatNoFixtureCanBringAbout) {
  const Evidence evidence =
      said({error(404, "InvalidAccessKeyId.NotFound", "who?"), testing::no_answer("truncated")});
  ASSERT_TRUE(in(evidence));
  EXPECT_EQ(in(evidence)->kind, Kind::broken);
  EXPECT_EQ(in(evidence)->call, 1U);
}

TEST(Disturbances, AreThoseThatNoCaseAsksForBeforeASpentNonce) {
  const Exchange spent = error(400, "SignatureNonceUsed", "again");
  for (const auto& evidence : {said({spent, error(404, "InvalidAccessKeyId.NotFound", "who?")}),
                               said({spent, error(400, "Throttling.User", "slower")})}) {
    ASSERT_TRUE(in(evidence));
    EXPECT_EQ(in(evidence)->call, 1U);
  }
}

TEST(Disturbances, AreNoAnswersOfTheApi) {
  EXPECT_EQ(kind(success("StartInstance")), std::nullopt);
  EXPECT_EQ(kind(error(403, "Forbidden", "no")), std::nullopt);
  EXPECT_EQ(kind(error(500, "InternalError", "broken")), std::nullopt);
  EXPECT_EQ(kind(error(503, "OperationDenied.NoStock", "none")), std::nullopt);
  EXPECT_EQ(kind(answer(200, "done", "text/plain")), std::nullopt);
  EXPECT_EQ(kind(testing::no_answer("cancelled")), std::nullopt);
  EXPECT_EQ(kind(testing::no_answer("local")), std::nullopt);
}

TEST(Disturbances, AreAnswersThatDoNotComeAsTheyWereSent) {
  for (const char* fault : {"closed", "truncated", "malformed", "too_large", "connect"}) {
    EXPECT_EQ(kind(testing::no_answer(fault)), Kind::broken) << fault;
    EXPECT_TRUE(is_lost(*kind(testing::no_answer(fault))));
  }
  EXPECT_EQ(kind(testing::no_answer("timeout")), Kind::hung);
  Exchange half = success("StartInstance");
  half.body.resize(half.body.size() / 2);
  EXPECT_EQ(kind(half), Kind::broken);
  Exchange spliced = success("StartInstance");
  spliced.body.insert(spliced.body.find("4734"), "\x9c\xff\x01");
  EXPECT_EQ(kind(spliced), Kind::garbled);
  Exchange packed = spliced;
  packed.headers.emplace_back("Content-Encoding", "gzip");
  EXPECT_EQ(kind(packed), std::nullopt) << "which nobody asked for, and which came as it was sent";
  Exchange odd_head = success("StartInstance");
  odd_head.headers.emplace_back("Date", "Sun\x9c");
  EXPECT_EQ(kind(odd_head), Kind::garbled);
}

TEST(Disturbances, SayWhereTheyCameAndFromWhom) {
  Exchange from_nginx = answer(502, "", "text/html");
  from_nginx.headers.emplace_back("Server", "nginx/1.22.1");
  const auto found = in(said({success("StartInstance"), from_nginx}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->call, 1U);
  EXPECT_EQ(found->what, "502 that is not of the API (Server: nginx)");
}

TEST(Disturbances, SayWhetherAnythingIsOfTheApi) {
  const Exchange page = answer(404, "<html/>", "text/html");
  EXPECT_TRUE(is_foreign(said({page, page})));
  EXPECT_FALSE(is_foreign(said({page, error(404, "InvalidAction.NotFound", "no")})));
  EXPECT_FALSE(is_foreign(said({testing::no_answer("closed")})));
}

TEST(Disturbances, OfALookCountWhereTheCallsHaveNone) {
  Evidence evidence = said({success("StartInstance")});
  evidence.after = {testing::sighting("")};
  evidence.after.front().exchange = error(400, "Throttling", "slower");
  const auto found = in(evidence);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->call, Disturbance::at_a_look);
  EXPECT_FALSE(has_fault(evidence));
  evidence.after.front().exchange = testing::no_answer("timeout");
  ASSERT_TRUE(in(evidence));
  EXPECT_EQ(in(evidence)->kind, Kind::hung);
  EXPECT_TRUE(has_fault(evidence));
}

TEST(Disturbances, OfALookThatToldAStatusAreBytesThatAreNoText) {
  Evidence evidence = said({success("StartInstance")});
  evidence.after = {testing::sighting("Starting")};
  evidence.after.front().exchange = success("DescribeInstances");
  EXPECT_EQ(in(evidence), std::nullopt);
  evidence.after.front().exchange->body += "\x9c";
  ASSERT_TRUE(in(evidence));
  EXPECT_EQ(in(evidence)->kind, Kind::garbled);
}

}  // namespace
}  // namespace hallmark::runner
