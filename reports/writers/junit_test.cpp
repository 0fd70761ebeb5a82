// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <pugixml.hpp>
#include <sstream>
#include <string>

#include "reports/testing/approved.hpp"
#include "reports/testing/junit_check.hpp"
#include "reports/testing/sample_campaign.hpp"
#include "reports/testing/sample_report.hpp"
#include "reports/writers/writers.hpp"

namespace hallmark::reports {
namespace {

using testing::finding_of;
using ::testing::HasSubstr;
using testing::no_campaign;
using ::testing::Not;
using testing::record_of;
using testing::sample_campaign;

std::string written(const Report& report) {
  std::ostringstream out;
  write_junit(report, summarize(report), out);
  return out.str();
}

class Junit : public ::testing::Test {
 protected:
  void read(const Report& report) {
    text_ = written(report);
    const pugi::xml_parse_result result = document_.load_string(text_.c_str());
    ASSERT_TRUE(result) << result.description();
  }
  // For validators and readers by other hands (writers/checks).
  void keep(const std::string& name) const {
    std::ofstream file{HALLMARK_LOOKED_AT_DIR "/" + name, std::ios::binary};
    file << text_;
    EXPECT_TRUE(file.flush());
  }
  pugi::xml_node case_named(std::string_view name) {
    const std::string path = "//testcase[@name='" + std::string{name} + "']";
    return document_.select_node(path.c_str()).node();
  }
  std::string text_;
  pugi::xml_document document_;
};

TEST_F(Junit, IsAsApproved) {
  testing::expect_approved("junit.xml", written(testing::sample_report()));
}

TEST_F(Junit, IsWhatTheStrictestReaderTakes) {
  const Report report = testing::sample_report();
  read(report);
  testing::expect_strict_junit(document_);
  EXPECT_EQ(document_.child("testsuites").attribute("tests").as_uint(), report.records.size());
  keep("run.xml");
}

// Else what was left out would look like what passed.
TEST_F(Junit, HasAnErrorWhereItWasInterrupted) {
  Report run = testing::sample_report();
  run.planned = 2050;
  Report campaign = sample_campaign();
  for (Report* report : {&run, &campaign}) {
    read(*report);
    const auto errors = document_.child("testsuites").attribute("errors").as_uint();
    EXPECT_FALSE(case_named("interrupted"));
    report->interrupted = true;
    read(*report);
    testing::expect_strict_junit(document_);
    EXPECT_EQ(document_.child("testsuites").attribute("errors").as_uint(), errors + 1);
    EXPECT_THAT(case_named("interrupted").child("error").attribute("message").value(),
                HasSubstr("interrupted after "));
  }
  read(run);
  keep("interrupted.xml");
  EXPECT_THAT(written(run), HasSubstr("interrupted after 11 of 2,050 cases"));
}

TEST_F(Junit, TellsFailuresErrorsAndSkippedApart) {
  read(testing::sample_report());
  EXPECT_STREQ(case_named("start-instance/precondition/running@get.xml.v1")
                   .child("failure")
                   .attribute("message")
                   .value(),
               "wanted 403 IncorrectInstanceStatus, got 200, and the instance is Starting");
  EXPECT_STREQ(
      case_named("concurrency/start/eight@get.xml.v1").child("failure").attribute("type").value(),
      "recommended");
  EXPECT_STREQ(case_named("start-instance/row/no-stock@post.json.v1")
                   .child("error")
                   .attribute("message")
                   .value(),
               "the fixture provider answered 503");
  EXPECT_STREQ(case_named("start-instance/row/no-stock@get.xml.v1")
                   .child("skipped")
                   .attribute("message")
                   .value(),
               "unsupported: fixture NoStock");
  EXPECT_STREQ(case_named("base/action/start-instance/variant@post.json.v3")
                   .child("skipped")
                   .attribute("message")
                   .value(),
               "inconclusive: blocked by base/signature/v3: V3 signatures are not accepted");
  EXPECT_STREQ(case_named("envelope/request-id@get.xml.v1").first_child().name(), "system-out");
}

TEST_F(Junit, WhatIsMissingFailsUnderRequireAll) {
  Report report = testing::sample_report();
  report.info.selection.require_all = true;
  read(report);
  EXPECT_TRUE(document_.select_nodes("//skipped").empty());
  EXPECT_STREQ(case_named("start-instance/row/no-stock@get.xml.v1")
                   .child("failure")
                   .attribute("message")
                   .value(),
               "unsupported: fixture NoStock");
}

TEST_F(Junit, SaysOfEachCaseItsLevelAndWhatItCites) {
  read(testing::sample_report());
  EXPECT_STREQ(case_named("start-instance/parameter/odd-id@post.json.v3").child_value("system-out"),
               "level   required\ncites   StartInstance 2020-10, error row 2\n"
               "cites   StartInstance 2020-10, clause 1\n");
  EXPECT_THAT(case_named("concurrency/start/eight@get.xml.v1").child_value("system-out"),
              HasSubstr("level   recommended\n"));
  EXPECT_EQ(document_.select_nodes("//testcase[system-out]").size(),
            document_.select_nodes("//testcase").size());
}

// Readers hold the file whole.
TEST_F(Junit, StaysSmallWhereEverythingFails) {
  Report report = testing::sample_report();
  Record failed = report.records[1];
  failed.evidence.calls[0].exchange.body.assign(4096, '<');
  report.records.assign(16'000, failed);
  read(report);
  testing::expect_strict_junit(document_);
  EXPECT_LT(text_.size(), 30U << 20U);
  EXPECT_EQ(document_.select_nodes("//failure[@message]").size(), report.records.size());
  EXPECT_THAT(text_, HasSubstr("(more exchanges stand in the run file)"));
  keep("failing.xml");
}

TEST_F(Junit, CarriesTheExchangesOfAFailureInLegalCharacters) {
  read(testing::sample_report());
  const std::string text =
      case_named("start-instance/parameter/odd-id@post.json.v3").child_value("failure");
  EXPECT_THAT(text, HasSubstr("\\x00\\x1b\\xff]]> \\xef\\xbf\\xbf & <&\"'"));
  EXPECT_THAT(text, HasSubstr("no answer: timeout no answer within 5 s"));
  EXPECT_THAT(text, HasSubstr("authorization: ***"));
  EXPECT_THAT(text, HasSubstr("again   hallmark run --endpoint"));
  EXPECT_THAT(text_, Not(HasSubstr("\x1b")));
}

TEST_F(Junit, CutsALongBodyAndSaysSo) {
  Report report;
  report.records.push_back(record_of("envelope/request-id", "get.xml.v1", Verdict::fail));
  CallRecord call{.action = "StartInstance"};
  call.exchange.status = 200;
  call.exchange.body.assign(100 * 1024, 'b');
  report.records.back().evidence.calls.assign(40, call);
  read(report);
  const std::string text = case_named("envelope/request-id@get.xml.v1").child_value("failure");
  EXPECT_THAT(text, HasSubstr("(36864 bytes more)"));
  EXPECT_THAT(text, HasSubstr("(more exchanges stand in the run file)"));
  EXPECT_LT(text.size(), 700U * 1024);
}

TEST_F(Junit, OfAClientSaysWhatItsUserWasTold) {
  Report report;
  report.info.subject = {.kind = Subject::Kind::client, .name = "pop-core 1.8.0"};
  report.info.again_options = "--timeout '1s' -- 'node' 'shim.js'";
  report.records.push_back(record_of("envelope/request-id", "json", Verdict::fail));
  CallRecord call{.action = "StartInstance", .told = R"({"id":7,"ok":null})"};
  call.exchange.status = 403;
  report.records.back().evidence.calls.push_back(call);
  read(report);
  const std::string text = case_named("envelope/request-id@json").child_value("failure");
  EXPECT_THAT(text, HasSubstr("told    {\"id\":7,\"ok\":null}\n"));
  EXPECT_THAT(text, HasSubstr("again   hallmark sdk --select 'envelope/request-id@json' "
                              "--timeout '1s' -- 'node' 'shim.js'\n"));
}

TEST_F(Junit, OfAnEmptyRunIsWellFormed) {
  read(Report{});
  EXPECT_STREQ(document_.child("testsuites").attribute("tests").value(), "0");
}

class CampaignJunit : public Junit {
 protected:
  void read(const Report& campaign) {
    Junit::read(campaign);
    testing::expect_strict_junit(document_);
  }
  std::string property(const std::string& suite, const std::string& name) {
    const std::string path = "//testsuite[@name='" + suite + "']//property[@name='" + name + "']";
    EXPECT_EQ(document_.select_nodes(path.c_str()).size(), 1U) << name;
    return document_.select_node(path.c_str()).node().attribute("value").value();
  }
};

TEST_F(CampaignJunit, IsAsApproved) {
  testing::expect_approved("campaign-junit.xml", written(sample_campaign()));
}

TEST_F(CampaignJunit, HasACasePerChecker) {
  const Report campaign = sample_campaign();
  read(campaign);
  keep("campaign.xml");
  EXPECT_EQ(document_.select_nodes("//testcase").size(), campaign.campaign->checkers.size());
  EXPECT_STREQ(case_named("nonce-good-once").first_child().name(), "system-out")
      << "checked, and holds";
  EXPECT_STREQ(case_named("local-disk-as-told").child("skipped").attribute("message").value(),
               "never exercised in 1200 histories");
  const pugi::xml_node failure = case_named("refusal-changes-nothing").child("failure");
  EXPECT_STREQ(failure.attribute("type").value(), "required");
  EXPECT_STREQ(failure.attribute("message").value(),
               "StopInstance: wanted 403, and the instance is still Running, got 403 "
               "IncorrectInstanceStatus, and the instance is Stopping");
  EXPECT_STREQ(case_named("answers-in-time").child("failure").attribute("type").value(), "advice");
}

TEST_F(CampaignJunit, CarriesHistoryAndExchangesOfAFindingInLegalCharacters) {
  read(sample_campaign());
  const std::string refusal = case_named("refusal-changes-nothing").child_value("failure");
  EXPECT_THAT(refusal, HasSubstr("\n---- history\nhallmark history 1\nworld Running PostPaid "));
  EXPECT_THAT(refusal, HasSubstr("\n---- as a case\n{.id = "));
  EXPECT_THAT(refusal, HasSubstr("\n---- exchange 2 of 2, 345 us\nGET /?Action=StopInstance"));
  EXPECT_THAT(refusal, HasSubstr("HTTP 403\n"));
  const std::string unreadable = case_named("well-formed-envelope").child_value("failure");
  EXPECT_THAT(unreadable, HasSubstr("\\x00\\x1b\\xff]]> \\xef\\xbf\\xbf & <&\"'"));
  EXPECT_THAT(unreadable, HasSubstr("no answer: timeout no answer within 5 s"));
  EXPECT_THAT(text_, Not(HasSubstr("\x1b")));
}

TEST_F(CampaignJunit, PutsAllFindingsOfACheckerIntoOneFailure) {
  Report campaign = sample_campaign();
  campaign.records = {finding_of("nonce-good-once", cases::Level::observed),
                      finding_of("nonce-good-once", cases::Level::required)};
  campaign.records[1].finding.got = "the second";
  read(campaign);
  const pugi::xml_node failure = case_named("nonce-good-once").child("failure");
  EXPECT_STREQ(failure.attribute("type").value(), "required") << "the strongest of them";
  EXPECT_STREQ(failure.attribute("message").value(),
               "StopInstance: wanted 403, got 200; and 1 more");
  EXPECT_THAT(failure.child_value(), HasSubstr("got     200\n"));
  EXPECT_THAT(failure.child_value(), HasSubstr("got     the second\n"));
}

TEST_F(CampaignJunit, LosesNoFindingOfACheckerThatIsNotListed) {
  Report campaign = sample_campaign();
  campaign.campaign->checkers.clear();
  read(campaign);
  EXPECT_EQ(document_.select_nodes("//failure").size(), campaign.records.size());
}

TEST_F(CampaignJunit, WithoutAVerdictPassesNothing) {
  Report campaign = sample_campaign();
  campaign.campaign->accepted = 0;
  campaign.records = {finding_of("answers-in-time", cases::Level::advice)};
  read(campaign);
  EXPECT_EQ(document_.select_nodes("//skipped").size() + document_.select_nodes("//failure").size(),
            campaign.campaign->checkers.size());
  EXPECT_STREQ(case_named("nonce-good-once").child("skipped").attribute("message").value(),
               "NO VERDICT: no call was accepted in 1200 histories with 8342 calls; 1 piece of "
               "advice");
}

TEST_F(CampaignJunit, TellsWhatWasMet) {
  read(sample_campaign());
  EXPECT_EQ(property("answer-coverage", "rows-met"), "3 of 5");
  EXPECT_EQ(property("answer-coverage", "rows-met:StartInstance 2019-05"), "1 of 2");
  EXPECT_EQ(property("answer-coverage", "met:StartInstance 2019-05, error row 2: 403 DiskError"),
            "0");
  EXPECT_EQ(property("answer-coverage", "answer:StartInstance 200"), "4000");
  EXPECT_EQ(property("answer-coverage", "transition:StopInstance: Running to \\x1b[31mGone\\xff"),
            "1");
  EXPECT_STREQ(case_named("nonce-good-once").child_value("system-out"),
               "level   required\nholds   a nonce is good once\ncites   signature V1, clause 4\n");
  EXPECT_EQ(property("checkers", "seed"), "18446744073709551615");
}

TEST_F(CampaignJunit, CutsALongExchangeAndSaysSo) {
  Report campaign = no_campaign();
  campaign.records = {finding_of("nonce-good-once", cases::Level::required)};
  Exchange exchange;
  exchange.status = 200;
  exchange.body.assign(100 * 1024, 'b');
  campaign.records[0].evidence.calls.assign(40, {.exchange = exchange});
  read(campaign);
  const std::string text = case_named("nonce-good-once").child_value("failure");
  EXPECT_THAT(text, HasSubstr("(36864 bytes more)"));
  EXPECT_THAT(text, HasSubstr("(more exchanges stand in the campaign file)"));
  EXPECT_LT(text.size(), 700U * 1024);
}

TEST_F(CampaignJunit, OfNothingIsWellFormed) {
  read(no_campaign());
  EXPECT_EQ(property("answer-coverage", "rows-met"), "0 of 0");
  EXPECT_EQ(property("checkers", "headline"), "NO VERDICT: no history was played");
}

}  // namespace
}  // namespace hallmark::reports
