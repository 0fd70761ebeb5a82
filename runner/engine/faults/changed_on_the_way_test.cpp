// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/faults/changed_on_the_way.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "runner/oracle/testing_answers.hpp"
#include "runner/oracle/told.hpp"

namespace hallmark::runner {
namespace {

using reports::Evidence;
using reports::Exchange;
using testing::answer;
using testing::error;
using testing::said;
using testing::success;

constexpr const char* sent = "POST / HTTP/1.1\r\nAuthorization: (struck out)\r\n\r\nInstanceId=i-1";

cases::Case plain() {
  cases::Case one;
  one.calls = {cases::Call{.action = "StartInstance"}};
  return one;
}

std::string changed(Exchange exchange, const cases::Case& one = plain()) {
  exchange.request = sent;
  const Evidence evidence = said({std::move(exchange)});
  const auto found = changed_in(one, evidence, decode_replies(evidence), "127.0.0.1:80");
  return found ? found->what : std::string{};
}

TEST(ChangedOnTheWay, IsWhatIsMissedAndWasSent) {
  EXPECT_EQ(changed(error(400, "MissingParameter", "The parameter \"InstanceId\" is mandatory.")),
            "a request that did not arrive whole (400 MissingParameter)");
  EXPECT_NE(changed(error(400, "MissingParameter", "authorization is needed")), "");
  EXPECT_NE(changed(error(400, "MissingInstanceId", "")), "");
  EXPECT_NE(changed(error(400, "InvalidTimeStamp.Format", "")), "");
  EXPECT_EQ(changed(error(400, "IncompleteSignature", "")), "") << "which a wrong secret gets";
  EXPECT_NE(changed(error(400, "InvalidSecurityToken.Expired", "")), "");
  EXPECT_EQ(changed(error(400, "MissingParameter", "\"RegionId\" is mandatory")), "");
  EXPECT_EQ(changed(error(403, "IncorrectInstanceStatus", "InstanceId")), "");
}

TEST(ChangedOnTheWay, IsAHostThatWasNotAsked) {
  Exchange exchange = error(403, "IncorrectInstanceStatus", "no");
  const std::size_t at = exchange.body.find("127.0.0.1:80");
  exchange.body.replace(at, 12, "backend.internal");
  EXPECT_EQ(changed(exchange), "a request that arrived under another host");
}

TEST(ChangedOnTheWay, IsNoWayThatWasTriedOut) {
  cases::Case search = plain();
  search.relation = cases::Relation::at_least_one_accepted;
  EXPECT_EQ(changed(success("RebootInstance"), search), "");
}

TEST(ChangedOnTheWay, IsAnAnswerToAnotherRequest) {
  EXPECT_EQ(changed(success("RebootInstance")), "an answer to another request");
  EXPECT_EQ(changed(success("StartInstance")), "");
  EXPECT_EQ(
      changed(answer(200, R"({"RequestId":"1","Instances":{"Instance":[]}})", "application/json")),
      "an answer to another request");
}

}  // namespace
}  // namespace hallmark::runner
