// SPDX-License-Identifier: Apache-2.0
#include "reports/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "reports/testing/sample_report.hpp"

namespace hallmark::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using testing::record_of;

constexpr std::string_view required_id = "start-instance/precondition/running";
constexpr std::string_view recommended_id = "concurrency/start/eight";

Report report_with(std::vector<Record> records) {
  Report report;
  report.records = std::move(records);
  return report;
}

Record because(Record record, std::string reason) {
  record.finding.reason = std::move(reason);
  return record;
}

Record blocked_by(Record record, std::string id) {
  record.finding.blocked_by = std::move(id);
  return record;
}

std::string headline_of(const Report& report) { return headline(report, summarize(report)); }
int exit_code_of(const Report& report) { return exit_code(report, summarize(report)); }

TEST(Address, NamesTheVariantWhereThereIsOne) {
  EXPECT_EQ(address_of(record_of(required_id, "get.xml.v1", Verdict::pass)),
            "start-instance/precondition/running@get.xml.v1");
  EXPECT_EQ(address_of(record_of("base/signature/v3", "", Verdict::pass)), "base/signature/v3");
}

TEST(Verdicts, AreFoundByTheirName) {
  for (const std::string_view name : verdict_names) {
    const auto verdict = verdict_named(name);
    ASSERT_TRUE(verdict) << name;
    EXPECT_EQ(name_of(*verdict), name);
  }
  EXPECT_FALSE(verdict_named("PASS"));
}

TEST(Run, IsConformantWhenEverythingPassed) {
  const Report report = report_with({record_of(required_id, "get.xml.v1", Verdict::pass)});
  EXPECT_EQ(headline_of(report), "CONFORMANT");
  EXPECT_EQ(exit_code_of(report), 0);
}

TEST(Run, IsPartialWhereSomethingWasUnsupported) {
  const Report report = report_with(
      {record_of(required_id, "get.xml.v1", Verdict::pass),
       because(record_of("start-instance/row/no-stock", "", Verdict::unsupported),
               "fixture NoStock"),
       because(record_of(recommended_id, "", Verdict::inconclusive), "the target cannot tell")});
  EXPECT_EQ(headline_of(report),
            "CONFORMANT in the 1 of 3 cases that could be asked: 1 case not exercised, "
            "1 inconclusive")
      << "with its reasons it would not fit a line";
  EXPECT_EQ(exit_code_of(report), 0);
}

TEST(Run, NamesTheMostFrequentReasonsAndCountsTheOthers) {
  Report report = report_with({record_of(required_id, "get.xml.v1", Verdict::pass)});
  for (const char* reason : {"a", "b", "b", "c", "d", "e", "e", "e"}) {
    report.records.push_back(because(record_of(required_id, "x", Verdict::unsupported), reason));
  }
  EXPECT_EQ(headline_of(report),
            "CONFORMANT in the 1 of 9 cases that could be asked: 8 cases not exercised (e, b and "
            "3 more reasons)");
}

Report report_with_judged(std::size_t judged, std::size_t all) {
  Report report;
  for (std::size_t i = 0; i < all; ++i) {
    report.records.push_back(because(record_of(required_id, "x", Verdict::unsupported), "json"));
    if (i < judged) report.records.back() = record_of(required_id, "x", Verdict::pass);
  }
  return report;
}

TEST(Run, SaysFirstHowLittleCouldBeAsked) {
  EXPECT_EQ(headline_of(report_with_judged(1500, 2050)),
            "CONFORMANT, partial: 550 cases not exercised (json)");
  EXPECT_EQ(headline_of(report_with_judged(900, 2050)),
            "CONFORMANT in the 900 of 2,050 cases that could be asked: 1150 cases not exercised "
            "(json)");
}

TEST(Run, HasNoVerdictWhereItJudgedLessThanATenth) {
  Report report = report_with_judged(27, 2050);
  EXPECT_EQ(headline_of(report),
            "NO VERDICT: only 27 of 2,050 cases could be asked, less than the 10 % of "
            "--require-judged");
  EXPECT_EQ(exit_code_of(report), 2);
  EXPECT_EQ(exit_code_of(report_with_judged(205, 2050)), 0);
  report.info.selection.require_judged = 1;
  EXPECT_EQ(exit_code_of(report), 0);
  report.records.push_back(record_of(required_id, "y", Verdict::fail));
  report.info.selection.require_judged = 10;
  EXPECT_EQ(exit_code_of(report), 1);
}

TEST(Run, FailsByRequiredCasesOnly) {
  Report report = report_with({record_of(recommended_id, "get.xml.v1", Verdict::fail),
                               record_of("envelope/request-id", "get.xml.v1", Verdict::fail),
                               record_of(required_id, "get.xml.v1", Verdict::pass)});
  EXPECT_EQ(headline_of(report), "CONFORMANT");
  EXPECT_EQ(exit_code_of(report), 0);
  EXPECT_EQ(summarize(report).failures_below, 2U);

  report.records.back().finding.verdict = Verdict::fail;
  EXPECT_EQ(headline_of(report), "NOT CONFORMANT: 1 required case failed");
  EXPECT_EQ(exit_code_of(report), 1);

  report.info.selection.strict = true;
  EXPECT_EQ(headline_of(report), "NOT CONFORMANT: 3 cases failed");
  EXPECT_EQ(summarize(report).failures_below, 0U);
}

TEST(Run, RequireAllTurnsWhatIsMissingIntoAFailure) {
  Report report =
      report_with({record_of(required_id, "get.xml.v1", Verdict::pass),
                   because(record_of("start-instance/row/no-stock", "", Verdict::unsupported),
                           "fixture NoStock")});
  report.info.selection.require_all = true;
  EXPECT_EQ(headline_of(report), "NOT CONFORMANT: 1 case not exercised (fixture NoStock)");
  EXPECT_EQ(exit_code_of(report), 1);
  report.records[1].finding = {.verdict = Verdict::inconclusive,
                               .reason = "the target cannot tell"};
  EXPECT_EQ(exit_code_of(report), 1);
}

TEST(Run, HasNoVerdictWhereNothingWasJudged) {
  EXPECT_EQ(headline_of(Report{}), "NO VERDICT: nothing was executed");
  EXPECT_EQ(exit_code_of(Report{}), 2);
  const Report report =
      report_with({because(record_of(required_id, "", Verdict::unsupported), "fixture Running")});
  EXPECT_EQ(headline_of(report),
            "NO VERDICT: nothing was judged, 1 case not exercised (fixture Running)");
  EXPECT_EQ(exit_code_of(report), 2);
}

TEST(Run, HasNoVerdictAfterAnErrorUnlessARequiredCaseFailed) {
  Report report =
      report_with({record_of(required_id, "get.xml.v1", Verdict::pass),
                   because(record_of(recommended_id, "", Verdict::error), "connection refused")});
  EXPECT_EQ(headline_of(report),
            "NO VERDICT: 1 case could not be carried out (connection refused)");
  EXPECT_EQ(exit_code_of(report), 2);
  report.records[0].finding.verdict = Verdict::fail;
  EXPECT_EQ(headline_of(report),
            "NOT CONFORMANT: 1 required case failed; 1 case could not be carried out (connection "
            "refused)");
  EXPECT_EQ(exit_code_of(report), 1);
}

TEST(Run, HasNoVerdictWhenItWasInterrupted) {
  Report report = report_with({record_of(required_id, "get.xml.v1", Verdict::pass)});
  report.interrupted = true;
  EXPECT_EQ(headline_of(report), "NO VERDICT: interrupted after 1 case");
  EXPECT_EQ(exit_code_of(report), 130);
  EXPECT_EQ(verdict_code(report, summarize(report)), 2);
  report.planned = 2050;
  EXPECT_EQ(headline_of(report), "NO VERDICT: interrupted after 1 of 2,050 cases");
  report.records[0].finding.verdict = Verdict::fail;
  EXPECT_EQ(headline_of(report),
            "NOT CONFORMANT: 1 required case failed; interrupted after 1 of 2,050 cases");
  EXPECT_EQ(exit_code_of(report), 130);
  EXPECT_EQ(verdict_code(report, summarize(report)), 1);
  report.records[0].finding = {.verdict = Verdict::error, .reason = "interrupted"};
  EXPECT_EQ(headline_of(report), "NO VERDICT: interrupted after 1 of 2,050 cases");
}

TEST(Blocked, CasesAreCountedUnderTheCauseAtTheBottom) {
  const Report report =
      report_with({blocked_by(record_of(required_id, "post.json.v3", Verdict::inconclusive),
                              "base/action/start-instance/variant"),
                   blocked_by(record_of("base/action/start-instance/variant", "post.json.v3",
                                        Verdict::inconclusive),
                              "base/signature/v3"),
                   record_of("base/signature/v3", "", Verdict::fail),
                   record_of("base/action/start-instance/variant", "get.xml.v1", Verdict::pass)});
  const Summary summary = summarize(report);
  EXPECT_THAT(summary.blocked, ElementsAre(Pair("V3 signatures are not accepted", 2)));
  EXPECT_THAT(summary.unsettled, IsEmpty());
  EXPECT_EQ(headline_of(report),
            "NOT CONFORMANT: 1 required case failed; partial: 2 cases inconclusive");
}

TEST(Blocked, ACauseThatHoldsForOneVariantNamesIt) {
  const Report report =
      report_with({record_of("base/action/start-instance/variant", "get.xml.v1", Verdict::fail),
                   blocked_by(record_of(required_id, "get.xml.v1", Verdict::inconclusive),
                              "base/action/start-instance/variant")});
  EXPECT_THAT(summarize(report).blocked,
              ElementsAre(Pair("StartInstance is not accepted this way (get.xml.v1)", 1)));
}

TEST(Blocked, ACauseOutsideTheRunIsNamedByItsId) {
  const Report report = report_with(
      {blocked_by(record_of(required_id, "get.xml.v1", Verdict::inconclusive), "base/elsewhere")});
  EXPECT_THAT(summarize(report).blocked, ElementsAre(Pair("base/elsewhere", 1)));
}

TEST(Blocked, CasesThatBlockEachOtherAreStillCounted) {
  const Report report = report_with(
      {blocked_by(record_of(required_id, "", Verdict::inconclusive), std::string{recommended_id}),
       blocked_by(record_of(recommended_id, "", Verdict::inconclusive), std::string{required_id})});
  EXPECT_EQ(summarize(report).all.inconclusive, 2U);
  EXPECT_EQ(exit_code_of(report), 2);
}

TEST(Blocked, AFailureOnWhichOthersStandDecidesWhateverItsLevel) {
  const Report report =
      report_with({record_of(recommended_id, "", Verdict::fail),
                   record_of(required_id, "get.xml.v1", Verdict::pass),
                   blocked_by(record_of(required_id, "post.json.v3", Verdict::inconclusive),
                              std::string{recommended_id})});
  EXPECT_EQ(exit_code_of(report), 1);
}

TEST(Blocked, ARecommendedFailureOnWhichNothingRequiredStandsDoesNotDecide) {
  const Report report =
      report_with({record_of(recommended_id, "", Verdict::fail),
                   record_of(required_id, "get.xml.v1", Verdict::pass),
                   blocked_by(record_of("envelope/request-id", "", Verdict::inconclusive),
                              std::string{recommended_id})});
  EXPECT_EQ(summarize(report).failures_that_count, 0U);
  EXPECT_EQ(exit_code_of(report), 0);
}

TEST(SummaryOf, TheSampleCountsEveryVerdictByChapter) {
  const Report report = testing::sample_report();
  const Summary summary = summarize(report);
  EXPECT_EQ(summary.all.total(), report.records.size());
  EXPECT_EQ(summary.all.fail, 4U);
  EXPECT_EQ(summary.failures_that_count, 3U);
  EXPECT_EQ(summary.by_chapter.at("start-instance").fail, 2U);
  EXPECT_EQ(summary.by_chapter.at("start-instance").inconclusive, 1U);
  EXPECT_EQ(summary.by_chapter.at("base").fail, 1U);
  EXPECT_EQ(summary.lenient, 1U);
  EXPECT_THAT(summary.not_exercised, ElementsAre(Pair("fixture NoStock", 1)));
  EXPECT_THAT(summary.not_carried_out, ElementsAre(Pair("the fixture provider answered 503", 1)));
}

TEST(SummaryOf, TheSlowestFiveComeLongestFirst) {
  Report report;
  for (const int took : {3, 9, 1, 7, 7, 2, 8}) {
    report.records.push_back(record_of(required_id, "get.xml.v1", Verdict::pass));
    report.records.back().took_us = took;
  }
  EXPECT_THAT(summarize(report).slowest, ElementsAre(1, 6, 3, 4, 0));
}

}  // namespace
}  // namespace hallmark::reports
