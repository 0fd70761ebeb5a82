// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/session/look.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runner/oracle/testing_answers.hpp"
#include "runner/oracle/told.hpp"

namespace hallmark::runner {
namespace {

using cases::Channel;
using testing::answer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* json = "application/json";

reports::Sighting seen(Channel channel, const reports::Exchange& exchange) {
  reports::Sighting sighting;
  sighting.channel = channel;
  read_sighting(decode_reply(exchange), "i-1", sighting);
  return sighting;
}

TEST(ReadSighting, FindsTheInstanceInDescribeInstances) {
  const auto xml =
      seen(Channel::describe_instances,
           answer(200,
                  "<DescribeInstancesResponse><Instances>"
                  "<Instance><InstanceId>i-2</InstanceId><Status>Stopped</Status></Instance>"
                  "<Instance><InstanceId>i-1</InstanceId><Status>Running</Status><OperationLocks>"
                  "<LockReason><LockReason>security</LockReason></LockReason>"
                  "<LockReason><LockReason>financial</LockReason></LockReason>"
                  "</OperationLocks></Instance></Instances></DescribeInstancesResponse>"));
  EXPECT_EQ(xml.status, "Running");
  EXPECT_THAT(xml.locks, ElementsAre("security", "financial"));
  const auto from_json =
      seen(Channel::describe_instances,
           answer(200, R"({"Instances":{"Instance":[{"InstanceId":"i-2","Status":"Stopped"},
                     {"InstanceId":"i-1","Status":"Running",
                      "OperationLocks":{"LockReason":[{"LockReason":"security"}]}}]}})",
                  json));
  EXPECT_EQ(from_json.status, "Running");
  EXPECT_THAT(from_json.locks, ElementsAre("security"));
}

TEST(ReadSighting, FindsTheInstanceInDescribeInstanceStatus) {
  EXPECT_EQ(seen(Channel::describe_instance_status,
                 answer(200,
                        "<R><InstanceStatuses><InstanceStatus><InstanceId>i-1</InstanceId>"
                        "<Status>Starting</Status></InstanceStatus></InstanceStatuses></R>"))
                .status,
            "Starting");
  EXPECT_EQ(
      seen(
          Channel::describe_instance_status,
          answer(
              200,
              R"({"InstanceStatuses":{"InstanceStatus":[{"InstanceId":"i-1","Status":"Starting"}]}})",
              json))
          .status,
      "Starting");
}

TEST(ReadSighting, ReadsDescribeInstanceAttributeAtTheTop) {
  EXPECT_EQ(seen(Channel::describe_instance_attribute,
                 answer(200, "<R><InstanceId>i-1</InstanceId><Status>Stopped</Status></R>"))
                .status,
            "Stopped");
  EXPECT_EQ(seen(Channel::describe_instance_attribute, answer(200, R"({"Status":"Stopped"})", json))
                .status,
            "Stopped");
}

TEST(ReadSighting, TellsNothingOfAnotherInstance) {
  EXPECT_THAT(seen(Channel::describe_instance_attribute,
                   answer(200, R"({"InstanceId":"i-2","Status":"Stopped"})", json))
                  .status,
              IsEmpty());
  EXPECT_THAT(
      seen(Channel::describe_instances,
           answer(200, R"({"Instances":{"Instance":[{"InstanceId":"i-2","Status":"Stopped"}]}})",
                  json))
          .status,
      IsEmpty());
}

TEST(ReadSighting, TellsNothingOfAHostileAnswer) {
  const reports::Exchange hostile[] = {
      answer(200, ""),
      answer(200, "<R><Instances>"),
      answer(200, "[]", json),
      answer(200, R"({"Instances":{"Instance":"i-1"}})", json),
      answer(200, R"({"Instances":[[{"InstanceId":"i-1"}]]})", json),
      answer(200, R"({"InstanceId":"i-1","Status":{"Status":"Running"}})", json),
      answer(200, std::string(100'000, '['), json),
      answer(403, R"({"InstanceId":"i-1","Status":"Running","Instances":{"Instance":[
                     {"InstanceId":"i-1","Status":"Running"}]}})",
             json),
      testing::no_answer("timeout"),
  };
  for (const reports::Exchange& exchange : hostile) {
    for (const Channel channel :
         {Channel::describe_instances, Channel::describe_instance_status,
          Channel::describe_instance_attribute, Channel::any, Channel::fixture}) {
      EXPECT_THAT(seen(channel, exchange).status, IsEmpty()) << exchange.body.substr(0, 60);
    }
  }
}

TEST(LookCall, NamesTheInstanceAsEachActionWantsIt) {
  const cases::Call& list = look_call(Channel::describe_instances, Whose::own);
  EXPECT_EQ(list.action, "DescribeInstances");
  ASSERT_EQ(list.arguments.size(), 2U);
  EXPECT_EQ(list.arguments[1].name, "InstanceIds");
  EXPECT_EQ(list.arguments[1].value.before, "[\"");
  EXPECT_EQ(list.arguments[1].value.handle, cases::Handle::instance_id);
  EXPECT_EQ(look_call(Channel::describe_instance_status, Whose::own).arguments[1].name,
            "InstanceId.1");
  EXPECT_EQ(look_call(Channel::describe_instance_attribute, Whose::own).arguments[0].name,
            "InstanceId");
}

TEST(LookCall, AsksForAnotherAccountsInstanceAsItsOwner) {
  for (const Channel channel : {Channel::describe_instances, Channel::describe_instance_status,
                                Channel::describe_instance_attribute}) {
    EXPECT_EQ(look_call(channel, Whose::own).identity, cases::Identity::own);
    const cases::Call& other = look_call(channel, Whose::other);
    EXPECT_EQ(other.identity, cases::Identity::other_account);
    EXPECT_EQ(other.arguments.back().value.handle, cases::Handle::other_instance_id);
  }
}

TEST(WaysToLook, AreOneForEachSignature) {
  const std::vector<cases::Variant> all = cases::full_variants();
  const std::vector<cases::Variant> ways = ways_to_look(all);
  ASSERT_EQ(ways.size(), 2U);
  EXPECT_EQ(ways[0], all.front());
  EXPECT_NE(ways[0].signature, ways[1].signature);
  EXPECT_THAT(ways_to_look(all, all.back()), ::testing::SizeIs(2));
  EXPECT_EQ(ways_to_look(all, all.back()).front(), all.back());
  EXPECT_THAT(ways_to_look({}), IsEmpty());
  EXPECT_THAT(ways_to_look({}, all.back()), ::testing::ElementsAre(all.back()));
}

}  // namespace
}  // namespace hallmark::runner
