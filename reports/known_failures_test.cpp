// SPDX-License-Identifier: Apache-2.0
#include "reports/known_failures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "reports/input_file.hpp"
#include "reports/report.hpp"
#include "reports/testing/sample_campaign.hpp"
#include "reports/testing/sample_report.hpp"
#include "reports/text.hpp"

namespace hallmark::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::record_of;
using ::testing::SizeIs;

constexpr std::string_view running = "start-instance/precondition/running";
constexpr std::string_view eight = "concurrency/start/eight";  // recommended
constexpr std::string_view no_stock = "start-instance/row/no-stock";

std::string refused(std::string_view text) {
  try {
    (void)read_known_failures("known.txt", text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "read";
}

Record fails(std::string_view id, std::string_view variant,
             std::string got = "200, and it starts") {
  Record record = record_of(id, variant, Verdict::fail);
  record.finding = {.verdict = Verdict::fail, .wanted = "403 Wrong", .got = got, .answer = "200"};
  return record;
}

Record passes(std::string_view id, std::string_view variant) {
  return record_of(id, variant, Verdict::pass);
}

// A run of two cases in two variants each, and of one that runs once.
const std::vector<Nameable> cases_of_the_run = {
    {.id = running, .asked = {"get.xml.v1", "post.json.v3"}},
    {.id = no_stock, .asked = {"get.xml.v1", "post.json.v3"}},
    {.id = eight, .asked = {""}},
    {.id = "start-instance/deep"},
};
const std::vector<std::string> variants = {"get.xml.v1", "post.json.v3", "post.xml.v3"};

Report run_of(std::string_view list, std::vector<Record> records) {
  Report report;
  report.info.started = "2026-11-29T10:00:00Z";
  report.info.known_failures = read_known_failures("known.txt", list);
  find_covered(report.info.known_failures, cases_of_the_run, variants);
  report.records = std::move(records);
  return report;
}

std::string headline_of(const Report& report) { return headline(report, summarize(report)); }
int code_of(const Report& report) { return exit_code(report, summarize(report)); }
std::vector<std::string> troubles_of(const Report& report) {
  return summarize(report).list_troubles;
}

TEST(KnownFailures, AreReadALineEach) {
  const KnownFailures known = read_known_failures("known.txt",
                                                  "# of the summer\n"
                                                  "\n"
                                                  "a/b  # they know\r\n"
                                                  "\ta/*@get.xml.v1  until=2026-12-31 # why # not\n"
                                                  "c  finding=\"got \\\"#1\\\" \\\\\" # quotes\n"
                                                  "x / Stop / 403 *  # a bucket");
  ASSERT_THAT(known.lines, SizeIs(4));
  EXPECT_EQ(known.lines[0].line, 3U);
  EXPECT_EQ(known.lines[0].pattern.text(), "a/b");
  EXPECT_EQ(known.lines[0].reason, "they know");
  EXPECT_EQ(known.lines[1].pattern.text(), "a/*@get.xml.v1");
  EXPECT_EQ(known.lines[1].until, "2026-12-31");
  EXPECT_EQ(known.lines[1].reason, "why # not");
  EXPECT_EQ(known.lines[2].finding, "got \"#1\" \\");
  EXPECT_EQ(known.lines[3].pattern.text(), "x / Stop / 403 *");
}

TEST(KnownFailures, MayStandBehindAByteOrderMark) {
  EXPECT_THAT(read_known_failures("known.txt", "\xef\xbb\xbf# of the summer\n").lines, IsEmpty());
  const KnownFailures known = read_known_failures("known.txt",
                                                  "\xef\xbb\xbf"
                                                  "a/b # they know\n");
  ASSERT_THAT(known.lines, SizeIs(1));
  EXPECT_EQ(known.lines[0].pattern.text(), "a/b");
}

TEST(KnownFailures, AreRefusedWhereTheySayTooLittleOrNonsense) {
  EXPECT_EQ(refused("\na/b\n"), "known.txt:2: it says no reason: end it with # and why it fails");
  EXPECT_THAT(refused("a/b #  \n"), HasSubstr("no reason"));
  EXPECT_THAT(refused("until=2026-12-31 # x"), HasSubstr("belongs behind a pattern"));
  for (const char* day :
       {"", "soon", "2026-02-30", "2026-13-01", "2026-1-1", "26-01-01", "+026-01-01"}) {
    EXPECT_THAT(refused("a until=" + std::string{day} + " # x"), HasSubstr("is no day")) << day;
  }
  EXPECT_THAT(refused("a until=2026-12-31 until=2026-12-31 # x"), HasSubstr("twice"));
  for (const char* text : {"got", "\"\"", "\"open", "\"open\\\""}) {
    EXPECT_THAT(refused("a finding=" + std::string{text} + " # x"), HasSubstr("in quotes")) << text;
  }
  EXPECT_THAT(refused("a until=2026-12-31 more # x"), HasSubstr("'more # x' is none of"));
  EXPECT_EQ(refused("a # x until=2026-12-31"),
            "known.txt:1: until= stands before the #, not in the reason");
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

TEST(KnownFailures, AreCorrectedLineByLine) {
  const std::string list =
      "# of the summer\n"
      "\n"
      "**/running@post.json.v3   # holds, and stays as it is written\n"
      "start-instance/**  until=2027-01-01  # two of four pass\n"
      "concurrency/start/*  finding=\"got 500\"  # another way\n"
      "start-instance/gone  # nothing\n"
      "**/no-stock  until=2026-01-01  # over\n"
      "# the end\n";
  const Report report = run_of(
      list, {passes(running, "get.xml.v1"), fails(running, "post.json.v3"),
             fails(no_stock, "get.xml.v1"), fails(no_stock, "post.json.v3"), fails(eight, "")});
  EXPECT_EQ(
      corrected(list, report),
      "# of the summer\n"
      "\n"
      "**/running@post.json.v3   # holds, and stays as it is written\n"
      "start-instance/precondition/running@post.json.v3  until=2027-01-01  # two of four pass\n"
      "start-instance/row/no-stock  until=2027-01-01  # two of four pass\n"
      "start-instance/deep  until=2027-01-01  # two of four pass\n"
      "concurrency/start/*  finding=\"got 200\"  # another way\n"
      "# the end\n");
}

TEST(KnownFailures, OnceCorrectedAgreeWithTheRun) {
  const std::string list = "start-instance/**  finding=\"403\"  # x\n**/eight  # y\n";
  Record odd = fails(no_stock, "get.xml.v1", "a \\ \"mark\"");
  odd.finding.wanted = "200";
  odd.finding.answer = "";
  const std::vector<Record> records = {passes(running, "get.xml.v1"),
                                       fails(running, "post.json.v3"), odd,
                                       fails(no_stock, "post.json.v3"), passes(eight, "")};
  const std::string better = corrected(list, run_of(list, records));
  EXPECT_THAT(better, HasSubstr("no-stock@get.xml.v1  finding=\"a \\\\ \\\"mark\\\"\"  # x\n"));
  EXPECT_THAT(troubles_of(run_of(better, records)), IsEmpty());
  EXPECT_EQ(corrected(better, run_of(better, records)), better);
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
