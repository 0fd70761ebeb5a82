// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/form_ledger.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "runner/oracle/testing_answers.hpp"
#include "runner/oracle/told.hpp"
#include "specs/catalog.hpp"

namespace hallmark::runner {
namespace {

using cases::Form;
using reports::Verdict;
using namespace testing;

constexpr cases::Variant xml_variant{cases::Method::get, cases::Format::xml, cases::Signature::v1};

cases::Case asked(std::vector<cases::Answer> allowed) {
  cases::Case one{.id = "start-instance/row/some"};
  one.calls.push_back({.action = "StartInstance", .expect = {.allowed = std::move(allowed)}});
  return one;
}

reports::Evidence answered(std::vector<reports::Exchange> exchanges) {
  reports::Evidence evidence;
  for (reports::Exchange& exchange : exchanges) {
    evidence.calls.push_back(record(0, "StartInstance", std::move(exchange)));
  }
  return evidence;
}

class Forms : public ::testing::Test {
 protected:
  void look(const cases::Case& one, const reports::Evidence& evidence, std::size_t order = 0) {
    ledger_.look_at(one, xml_variant, order, evidence, decode_replies(evidence));
  }
  reports::Finding told(Form form) const { return ledger_.tell(cases::every_answer(form)).finding; }
  Verdict verdict(Form form) const { return told(form).verdict; }

  FormLedger ledger_{"127.0.0.1:80"};
};

const std::vector<cases::Answer> locked{refused(403, "InstanceLockedForSecurity")};

reports::Exchange lock_refusal(std::string members, std::string root = "Error") {
  return answer(403, "<" + root + "><Code>InstanceLockedForSecurity</Code><Message>m</Message>" +
                         members + "</" + root + ">");
}

constexpr const char* whole =
    "<RequestId>473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E</RequestId><HostId>h</HostId>";

TEST_F(Forms, SayNothingWhereNoAnswerCame) {
  EXPECT_EQ(verdict(Form::request_id_present), Verdict::unsupported);
  look(asked(locked), answered({no_answer("timeout")}));
  EXPECT_EQ(verdict(Form::request_id_present), Verdict::unsupported);
}

TEST_F(Forms, HoldForADocumentedAnswer) {
  look(asked(locked), answered({lock_refusal(whole)}));
  for (const Form form : {Form::request_id_present, Form::request_id_shape, Form::request_id_once,
                          Form::host_id, Form::root_element, Form::content_type, Form::charset,
                          Form::error_members, Form::requested_format_of_refusal}) {
    EXPECT_EQ(verdict(form), Verdict::pass) << static_cast<int>(form);
  }
  EXPECT_EQ(verdict(Form::success_without_code), Verdict::unsupported);
}

TEST_F(Forms, FindARefusalWithoutRequestIdInWhicheverCaseItComes) {
  look(asked(locked), answered({lock_refusal(whole)}), 1);
  look(asked(locked), answered({lock_refusal("<HostId>h</HostId>")}), 2);
  const reports::Finding finding = told(Form::request_id_present);
  EXPECT_EQ(finding.verdict, Verdict::fail);
  EXPECT_EQ(finding.got, "none (StartInstance: 403 InstanceLockedForSecurity); so 1 of 2 answers");
  EXPECT_EQ(finding.shown_by, "start-instance/row/some@get.xml.v1");
}

TEST_F(Forms, FindARefusalUnderTheRootOfASuccess) {
  look(asked(locked), answered({lock_refusal(whole, "StartInstanceResponse")}));
  EXPECT_EQ(told(Form::root_element).wanted, "Error");
}

TEST_F(Forms, FindAnAnswerThatIsLabelledAsAnotherFormat) {
  reports::Exchange exchange = lock_refusal(whole);
  exchange.headers = {{"Content-Type", "text/html"}};
  look(asked(locked), answered({exchange}));
  EXPECT_EQ(verdict(Form::content_type), Verdict::fail);
}

TEST_F(Forms, FindARequestIdThatComesAgainButNotOfTheSameBytes) {
  cases::Case one = asked(locked);
  one.calls.push_back(one.calls.front());
  one.calls.back().replay_of = 0;
  reports::Evidence evidence = answered({lock_refusal(whole), lock_refusal(whole)});
  evidence.calls[1].call = 1;
  look(one, evidence);
  EXPECT_EQ(verdict(Form::request_id_once), Verdict::pass);
  look(asked(locked), answered({lock_refusal(whole)}));
  EXPECT_EQ(verdict(Form::request_id_once), Verdict::fail);
}

TEST_F(Forms, TakeAnyCharacterSetButUtf8ForAnother) {
  reports::Exchange exchange = lock_refusal(whole);
  for (const char* right :
       {"text/xml; charset=\"UTF-8\"", "text/xml;charset=utf8;x=y", "text/xml"}) {
    exchange.headers = {{"Content-Type", right}};
    look(asked(locked), answered({exchange}));
  }
  EXPECT_EQ(verdict(Form::charset), Verdict::pass);
  exchange.headers = {{"Content-Type", "text/xml; charset=GBK"}};
  look(asked(locked), answered({exchange}));
  EXPECT_EQ(verdict(Form::charset), Verdict::fail);
}

TEST_F(Forms, ReadTheCharacterSetOfAnXmlDeclaration) {
  for (const char* const right :
       {"<?xml version='1.0' encoding='utf-8'?>", "<?xml version='1.0'?>"}) {
    look(asked({accepted()}),
         answered({answer(200, std::string{right} + "<StartInstanceResponse/>")}));
  }
  EXPECT_EQ(verdict(Form::charset), Verdict::pass);
  look(asked({accepted()}), answered({answer(200,
                                             "<?xml version='1.0' encoding=\"GB2312\"?>"
                                             "<StartInstanceResponse/>")}));
  EXPECT_EQ(told(Form::charset).wanted, "UTF-8");
}

// A look that told this of the instance i-1.
reports::Evidence looked(const std::string& members, std::vector<std::string> locks = {}) {
  reports::Evidence seen;
  seen.instance_id = "i-1";
  seen.after.push_back(sighting("Stopped"));
  seen.after.back().locks = std::move(locks);
  seen.after.back().exchange = answer(
      200, "<DescribeInstancesResponse><Instances><Instance><InstanceId>i-1</InstanceId>" +
               members +
               "</Instance></Instances><TotalCount>1</TotalCount></DescribeInstancesResponse>");
  return seen;
}

TEST_F(Forms, KnowTheWayOfPaying) {
  cases::Case one = asked({accepted()});
  look(one, looked(""));
  EXPECT_EQ(verdict(Form::charge_type), Verdict::unsupported);
  look(one, looked("<InstanceChargeType>PostPaid</InstanceChargeType>"));
  EXPECT_EQ(verdict(Form::charge_type), Verdict::pass);
  one.fixture.charge_type = cases::ChargeType::pre_paid;
  look(one, looked("<InstanceChargeType>PostPaid</InstanceChargeType>"));
  EXPECT_EQ(told(Form::charge_type).wanted, "PrePaid");
}

TEST_F(Forms, KnowWhatIsLocked) {
  cases::Case one = asked({accepted()});
  look(one, looked(""));
  EXPECT_EQ(verdict(Form::security_lock), Verdict::pass);
  EXPECT_EQ(verdict(Form::other_lock), Verdict::pass);
  look(one, looked("", {"financial"}));
  EXPECT_EQ(verdict(Form::other_lock), Verdict::fail);
  one.fixture.conditions = cases::ConditionSet{cases::Condition::security_lock};
  look(one, looked("", {"financial", "security"}));
  EXPECT_EQ(verdict(Form::security_lock), Verdict::pass);
  look(one, looked("", {"financial"}));
  EXPECT_EQ(told(Form::security_lock).wanted, "the LockReason security");
}

TEST_F(Forms, FindASecurityLockWhereNoneIs) {
  look(asked({accepted()}), looked("", {"security"}));
  EXPECT_EQ(told(Form::security_lock).wanted, "no such LockReason");
}

TEST_F(Forms, CountWhatListsHold) {
  look(asked({accepted()}), looked(""));
  EXPECT_EQ(verdict(Form::total_count), Verdict::pass);
  EXPECT_EQ(verdict(Form::listed_once), Verdict::pass);
  look(asked({accepted()}), looked("</Instance><Instance><InstanceId>i-1</InstanceId>"));
  EXPECT_EQ(verdict(Form::total_count), Verdict::fail);
  EXPECT_EQ(verdict(Form::listed_once), Verdict::fail);
}

TEST_F(Forms, AllowAByteOrderMarkInXmlAlone) {
  look(asked({accepted()}), answered({answer(200, "\xef\xbb\xbf<StartInstanceResponse/>"),
                                      answer(200, "{\"RequestId\":\"a\"}", "application/json")}));
  EXPECT_EQ(verdict(Form::byte_order_mark), Verdict::pass);
  look(asked({accepted()}),
       answered({answer(200, "\xef\xbb\xbf{\"RequestId\":\"b\"}", "application/json")}));
  EXPECT_EQ(verdict(Form::byte_order_mark), Verdict::fail);
}

TEST_F(Forms, AreNoneOfWhatALayerBelowTheApiSays) {
  cases::Answer by_http = refused(405, "");
  by_http.bare = true;
  look(asked({by_http}), answered({answer(405, "<Error><RequestId/></Error>", "text/html")}));
  EXPECT_EQ(verdict(Form::content_type), Verdict::unsupported);
}

TEST_F(Forms, LeaveTheFormatOfARefusalOpenWhereTheRequestWasChanged) {
  cases::Case one = asked(locked);
  one.calls.front().edits.push_back({.name = "Signature"});
  look(one,
       answered({answer(403, "{\"Code\":\"InstanceLockedForSecurity\"}", "application/json")}));
  EXPECT_EQ(verdict(Form::requested_format_of_refusal), Verdict::unsupported);
  EXPECT_EQ(verdict(Form::request_id_present), Verdict::fail);
}

// Who tells a row of the action's page has read the request; who refuses it sooner perhaps has not.
TEST_F(Forms, AskMoreOfWhoTellsARowOfThePage) {
  const reports::Exchange in_json =
      answer(403, "{\"Code\":\"InstanceLockedForSecurity\"}", "application/json");
  const specs::Citation row{specs::find("StartInstance", "2020-10"), specs::Citation::Kind::row, 3};
  look(asked({refused(403, "InstanceLockedForSecurity", "", {row})}), answered({in_json}));
  EXPECT_EQ(verdict(Form::requested_format), Verdict::fail);
  EXPECT_EQ(verdict(Form::requested_format_of_refusal), Verdict::unsupported);
  look(asked(locked), answered({in_json}));
  EXPECT_EQ(verdict(Form::requested_format_of_refusal), Verdict::fail);
}

TEST_F(Forms, KnowFiveStatuses) {
  reports::Evidence seen = answered({lock_refusal(whole)});
  reports::Sighting sighting{.channel = cases::Channel::describe_instance_status,
                             .status = "Stopped",
                             .exchange = answer(200, "<DescribeInstanceStatusResponse/>")};
  seen.after.push_back(sighting);
  look(asked(locked), seen);
  EXPECT_EQ(verdict(Form::known_status), Verdict::pass);
  sighting.status = "Expired";
  seen.after.push_back(sighting);
  look(asked(locked), seen);
  EXPECT_EQ(verdict(Form::known_status), Verdict::fail);
}

TEST_F(Forms, AskNothingOfASearchForAWayThatWorks) {
  cases::Case one = asked({accepted()});
  one.relation = cases::Relation::at_least_one_accepted;
  look(one, answered({lock_refusal("")}));
  EXPECT_EQ(verdict(Form::request_id_present), Verdict::unsupported);
}

TEST_F(Forms, HoldForLooksToo) {
  reports::Evidence evidence;
  evidence.after.push_back(sighting("Running"));
  evidence.after.back().exchange = answer(200, "<DescribeInstancesResponse/>");
  look(asked({accepted()}), evidence);
  EXPECT_EQ(verdict(Form::root_element), Verdict::pass);
  EXPECT_EQ(verdict(Form::request_id_present), Verdict::fail);
}

TEST_F(Forms, ShowThePlainestCaseWhicheverCameFirst) {
  cases::Case many = asked(locked);
  many.id = "start-instance/row/many";
  look(many, answered({lock_refusal(""), lock_refusal("")}), 1);
  look(asked(locked), answered({lock_refusal("")}), 2);
  EXPECT_EQ(told(Form::request_id_present).shown_by, "start-instance/row/some@get.xml.v1");
}

}  // namespace
}  // namespace hallmark::runner
