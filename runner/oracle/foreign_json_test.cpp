// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/foreign_json.hpp"

#include <gtest/gtest.h>

namespace hallmark::runner {
namespace {

Reply told_in_json(const std::string& body) { return decode_reply(401, "application/json", body); }

TEST(ForeignJson, IsWhatGatewaysWrite) {
  for (const char* body : {
           R"({"message":"Unauthorized"})",
           R"({"message":"No API key found in request","request_id":"3cfe"})",
           R"({"error":{"code":401,"message":"no","status":"UNAUTHENTICATED"}})",
           R"({"error":"rate_limited"})",
           R"({"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]})",
           R"({"timestamp":1,"status":404,"error":"Not Found","path":"/"})",
           R"({"fault":{"faultstring":"no","detail":{"errorcode":"oauth.v2"}}})",
           R"({"kind":"Status","status":"Failure","reason":"Forbidden","code":403})",
           R"({"type":"about:blank","title":"Forbidden","status":403,"detail":"no"})",
           R"({"statusCode":401,"message":"Access denied"})",
           R"({"code":403,"msg":"blocked"})",
           R"({"httpCode":"401","httpMessage":"Unauthorized","moreInformation":""})",
       }) {
    EXPECT_TRUE(is_foreign_json(told_in_json(body))) << body;
  }
}

TEST(ForeignJson, IsNoAnswerOfTheApiThatIsWrittenBadly) {
  for (const char* body : {
           R"({"Code":"Forbidden","Message":"no"})",
           R"({"Message":"no","HostId":"h"})",
           R"({"requestId":"1","hostId":"h","code":"Forbidden","message":"no"})",
           R"({"requestID":"1","message":"no"})",
           R"({"Message":"no"})",
           R"({"error":{},"RequestId":"1"})",
           R"({"ok":true})",
           R"({})",
           R"([])",
           R"(["error"])",
           R"({"error":)",
       }) {
    EXPECT_FALSE(is_foreign_json(told_in_json(body))) << body;
  }
}

TEST(ForeignJson, SaysTheSameWhateverItsIdAndTimeAre) {
  const auto words = [](const std::string& body) {
    return words_of_foreign_json(told_in_json(body));
  };
  EXPECT_EQ(words(R"({"message":"no","request_id":"1"})"),
            words(R"({"message":"no","request_id":"2"})"));
  EXPECT_EQ(words(R"({"timestamp":1,"error":"no","path":"/?a"})"),
            words(R"({"timestamp":2,"error":"no","path":"/?b"})"));
  EXPECT_NE(words(R"({"message":"no"})"), words(R"({"message":"nobody has this key"})"));
}

}  // namespace
}  // namespace hallmark::runner
