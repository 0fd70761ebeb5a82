// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/junit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <pugixml.hpp>
#include <sstream>
#include <string>

#include "reports/testing/approved.hpp"
#include "reports/testing/junit_check.hpp"
#include "reports/testing/sample_report.hpp"

namespace hallmark::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::record_of;

std::string written(const Report& report) {
  std::ostringstream out;
  write_junit(report, out);
  return out.str();
}

class Junit : public ::testing::Test {
 protected:
  void read(const Report& report) {
    text_ = written(report);
    const pugi::xml_parse_result result = document_.load_string(text_.c_str());
    ASSERT_TRUE(result) << result.description();
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
  EXPECT_FALSE(case_named("envelope/request-id@get.xml.v1").first_child());
}

TEST_F(Junit, WhatIsMissingFailsUnderRequireAll) {
  Report report = testing::sample_report();
  report.info.require_all = true;
  read(report);
  EXPECT_TRUE(document_.select_nodes("//skipped").empty());
  EXPECT_STREQ(case_named("start-instance/row/no-stock@get.xml.v1")
                   .child("failure")
                   .attribute("message")
                   .value(),
               "unsupported: fixture NoStock");
}

TEST_F(Junit, CitesByProperties) {
  read(testing::sample_report());
  const auto property = [&](const std::string& name) {
    const std::string path = "//property[@name='" + name + "']";
    EXPECT_EQ(document_.select_nodes(path.c_str()).size(), 1U) << name;
    return std::string{document_.select_node(path.c_str()).node().attribute("value").value()};
  };
  EXPECT_EQ(property("citations:start-instance/parameter/odd-id"),
            "StartInstance 2020-10, error row 2; StartInstance 2020-10, clause 1");
  EXPECT_EQ(property("level:concurrency/start/eight"), "recommended");
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

TEST_F(Junit, OfAnEmptyRunIsWellFormed) {
  read(Report{});
  EXPECT_STREQ(document_.child("testsuites").attribute("tests").value(), "0");
}

}  // namespace
}  // namespace hallmark::reports
