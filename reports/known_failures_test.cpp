// SPDX-License-Identifier: Apache-2.0
#include "reports/known_failures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "reports/input_file.hpp"
#include "reports/report.hpp"
#include "reports/testing/known_run.hpp"
#include "reports/testing/sample_campaign.hpp"
#include "reports/testing/sample_report.hpp"
#include "reports/text.hpp"

namespace hallmark::reports {
namespace {

using namespace testing::known_run;

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::record_of;
using ::testing::SizeIs;

std::string headline_of(const Report& report) { return headline(report, summarize(report)); }
int code_of(const Report& report) { return exit_code(report, summarize(report)); }
std::vector<std::string> troubles_of(const Report& report) {
  return summarize(report).list_troubles;
}

TEST(KnownFailures, CoverWhatIsAskedByAddressAndTheRestById) {
  KnownFailures known = read_known_failures("known.txt",
                                            "start-instance/**  # all\n"
                                            "**/running@*.v3    # one\n"
                                            "**/no-stock@post.xml.v3  # not asked so\n"
                                            "**/no-stock@post.xml.v9  # no such variant\n"
                                            "stop-instance/x  # no such case\n");
  find_covered(known, cases_of_the_run, variants);
  EXPECT_THAT(
      known.lines[0].covers,
      ElementsAre(std::string{running} + "@get.xml.v1", std::string{running} + "@post.json.v3",
                  std::string{no_stock} + "@get.xml.v1", std::string{no_stock} + "@post.json.v3",
                  "start-instance/deep"));
  EXPECT_THAT(known.lines[1].covers, ElementsAre(std::string{running} + "@post.json.v3"));
  EXPECT_THAT(known.lines[2].covers, ElementsAre(std::string{no_stock}));
  EXPECT_THAT(known.lines[3].covers, IsEmpty());
  EXPECT_THAT(known.lines[4].covers, IsEmpty());
}

TEST(KnownFailures, CoverNoMoreThanTwentyCases) {
  std::vector<std::string> ids;
  for (int i = 0; i < 21; ++i) ids.push_back("a/" + std::to_string(i));
  std::vector<Nameable> all;
  for (const std::string& id : ids) all.push_back({.id = id, .asked = {"x", "y"}});
  KnownFailures known = read_known_failures("known.txt", "a/1*  # eleven\n");
  EXPECT_NO_THROW(find_covered(known, all, variants));
  known = read_known_failures("known.txt", "# first\na/*  # all\n");
  try {
    find_covered(known, all, variants);
    FAIL() << "it covers them all";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(),
                 "known.txt:2: a/* covers 21 cases, and no line may cover more than 20: name those "
                 "that fail");
  }
}

TEST(KnownFailures, DoNotDecide) {
  const Report report = run_of("start-instance/precondition/running  # known\n" +
                                   std::string{eight} + " # recommended alike\n",
                               {fails(running, "get.xml.v1"), fails(running, "post.json.v3"),
                                fails(eight, ""), passes(no_stock, "get.xml.v1")});
  const Summary summary = summarize(report);
  EXPECT_EQ(summary.known_failures, 3U);
  EXPECT_EQ(summary.failures_that_count, 0U);
  EXPECT_EQ(summary.failures_below, 0U);
  EXPECT_THAT(summary.causes, IsEmpty());
  EXPECT_THAT(summary.list_troubles, IsEmpty());
  EXPECT_EQ(headline_of(report), "CONFORMANT but for 3 known failures");
  EXPECT_EQ(code_of(report), 0);
}

TEST(KnownFailures, LeaveTheOthersAsTheyAre) {
  const Report report = run_of("**/running@get.xml.v1  # known\n",
                               {fails(running, "get.xml.v1"), fails(running, "post.json.v3")});
  EXPECT_EQ(headline_of(report), "NOT CONFORMANT: 1 required case failed; 1 known failure");
  EXPECT_EQ(code_of(report), 1);
}

TEST(KnownFailures, MustFail) {
  const Report report =
      run_of("**/running  # mended since\n" + std::string{eight} + "  # too\n",
             {passes(running, "get.xml.v1"), fails(running, "post.json.v3"), passes(eight, "")});
  EXPECT_THAT(troubles_of(report),
              ElementsAre("known.txt:1: start-instance/precondition/running@get.xml.v1 passes: "
                          "name only what fails",
                          "known.txt:2: concurrency/start/eight passes: take the line out"));
  EXPECT_EQ(headline_of(report),
            "KNOWN FAILURES OUT OF DATE: known.txt must change in 2 lines; CONFORMANT but for 1 "
            "known failure");
  EXPECT_EQ(code_of(report), 1);
}

TEST(KnownFailures, MustBeThere) {
  const Report report =
      run_of("start-instance/gone  # renamed\n", {passes(no_stock, "get.xml.v1")});
  EXPECT_THAT(troubles_of(report), ElementsAre("known.txt:1: start-instance/gone names no case "
                                               "that there is: take the line out, or correct it"));
  EXPECT_EQ(code_of(report), 1);
}

TEST(KnownFailures, OfAnotherPartOfTheRunAreLeftAlone) {
  const Report report = run_of("**/running  # in another shard\nstart-instance/deep # deeper\n",
                               {passes(no_stock, "get.xml.v1")});
  EXPECT_THAT(troubles_of(report), IsEmpty());
  EXPECT_EQ(headline_of(report), "CONFORMANT");
}

TEST(KnownFailures, HoldUntilTheirDayIsOver) {
  const std::string line = "**/running until=2026-11-";
  const std::vector<Record> records = {fails(running, "get.xml.v1"), passes(eight, "")};
  EXPECT_EQ(code_of(run_of(line + "29 # x\n", records)), 0);
  const Report late = run_of(line + "28 # x\n", records);
  EXPECT_THAT(troubles_of(late),
              ElementsAre("known.txt:1: **/running expired on 2026-11-28, and "
                          "start-instance/precondition/running@get.xml.v1 fails still: mend it, or "
                          "say until when it may"));
  EXPECT_EQ(headline_of(late),
            "NOT CONFORMANT: 1 required case failed; known.txt must change in 1 line");
  EXPECT_THAT(troubles_of(run_of(line + "28 # x\n", {passes(running, "get.xml.v1")})),
              ElementsAre("known.txt:1: **/running expired on 2026-11-28: take the line out"));
}

TEST(KnownFailures, MayNameTheFinding) {
  const std::string line = "**/running finding=\"got 200\"  # x\n";
  EXPECT_EQ(code_of(run_of(line, {fails(running, "get.xml.v1"), passes(eight, "")})), 0);
  Record other = fails(running, "get.xml.v1", "500 Oops, \"twice\"");
  other.finding.answer = "500 Oops";
  const Report report = run_of(line, {other, passes(eight, "")});
  EXPECT_THAT(troubles_of(report),
              ElementsAre("known.txt:1: start-instance/precondition/running@get.xml.v1 fails in "
                          "another way, \"got 500 Oops\" and not \"got 200\": look at it, then "
                          "correct finding="));
  EXPECT_EQ(code_of(report), 1);
  EXPECT_EQ(summarize(report).failures_that_count, 1U);
}

TEST(KnownFailures, OfTwoLinesOneIsEnough) {
  const Report report =
      run_of("**/running finding=\"got 500\" # one way\n**/running finding=\"got 200\" # another\n",
             {fails(running, "get.xml.v1"), passes(eight, "")});
  EXPECT_EQ(code_of(report), 0);
}

TEST(KnownFailures, ThatWereNotJudgedAreSaidToBeNeither) {
  Record blocked = record_of(running, "get.xml.v1", Verdict::inconclusive);
  blocked.finding.blocked_by = "base/signature/v1";
  const Report report = run_of("**/running # x\n", {blocked, passes(eight, "")});
  const Summary summary = summarize(report);
  EXPECT_THAT(summary.list_troubles, IsEmpty());
  EXPECT_THAT(summary.list_notes,
              ElementsAre("known.txt:1: start-instance/precondition/running@get.xml.v1 was not "
                          "judged: neither pass nor fail"));
  EXPECT_EQ(code_of(report), 0);
}

TEST(KnownFailures, OfACampaignAreBuckets) {
  Report campaign = testing::sample_campaign();
  ASSERT_FALSE(campaign.records.empty());
  const std::vector<std::string_view> checkers = {campaign.records[0].check->id};
  std::string list;
  for (const Record& record : campaign.records) {
    list += printable(bucket_of(record)) + "  # known\n";
  }
  campaign.info.known_failures = read_known_failures("known.txt", list);
  std::vector<std::string_view> all;
  for (const Record& record : campaign.records) all.push_back(record.check->id);
  find_covered(campaign.info.known_failures, all);
  const Summary summary = summarize(campaign);
  EXPECT_EQ(summary.known_failures, campaign.records.size());
  EXPECT_EQ(exit_code(campaign, summary), 0) << headline(campaign, summary);
  EXPECT_THAT(headline(campaign, summary), ::testing::StartsWith("NO NEW FINDING in "));

  const std::string checker{checkers[0]};
  campaign.info.known_failures =
      read_known_failures("known.txt", checker + "/**  # any\nno-such-checker / * / *  # x\n" +
                                           checker + " / NoSuchAction / 1  # not met: no matter\n");
  find_covered(campaign.info.known_failures, checkers);
  EXPECT_THAT(summarize(campaign).list_troubles,
              ElementsAre("known.txt:2: no-such-checker / * / * names no checker that there is: "
                          "take the line out, or correct it"));
  KnownFailures vague = read_known_failures("known.txt", "** # any\n");
  EXPECT_THROW(find_covered(vague, checkers), InputError);
}

TEST(Flaky, IsNeverGreen) {
  Record record = record_of(running, "get.xml.v1", Verdict::inconclusive);
  record.times = 5;
  record.times_failed = 2;
  record.finding.reason = "flaky: fails 2 of 5";
  Report report = run_of("", {record, passes(eight, "")});
  EXPECT_EQ(headline_of(report),
            "NO VERDICT: start-instance/precondition/running@get.xml.v1 is flaky: fails 2 of 5");
  EXPECT_EQ(code_of(report), 2);
  report = run_of("**/running # it is known to\n", {record, passes(eight, "")});
  EXPECT_EQ(code_of(report), 0);
  EXPECT_THAT(headline_of(report), HasSubstr("but for 1 known failure, partial: 1 case "));
}

TEST(MaxFailures, AreSaidToHaveEndedTheRun) {
  Report report = run_of("", {fails(running, "get.xml.v1")});
  report.info.selection.max_failures = 1;
  report.cut_short = true;
  report.planned = 2050;
  EXPECT_EQ(headline_of(report),
            "NOT CONFORMANT: 1 required case failed; ended by --max-failures 1 after 1 of 2,050 "
            "cases");
  EXPECT_EQ(code_of(report), 1);
}

}  // namespace
}  // namespace hallmark::reports
