// SPDX-License-Identifier: Apache-2.0
//
// Each Check by itself: a wrong answer that it alone must catch, and a right one that it must not.
#include "runner/oracle/envelope_match.hpp"

#include <gtest/gtest.h>

#include "runner/oracle/testing_answers.hpp"
#include "runner/oracle/told.hpp"

namespace hallmark::runner {
namespace {

using cases::AnswerCheck;
using reports::Exchange;
using testing::answer;
using testing::error;
using testing::success;

constexpr const char* json_type = "application/json";

std::optional<EnvelopeFinding> check(AnswerCheck one, const Exchange& exchange,
                                     cases::Call call = {}) {
  call.expect.checks = cases::AnswerChecks{one};
  return check_envelope(call, "StartInstance", decode_reply(exchange), exchange,
                        cases::Variant{.format = cases::Format::xml}, "127.0.0.1:80");
}

Exchange dropped(Exchange exchange) {
  exchange.kept_alive = false;
  return exchange;
}

struct Example {
  const char* name;
  AnswerCheck check;
  Exchange wrong;
  Exchange right;
};

std::vector<Example> examples() {
  return {
      {"requested_format", AnswerCheck::requested_format, answer(200, "{}", json_type),
       success("StartInstance")},
      {"content_type", AnswerCheck::content_type, answer(200, "{}", "text/xml"),
       answer(200, "{}", json_type)},
      {"content_type_absent", AnswerCheck::content_type, answer(200, "<a/>", ""),
       answer(200, "<a/>", "text/xml")},
      {"root_element", AnswerCheck::root_element, success("Start"), success("StartInstance")},
      {"root_element_of_an_error", AnswerCheck::root_element, answer(403, "<Fault/>"),
       error(403, "C", "m")},
      {"request_id_present", AnswerCheck::request_id_present, answer(200, "{}", json_type),
       success("StartInstance")},
      {"request_id_empty", AnswerCheck::request_id_present,
       answer(200, R"({"RequestId":""})", json_type), error(403, "C", "m")},
      {"request_id_shape", AnswerCheck::request_id_shape,
       answer(200, R"({"RequestId":"473469c7-aa6f-4dc5-b3db-a3dc0de3c83e"})", json_type),
       success("StartInstance")},
      {"host_id", AnswerCheck::host_id, answer(403, R"({"Code":"C","HostId":"a b"})", json_type),
       error(403, "C", "m")},
      {"error_members", AnswerCheck::error_members, error(403, "C", ""), error(403, "C", "m")},
      {"success_without_code", AnswerCheck::success_without_code,
       answer(200, R"({"Code":"200","Message":"ok"})", json_type), success("StartInstance")},
      {"single_members", AnswerCheck::single_members,
       answer(403, R"({"Code":"C","Code":"D"})", json_type), error(403, "C", "m")},
      {"utf8", AnswerCheck::utf8, answer(200, "{\"a\":\"\xff\"}", json_type),
       answer(200, "{\"a\":\"\xc3\xa9\"}", json_type)},
      {"json_object", AnswerCheck::json_object, answer(200, "[]", json_type),
       answer(200, "{}", json_type)},
      {"no_raw_echo", AnswerCheck::no_raw_echo, answer(403, "<Error>"), error(403, "C", "m")},
      {"keeps_connection", AnswerCheck::keeps_connection, dropped(success("StartInstance")),
       success("StartInstance")},
  };
}

TEST(CheckEnvelope, EachCheckCatchesItsOwnFault) {
  for (const Example& example : examples()) {
    const auto finding = check(example.check, example.wrong);
    ASSERT_TRUE(finding) << example.name;
    EXPECT_FALSE(finding->reason.empty()) << example.name;
    EXPECT_FALSE(finding->wanted.empty()) << example.name;
  }
}

TEST(CheckEnvelope, EachCheckLetsARightAnswerPass) {
  for (const Example& example : examples()) {
    const auto finding = check(example.check, example.right);
    EXPECT_FALSE(finding) << example.name << ": " << (finding ? finding->reason : "");
  }
}

TEST(CheckEnvelope, LooksAtNothingThatIsNotAsked) {
  for (const Example& example : examples()) {
    EXPECT_FALSE(
        check_envelope({}, "StartInstance", decode_reply(example.wrong), example.wrong, {}, "h"))
        << example.name;
  }
}

TEST(CheckEnvelope, TheFormatThatTheCallNamesWinsOverTheVariant) {
  cases::Call call;
  call.edits = {{.op = cases::Edit::Op::set, .name = "Format", .value = cases::text("json")}};
  EXPECT_FALSE(check(AnswerCheck::requested_format, answer(200, "{}", json_type), call));
  EXPECT_TRUE(check(AnswerCheck::requested_format, success("StartInstance"), call));
  call.edits[0].value = cases::text("yaml");  // there is no such format: none is right or wrong
  EXPECT_FALSE(check(AnswerCheck::requested_format, answer(200, "{}", json_type), call));
}

TEST(CheckEnvelope, ReactivateInstancesAnswersUnderEitherSpelling) {
  const Exchange exchange = success("ReActivateInstances");
  cases::Call call;
  call.expect.checks = cases::AnswerChecks{AnswerCheck::root_element};
  EXPECT_FALSE(
      check_envelope(call, "ReactivateInstances", decode_reply(exchange), exchange, {}, "h"));
  call.spelled_as_is = true;
  EXPECT_TRUE(
      check_envelope(call, "ReactivateInstances", decode_reply(exchange), exchange, {}, "h"));
}

TEST(CheckEnvelope, AnEchoMustBeEscaped) {
  cases::Call call;
  call.arguments = {{.name = "InstanceId", .value = cases::text("a&b")}};
  EXPECT_TRUE(check(AnswerCheck::no_raw_echo,
                    answer(403, "<Error><Code>C</Code><Message><![CDATA[a&b]]></Message></Error>"),
                    call));
  EXPECT_FALSE(check(AnswerCheck::no_raw_echo, error(403, "C", "a&amp;b"), call));
}

TEST(IsRequestId, WantsCapitalHexadecimalDigitsInFiveGroups) {
  EXPECT_TRUE(is_request_id("473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"));
  for (const char* bad :
       {"", "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83", "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83EE",
        "473469c7-AA6F-4DC5-B3DB-A3DC0DE3C83E", "473469C7AAA6F-4DC5-B3DB-A3DC0DE3C83E",
        "473469G7-AA6F-4DC5-B3DB-A3DC0DE3C83E"}) {
    EXPECT_FALSE(is_request_id(bad)) << bad;
  }
}

}  // namespace
}  // namespace hallmark::runner
