// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/shim_protocol.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace hallmark::runner {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Kind = UserTold::Kind;

Hello greeted(std::string_view line) { return std::get<Hello>(read_hello(line)); }
std::string refused(std::string_view line) { return std::get<std::string>(read_hello(line)); }
UserTold told(std::string_view line) { return std::get<AnswerLine>(read_answer(line)).told; }

TEST(ShimProtocol, ReadsAGreeting) {
  const Hello hello = greeted(
      R"({"shim":1,"name":"n","version":"1.8.0","language":"node 20","actions":["StartInstance"],)"
      R"("signature":"v1","concurrent":true,"options":["method"],"new":{}})");
  EXPECT_EQ(hello.name, "n");
  EXPECT_TRUE(hello.has_action("StartInstance"));
  EXPECT_FALSE(hello.has_action("Start"));
  EXPECT_TRUE(hello.takes("method"));
  EXPECT_THAT(hello.signatures, ElementsAre("v1"));
  EXPECT_TRUE(hello.concurrent);
}

TEST(ShimProtocol, AClientThatCanChooseMakesBothSignatures) {
  EXPECT_THAT(
      greeted(R"({"shim":1,"name":"n","actions":["A"],"options":["signature"]})").signatures,
      ElementsAre("v1", "v3"));
}

TEST(ShimProtocol, SaysWhatIsWrongWithAGreeting) {
  EXPECT_THAT(refused("hello"), HasSubstr("no JSON object: hello"));
  EXPECT_THAT(refused("[]"), HasSubstr("no JSON object"));
  EXPECT_THAT(refused(R"({"shim":2,"name":"n"})"), HasSubstr("\"shim\":1"));
  EXPECT_THAT(refused(R"({"shim":1})"), HasSubstr("names no client"));
  EXPECT_THAT(refused(R"({"shim":1,"name":"n"})"), HasSubstr("names no action"));
  EXPECT_THAT(refused(R"({"shim":1,"name":"n","actions":["A"]})"), HasSubstr("which signature"));
  EXPECT_THAT(refused(R"({"shim":1,"name":"n","actions":["A"],"signature":"v9"})"),
              HasSubstr("neither v1 nor v3"));
}

TEST(ShimProtocol, WritesACallWithWhatTheShimTakes) {
  const CallLine call{.id = 7,
                      .action = "StartInstance",
                      .parameters = {{"InstanceId", "i-1\n\x01"},
                                     {"DryRun", true},
                                     {"Ids", std::vector<std::string>{"a", "b"}}},
                      .endpoint = "http://127.0.0.1:1",
                      .region = "r",
                      .access_key_id = "k",
                      .access_key_secret = "s",
                      .method = "GET",
                      .timeout_ms = 1000,
                      .retry = true};
  EXPECT_EQ(line_of(call, Hello{.options = {"timeoutMs"}}),
            R"({"id":7,"call":"StartInstance","params":{"InstanceId":"i-1\n\u0001","DryRun":true,)"
            R"("Ids":["a","b"]},"endpoint":"http://127.0.0.1:1","regionId":"r","accessKeyId":"k",)"
            R"("accessKeySecret":"s","securityToken":null,"options":{"timeoutMs":1000}})");
  EXPECT_THAT(line_of(call, Hello{.options = {"method", "retry"}}),
              HasSubstr(R"("options":{"method":"GET","retry":true})"));
}

TEST(ShimProtocol, ReadsSuccessErrorAndWhatIsNotSupported) {
  const UserTold success = told(R"({"id":7,"ok":{"RequestId":"X","A":[{"B":1},null,true]}})");
  EXPECT_EQ(success.kind, Kind::success);
  EXPECT_THAT(success.leaves, ElementsAre(testing::Pair("RequestId", "X"), testing::Pair("B", "1"),
                                          testing::Pair("A", "true")));
  EXPECT_EQ(told(R"({"id":7,"ok":null})").kind, Kind::success);

  const UserTold error =
      told(R"({"id":7,"error":{"kind":"service","code":"C","message":"M","requestId":"R",)"
           R"("httpStatus":403,"raw":{"Code":"C"}}})");
  EXPECT_EQ(error.kind, Kind::error);
  EXPECT_EQ(error.sort + error.code + error.message + error.request_id, "serviceCMR");
  EXPECT_EQ(error.status, 403);
  EXPECT_EQ(told(R"({"id":7,"error":{}})").status, std::nullopt);

  const UserTold unsupported = told(R"({"id":7,"unsupported":"no DryRun"})");
  EXPECT_EQ(unsupported.kind, Kind::unsupported);
  EXPECT_EQ(unsupported.trouble, "no DryRun");
}

TEST(ShimProtocol, SaysWhatIsWrongWithAnAnswer) {
  for (const char* line :
       {"", "debug: hello", "7", R"({"ok":{}})", R"({"id":"7","ok":{}})", R"({"id":7})",
        R"({"id":7,"ok":{},"error":{}})", R"({"id":7,"error":"no"})"}) {
    EXPECT_TRUE(std::holds_alternative<std::string>(read_answer(line))) << line;
  }
}

TEST(ShimProtocol, TakesHalfACharacterAsProgramsWriteIt) {
  const UserTold half = told(R"({"id":7,"ok":{"a":"x\ud800y\udc00\\ud800","b":"\ud83d\ude00"}})");
  EXPECT_THAT(half.leaves, ElementsAre(testing::Pair("a", "x\ufffdy\ufffd\\ud800"),
                                       testing::Pair("b", "\U0001F600")));
}

TEST(ShimProtocol, TakesBytesThatAreNoTextAsLibrariesHandThemOn) {
  EXPECT_THAT(told("{\"id\":7,\"ok\":{\"a\":\"x\xff\xfey\xc3\xa9\"}}").leaves,
              ElementsAre(testing::Pair("a", "x\ufffd\ufffdy\u00e9")));
}

TEST(ShimProtocol, KeepsOfALongAnswerWhatAReportCanHold) {
  const UserTold long_one =
      told(R"({"id":7,"ok":{"text":")" + std::string(1U << 20U, 'x') + "\"}}");
  EXPECT_EQ(long_one.line.size(), 16U << 10U);
  EXPECT_EQ(long_one.leaves.front().second.size(), 64U << 10U);
}

}  // namespace
}  // namespace hallmark::runner
