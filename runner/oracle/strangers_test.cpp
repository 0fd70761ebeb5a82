// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/strangers.hpp"

#include <gtest/gtest.h>

namespace hallmark::runner {
namespace {

reports::Exchange said(int status, std::string body) {
  reports::Exchange exchange;
  exchange.status = status;
  exchange.body = std::move(body);
  return exchange;
}

class Strangers : public ::testing::Test {
 protected:
  Strangers() {
    one.second_world = true;
    evidence.instance_id = "i-own";
    evidence.other_instance_id = "i-other";
  }
  std::string_view told(const reports::Exchange& exchange) {
    return stranger_told(one, call, evidence, exchange);
  }

  cases::Case one;
  cases::Call call{.action = "DescribeInstances"};
  reports::Evidence evidence;
};

TEST_F(Strangers, AreSeenInAnAnswer) {
  EXPECT_EQ(told(said(200, R"({"InstanceId":"i-own"})")), "");
  EXPECT_EQ(told(said(200, R"([{"InstanceId":"i-own"},{"InstanceId":"i-other"}])")), "i-other");
  EXPECT_EQ(told(said(404, "i-other is not yours")), "i-other");
}

TEST_F(Strangers, AreOthersToEachAccount) {
  call.identity = cases::Identity::other_account;
  EXPECT_EQ(told(said(200, "i-other")), "");
  EXPECT_EQ(told(said(200, "i-own")), "i-own");
}

TEST_F(Strangers, MayBeRepeatedByARefusalOfACallThatNamesThem) {
  call.arguments = {{.name = "InstanceId", .value = {.handle = cases::Handle::other_instance_id}}};
  EXPECT_EQ(told(said(404, "i-other does not exist")), "");
  EXPECT_EQ(told(said(200, "i-other is Running")), "i-other");
}

TEST_F(Strangers, NeedASecondWorld) {
  one.second_world = false;
  EXPECT_EQ(told(said(200, "i-other")), "");
}

}  // namespace
}  // namespace hallmark::runner
