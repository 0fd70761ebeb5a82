// SPDX-License-Identifier: Apache-2.0
//
// Known failures in each state, flaky cases and an early end, in every form.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <pugixml.hpp>
#include <sstream>
#include <string>
#include <utility>

#include "reports/known_failures_file.hpp"
#include "reports/testing/approved.hpp"
#include "reports/testing/junit_check.hpp"
#include "reports/testing/sample_campaign.hpp"
#include "reports/testing/sample_report.hpp"
#include "reports/testing/schema_check.hpp"
#include "reports/testing/temporary_file.hpp"
#include "reports/text.hpp"
#include "reports/writers/console.hpp"
#include "reports/writers/json/run_file.hpp"
#include "reports/writers/writers.hpp"

namespace hallmark::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::record_of;

constexpr std::string_view running = "start-instance/precondition/running";

Record fails(std::string_view id, std::string_view variant) {
  Record record = record_of(id, variant, Verdict::fail);
  record.finding = {.verdict = Verdict::fail,
                    .wanted = "403 IncorrectInstanceStatus",
                    .wanted_by = "StartInstance 2020-10, error row 2",
                    .got = "200, and the instance is Starting",
                    .action = "StartInstance",
                    .answers = {"403 IncorrectInstanceStatus"},
                    .answer = "200"};
  record.times = 5;
  record.times_failed = 5;
  return record;
}

// One of each state that a line can be in, a flaky case, and an end before the end.
Report sample_gate() {
  Report report;
  report.info = {.hallmark_version = "9.8.7",
                 .started = "2026-05-04T03:02:01Z",
                 .subject = {.name = "http://127.0.0.1:8080", .url = "http://127.0.0.1:8080"},
                 .fixtures = "http://127.0.0.1:8080/_fixtures",
                 .selection = {.shuffle_seed = 1, .repeat = 5, .max_failures = 2},
                 .jobs = 8};
  report.info.known_failures =
      read_known_failures("known.txt",
                          "**/running@get.xml.v1  until=2026-12-31  # <ticket> 12\n"
                          "**/running@get.json.v1  # mended\n"
                          "**/running@post.xml.v3  finding=\"got 500\"  # another way\n"
                          "**/running@post.json.v3  until=2026-01-01  # over\n"
                          "concurrency/start/eight  # flaky, and known to be\n"
                          "base/signature/v3  # blocked\n"
                          "start-instance/gone  # renamed\n");
  find_covered(
      report.info.known_failures,
      {{.id = running, .asked = {"get.xml.v1", "get.json.v1", "post.xml.v3", "post.json.v3"}},
       {.id = "concurrency/start/eight", .asked = {""}},
       {.id = "base/signature/v3", .asked = {""}}},
      {"", "get.xml.v1"});
  Record passed = record_of(running, "get.json.v1", Verdict::pass);
  Record blocked = record_of("base/signature/v3", "", Verdict::inconclusive);
  blocked.finding.reason = "V3 signatures are not accepted";
  Record known_flaky = record_of("concurrency/start/eight", "", Verdict::inconclusive);
  Record flaky = fails(running, "post.json.v1");
  for (Record* record : {&passed, &blocked}) record->times = 5;
  for (Record* record : {&known_flaky, &flaky}) {
    record->times = 5;
    record->times_failed = 2;
    record->finding.verdict = Verdict::inconclusive;
    record->finding.reason = "flaky: fails 2 of 5";
  }
  report.records = {fails(running, "get.xml.v1"),
                    passed,
                    fails(running, "post.xml.v3"),
                    fails(running, "post.json.v3"),
                    known_flaky,
                    flaky,
                    blocked};
  report.planned = 2050;
  report.cut_short = true;
  report.took_us = 500000;
  return report;
}

using Write = void (*)(const Report&, const Summary&, std::ostream&);

std::string written(Write write, const Report& report) {
  std::ostringstream out;
  write(report, summarize(report), out);
  return std::move(out).str();
}

TEST(Gate, IsAsApprovedInEveryForm) {
  const Report report = sample_gate();
  const Summary summary = summarize(report);
  std::ostringstream console;
  write_failures(report, summary, console, {});
  write_summary(report, summary, console, {});
  testing::expect_approved("gate-console.txt", console.str());
  testing::expect_approved("gate-junit.xml", written(write_junit, report));
  testing::expect_approved("gate.json", written(write_json, report));
  testing::expect_approved("gate.md", written(write_markdown, report));
  testing::expect_approved("gate.ctrf.json", written(write_ctrf, report));
}

TEST(Gate, CountsInJUnitAndCtrfWhatTheyList) {
  pugi::xml_document document;
  const std::string text = written(write_junit, sample_gate());
  ASSERT_TRUE(document.load_string(text.c_str()));
  testing::expect_strict_junit(document);

  const boost::json::value results =
      boost::json::parse(written(write_ctrf, sample_gate())).at("results");
  std::map<std::string, std::int64_t> counts;
  for (const boost::json::value& test : results.at("tests").as_array()) {
    ++counts[std::string{test.at("status").as_string()}];
  }
  const boost::json::value& summary = results.at("summary");
  std::int64_t all = 0;
  for (const char* status : {"passed", "failed", "skipped", "other"}) {
    EXPECT_EQ(counts[status], summary.at(status).as_int64()) << status;
    all += counts[status];
  }
  EXPECT_EQ(summary.at("tests").as_int64(), all);
}

TEST(Gate, IsReadAgainAsItWasSavedAndFollowsTheSchema) {
  const Report report = sample_gate();
  const std::string text = written(write_json, report);
  std::ifstream in{HALLMARK_REPORT_SCHEMA};
  const auto schema = boost::json::parse(std::string{std::istreambuf_iterator<char>{in}, {}});
  EXPECT_THAT(testing::violations(schema, boost::json::parse(text)), ::testing::IsEmpty());

  const testing::TemporaryFile file;
  file.fill(text);
  const Report again = read_run_file(file.path());
  EXPECT_EQ(again.info.known_failures, report.info.known_failures);
  EXPECT_EQ(again.info.selection, report.info.selection);
  EXPECT_TRUE(again.cut_short);
  for (const Write write : {write_json, write_junit, write_ctrf, write_markdown, write_badge}) {
    EXPECT_EQ(written(write, again), written(write, report));
  }
}

TEST(Gate, OfACampaignIsReadAgainAsItWasSaved) {
  Report campaign = testing::sample_campaign();
  const std::string bucket = printable(bucket_of(campaign.records[0]));
  campaign.info.known_failures = read_known_failures(
      "known.txt", bucket + "  # known\nno-such-checker / * / *  until=2099-01-01  # none\n");
  find_covered(campaign.info.known_failures, {campaign.records[0].check->id});
  const std::string text = written(write_json, campaign);
  std::ifstream in{HALLMARK_CAMPAIGN_SCHEMA};
  const auto schema = boost::json::parse(std::string{std::istreambuf_iterator<char>{in}, {}});
  EXPECT_THAT(testing::violations(schema, boost::json::parse(text)), ::testing::IsEmpty());
  const testing::TemporaryFile file;
  file.fill(text);
  const Report again = read_report_file(file.path());
  for (const Write write : {write_json, write_junit, write_ctrf, write_markdown, write_html}) {
    EXPECT_EQ(written(write, again), written(write, campaign));
  }
  EXPECT_THAT(written(write_junit, campaign),
              HasSubstr("known.txt:2: no-such-checker / * / * names"));
  EXPECT_THAT(headline(campaign, summarize(campaign)), HasSubstr("1 known finding"));
}

TEST(Gate, MarksKnownFailuresInThePage) {
  const std::string page = written(write_html, sample_gate());
  EXPECT_THAT(page, HasSubstr("of these as they are known to"));
  EXPECT_THAT(page,
              HasSubstr("known.txt:2: start-instance/precondition/running@get.json.v1 passes"));
  EXPECT_THAT(page, Not(HasSubstr("<ticket>")));
  std::ofstream file{HALLMARK_LOOKED_AT_DIR "/gate.html"};  // by a browser (page/checks)
  EXPECT_TRUE(file << page);
}

}  // namespace
}  // namespace hallmark::reports
