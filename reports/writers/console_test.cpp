// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "reports/testing/approved.hpp"
#include "reports/testing/sample_report.hpp"

namespace hallmark::reports {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::record_of;
using testing::sample_report;

constexpr Style plain{};
constexpr Style colour{.color = true, .terminal = true, .width = 120};

std::string failure_of(const Report& report, const CaseRecord& record, Style style = plain) {
  std::ostringstream out;
  write_failure(report.info, record, out, style);
  return out.str();
}

std::string summary_of(const Report& report, Style style = plain) {
  std::ostringstream out;
  write_summary(report, summarize(report), out, style);
  return out.str();
}

std::string console_of(const Report& report, Style style) {
  std::string text;
  for (const CaseRecord& record : report.records) {
    const Verdict verdict = record.finding.verdict;
    if (verdict == Verdict::fail || verdict == Verdict::error)
      text += failure_of(report, record, style);
  }
  return text + summary_of(report, style);
}

TEST(Console, IsAsApproved) {
  testing::expect_approved("console.txt", console_of(sample_report(), plain));
}

TEST(Console, InColourIsAsApproved) {
  testing::expect_approved("console-colour.txt", console_of(sample_report(), colour));
}

TEST(Failure, NamesTwoCitationsAndCountsTheRest) {
  const Report report = sample_report();
  CaseRecord record = record_of("start-instance/precondition/running", "get.xml.v1", Verdict::fail);
  record.finding.wanted = "403";
  record.finding.wanted_by = "A, row 1; B, row 2; C, row 3; D, row 4";
  EXPECT_THAT(failure_of(report, record), HasSubstr("A, row 1; B, row 2; and 2 more\n"));
  record.finding.wanted_by = "A, row 1; B, row 2";
  EXPECT_THAT(failure_of(report, record), HasSubstr("A, row 1; B, row 2\n"));
}

TEST(Failure, HasTheShapeThatUsersKnow) {
  const Report report = sample_report();
  EXPECT_EQ(
      failure_of(report, report.records[1]),
      "FAIL  start-instance/precondition/running  get.xml.v1                                "
      "required\n"
      "      given   an instance that is Running\n"
      "      when    StartInstance(InstanceId = i-bp1)\n"
      "      wanted  403 IncorrectInstanceStatus            StartInstance 2020-10, error row 2\n"
      "      got     200, and the instance is Starting\n"
      "      again   hallmark run --endpoint 'http://127.0.0.1:8080' --select "
      "'start-instance/precondition/running@get.xml.v1'\n");
}

TEST(Failure, IsOneScreenLineAValueWhateverTheTargetSaid) {
  const Report report = sample_report();
  const std::string text = failure_of(report, report.records[2]);
  EXPECT_THAT(text, HasSubstr("got     500 \\x1b[31m\\xff <xxx"));
  EXPECT_THAT(text, HasSubstr("xxx ... xxx"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(Failure, OfManyCallsNamesTheFirstAndCountsTheRest) {
  const Report report = sample_report();
  const std::string text =
      failure_of(report, record_of("envelope/request-id", "get.xml.v1", Verdict::fail));
  EXPECT_THAT(text, HasSubstr("... and 2 more calls"));
}

TEST(Failure, OfTheRunItselfIsAnError) {
  const Report report = sample_report();
  const std::string text = failure_of(report, report.records.back());
  EXPECT_THAT(text, HasSubstr("ERROR start-instance/row/no-stock  post.json.v1"));
  EXPECT_THAT(text, HasSubstr("because the fixture provider answered 503"));
}

TEST(SummaryText, EndsWithTheHeadline) {
  const Report report = sample_report();
  EXPECT_THAT(summary_of(report), EndsWith(headline(report, summarize(report)) + "\n"));
}

TEST(SummaryText, NamesWhatBlocksAndHowMuch) {
  EXPECT_THAT(summary_of(sample_report()),
              HasSubstr("V3 signatures are not accepted: 2 cases blocked\n"));
}

TEST(SummaryText, SaysThatRecommendedFailuresDoNotDecide) {
  Report report = sample_report();
  EXPECT_THAT(summary_of(report), HasSubstr("1 failure of recommended or observed cases"));
  report.info.strict = true;
  EXPECT_THAT(summary_of(report), Not(HasSubstr("without --strict")));
}

TEST(SummaryText, ListsEightReasonsAndCountsTheOthers) {
  Report report;
  for (int i = 0; i < 11; ++i) {
    CaseRecord record = record_of("envelope/request-id", "get.xml.v1", Verdict::pass);
    record.finding.lenience = std::string{"choice "}.append(std::to_string(i + 10));
    report.records.push_back(record);
  }
  const std::string text = summary_of(report);
  EXPECT_THAT(text, HasSubstr("11 cases passed where the documents leave a choice\n"));
  EXPECT_THAT(text, HasSubstr("  choice 17: 1 case\n  3 more reasons: 3 cases\n"));
  EXPECT_THAT(text, Not(HasSubstr("choice 18")));
}

TEST(SummaryText, TellsTheRate) {
  Report report = sample_report();
  report.exchanges = 10000;
  report.took_us = 400000;
  EXPECT_THAT(summary_of(report), HasSubstr("10000 exchanges in 0.400 s, 25000 a second\n"));
}

TEST(SummaryText, OfNothingIsTheHeadlineAlone) {
  EXPECT_EQ(summary_of(Report{}), "\n0 exchanges in 0.000 s\nNO VERDICT: nothing was executed\n");
}

}  // namespace
}  // namespace hallmark::reports
