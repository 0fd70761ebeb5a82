// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>

#include "reports/testing/approved.hpp"
#include "reports/testing/sample_campaign.hpp"
#include "reports/testing/sample_report.hpp"
#include "reports/text.hpp"
#include "reports/writers/block.hpp"

namespace hallmark::reports {
namespace {

using ::testing::EndsWith;
using testing::finding_of;
using ::testing::HasSubstr;
using testing::no_campaign;
using ::testing::Not;
using testing::record_of;
using testing::sample_campaign;
using testing::sample_report;

constexpr Style plain{};
constexpr Style all{.amount = Amount::all};
constexpr Style colour{.color = true, .terminal = true, .width = 120};

std::string failure_of(const Report& report, const Record& record, Style style = plain) {
  std::ostringstream out;
  write_record(report, record, out, style);
  return out.str();
}

std::string summary_of(const Report& report, Style style = plain) {
  std::ostringstream out;
  write_summary(report, summarize(report), out, style);
  return out.str();
}

std::string console_of(const Report& report, Style style) {
  std::string text;
  for (const Record& record : report.records) {
    const Verdict verdict = record.finding.verdict;
    if (verdict == Verdict::fail || verdict == Verdict::error)
      text += failure_of(report, record, style);
  }
  return text + summary_of(report, style);
}

std::size_t widest_line_of(const std::string& text) {
  std::istringstream lines{text};
  std::size_t widest = 0;
  for (std::string line; std::getline(lines, line);) {
    widest = std::max(widest, characters_in(line));
  }
  return widest;
}

std::string block_of(const Record& finding, Style style = plain) {
  return failure_of(sample_campaign(), finding, style);
}

TEST(Console, IsAsApproved) {
  testing::expect_approved("console.txt", console_of(sample_report(), plain));
}

TEST(Console, InColourIsAsApproved) {
  testing::expect_approved("console-colour.txt", console_of(sample_report(), colour));
}

TEST(Failure, NamesTwoCitationsAndCountsTheRest) {
  const Report report = sample_report();
  Record record = record_of("start-instance/precondition/running", "get.xml.v1", Verdict::fail);
  record.finding.wanted = "403";
  record.finding.wanted_by = "A, row 1; B, row 2; C, row 3; D, row 4";
  EXPECT_THAT(failure_of(report, record), HasSubstr("A, row 1; B, row 2; and 2 more\n"));
  record.finding.wanted_by = "A, row 1; B, row 2";
  EXPECT_THAT(failure_of(report, record), HasSubstr("A, row 1; B, row 2\n"));
}

// A record whose texts are all longer than a line.
Record wordy_record() {
  Record record = record_of("start-instance/precondition/running", "get.xml.v1", Verdict::fail);
  record.finding.wanted = "403 InvalidParameter.KMSKeyId.KMSUnauthorized, and nothing changes";
  record.finding.wanted_by =
      "StartInstance 2020-10, error row 2; StartInstance 2019-05, error row 1; "
      "StartInstance 2020-10, clause 2; StartInstance 2020-10, clause 3";
  record.finding.got =
      "200, and the instance is Starting, Running, Stopping, Stopped, Starting "
      "again, and after that Running for good";
  return record;
}

TEST(Failure, FitsALineOf100ColumnsAndOf60OnANarrowTerminal) {
  const Report report = sample_report();
  const std::string wide = failure_of(report, wordy_record());
  EXPECT_LE(widest_line_of(wide), 100U) << wide;
  const Style narrow{.color = false, .terminal = true, .width = 60};
  const std::string text = failure_of(report, wordy_record(), narrow);
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    const bool is_id = line.find("--select") != std::string::npos;  // to be pasted
    EXPECT_TRUE(line.size() <= 60 || is_id) << line;
  }
}

TEST(Failure, LeavesOutWholeItemsAndSaysWhatShowsThem) {
  const std::string text = failure_of(sample_report(), wordy_record());
  EXPECT_THAT(text, HasSubstr("StartInstance 2020-10, error row 2; "));
  EXPECT_THAT(text, HasSubstr("; and 2 more\n"));
  EXPECT_THAT(text,
              HasSubstr("      more    hallmark explain start-instance/precondition/running\n"));
  Record record = wordy_record();
  record.finding.wanted_by = "StartInstance 2020-10, error row 2";
  EXPECT_THAT(failure_of(sample_report(), record), Not(HasSubstr("explain")));
}

TEST(Failure, SaysThatItsLineNeedsTheSecret) {
  Report report = sample_report();
  report.info.again_options = "--endpoint http://a --access-key-id ID";
  EXPECT_THAT(failure_of(report, report.records[1]),
              HasSubstr("with    HALLMARK_ACCESS_KEY_SECRET in the environment\n"));
  EXPECT_THAT(summary_of(report), HasSubstr("  with HALLMARK_ACCESS_KEY_SECRET in the env"));
}

TEST(Wrapped, BreaksAtBlanksAndTakesTheMiddleOfLongWords) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(block::wrapped("", 10), Lines{});
  EXPECT_EQ(block::wrapped("one two three", 8), (Lines{"one two", "three"}));
  EXPECT_EQ(block::wrapped("one two", 7), Lines{"one two"});
  EXPECT_EQ(block::wrapped("a abcdefghijklmnopqrstuvwxyz", 13), (Lines{"a", "abcd ... wxyz"}));
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
      "      again   hallmark run --endpoint 'http://127.0.0.1:8080' \\\n"
      "                --select 'start-instance/precondition/running@get.xml.v1'\n");
}

TEST(Failure, FitsTheScreenWhateverTheTargetSaid) {
  const Report report = sample_report();
  const std::string text = failure_of(report, report.records[2]);
  EXPECT_LE(widest_line_of(text), 100U) << text;
  EXPECT_THAT(text, HasSubstr("got     500 \\x1b[31m\\xff"));
  EXPECT_THAT(text, HasSubstr("<xxx"));
  EXPECT_THAT(text, HasSubstr(" ..."));
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

TEST(SummaryText, FitsALineOf100ColumnsButForTheHeadline) {
  std::string text = summary_of(sample_report());
  text.resize(text.rfind('\n', text.size() - 2) + 1);
  EXPECT_LE(widest_line_of(text), 100U) << text;
  EXPECT_THAT(text, HasSubstr("    hallmark run --endpoint 'http://127.0.0.1:8080' \\\n"
                              "      --select 'start-instance/precondition/running@get.xml.v1'\n"));
}

TEST(SummaryText, NamesWhatBlocksAndHowMuch) {
  EXPECT_THAT(summary_of(sample_report()),
              HasSubstr("V3 signatures are not accepted: 2 cases blocked"));
}

TEST(SummaryText, SaysThatRecommendedFailuresDoNotDecide) {
  Report report = sample_report();
  EXPECT_THAT(summary_of(report), HasSubstr("1 failure of recommended or observed cases"));
  report.info.selection.strict = true;
  EXPECT_THAT(summary_of(report), Not(HasSubstr("without --strict")));
}

TEST(SummaryText, ListsEightReasonsAndCountsTheOthers) {
  Report report;
  for (int i = 0; i < 11; ++i) {
    Record record = record_of("envelope/request-id", "get.xml.v1", Verdict::unsupported);
    record.finding.reason = std::string{"no "}.append(std::to_string(i + 10));
    report.records.push_back(record);
  }
  const std::string text = summary_of(report);
  EXPECT_THAT(text,
              HasSubstr("  no 17: 1 case\n  3 more reasons, which --verbose shows: 3 cases\n"));
  EXPECT_THAT(text, Not(HasSubstr("no 18")));
  EXPECT_THAT(summary_of(report, all), HasSubstr("  no 20: 1 case\n"));
}

TEST(SummaryText, NamesChoicesAndTheSlowestWhereAllIsSaid) {
  Report report;
  Record record = record_of("envelope/request-id", "get.xml.v1", Verdict::pass);
  record.finding.lenience = "the pages say two things";
  report.records = {record};
  const std::string text = summary_of(report);
  EXPECT_THAT(text, HasSubstr("1 case passed where the documents leave a choice; --verbose shows "
                              "which\n"));
  EXPECT_THAT(text, Not(HasSubstr("the pages say two things")));
  EXPECT_THAT(text, Not(HasSubstr("Slowest")));
  EXPECT_THAT(summary_of(report, all), HasSubstr("  the pages say two things: 1 case\n"));
  EXPECT_THAT(summary_of(report, all), HasSubstr("Slowest\n"));
}

TEST(SummaryText, OfWhomWantsLittleIsTheHeadline) {
  const Report report = sample_report();
  EXPECT_EQ(summary_of(report, {.amount = Amount::little}),
            headline(report, summarize(report)) + "\n");
}

TEST(SummaryText, SaysHowARunDoesWithoutWhatBlocks) {
  EXPECT_THAT(summary_of(sample_report()),
              HasSubstr("V3 signatures are not accepted: 2 cases blocked; not claimed? "
                        "--without v3\n"));
}

TEST(SummaryText, DoesNotBreakWhatIsToBePasted) {
  Report report = sample_report();
  const std::string long_name(30, 'x');
  Record base = record_of("base/signature/v3", "get.xml.v1", Verdict::fail);
  Check check = *base.check;
  check.cause = "V3 signatures are not accepted by " + long_name;
  base.check = std::make_shared<const Check>(check);
  Record blocked = record_of("envelope/request-id", "get.xml.v1", Verdict::inconclusive);
  blocked.finding.blocked_by = check.id;
  blocked.finding.reason = check.cause;
  report.records = {base, blocked};
  EXPECT_THAT(summary_of(report),
              HasSubstr("  V3 signatures are not accepted by " + long_name +
                        " (get.xml.v1): 1 case blocked\n    not claimed? --without v3\n"));
}

TEST(SummaryText, BreaksLongNotesAndReasonsAndTellsEachOnce) {
  std::string sentence = "the first word";
  for (int i = 0; i < 40; ++i) sentence += " word" + std::to_string(i);
  Report report;
  report.records = {record_of("envelope/request-id", "get.xml.v1", Verdict::pass),
                    record_of("base/signature/v3", "get.xml.v1", Verdict::inconclusive)};
  report.records[1].finding.reason = sentence;
  report.notes = {sentence, "another " + sentence};
  const std::string text = summary_of(report, {.terminal = true, .width = 100});
  EXPECT_LE(widest_line_of(text), 100U) << text;
  EXPECT_THAT(text, Not(HasSubstr(" ... ")));
  EXPECT_THAT(text, HasSubstr("\nNotes\n  another the first word"));
  EXPECT_THAT(summary_of(report), HasSubstr("\nNotes\n  another " + sentence + "\n"));
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

TEST(CampaignConsole, IsAsApproved) {
  testing::expect_approved("campaign-console.txt", console_of(sample_campaign(), plain));
}

TEST(CampaignConsole, InColourIsAsApproved) {
  testing::expect_approved("campaign-console-colour.txt", console_of(sample_campaign(), colour));
}

TEST(CampaignConsole, ShowsNoByteOfTheTargetsThatATerminalObeys) {
  const std::string text = console_of(sample_campaign(), plain);
  EXPECT_TRUE(std::all_of(text.begin(), text.end(),
                          [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
}

TEST(FindingBlock, HasTheShapeThatUsersKnow) {
  EXPECT_EQ(block_of(sample_campaign().records[0]),
            "FIND  refusal-changes-nothing  StopInstance                                          "
            "required\n"
            "      history world Running PostPaid SecurityLock settle=50\n"
            "              StopInstance ForceStop=TRUE variant=post.json.v3\n"
            "              StopInstance id=odd/empty together\n"
            "      wanted  403, and the instance is still Running  StopInstance 2020-10, clause 1\n"
            "      got     403 IncorrectInstanceStatus, and the instance is Stopping\n"
            "      shows   in 75 % of the plays of this history\n"
            "      found   by history 812 of seed 18446744073709551615, after 12.300 s; shrunk "
            "from 17 to 2 calls\n"
            "              in 214 plays; seen 5 times\n"
            "      saved   out/corpus/findings/refusal-changes-nothing-1.history\n"
            "      again   hallmark fuzz --endpoint 'http://127.0.0.1:8080' \\\n"
            "                --replay 'out/corpus/findings/refusal-changes-nothing-1.history'\n");
}

TEST(FindingBlock, LeavesOutWhatSaysNothing) {
  Record finding = finding_of("nonce-good-once", cases::Level::required);
  finding.discovery->calls_found = 1;
  finding.discovery->again.clear();
  const std::string text = block_of(finding);
  for (const char* label : {"shows", "saved", "again", "shrunk", "seen", "hallmark history"}) {
    EXPECT_THAT(text, Not(HasSubstr(label)));
  }
}

TEST(FindingBlock, TellsAnyRateBelowOneWithoutRoundingItAway) {
  Record finding = finding_of("nonce-good-once", cases::Level::required);
  const auto shows = [&](double rate) {
    finding.discovery->rate = rate;
    return block_of(finding);
  };
  EXPECT_THAT(shows(0.5), HasSubstr("shows   in 50 % of the plays of this history\n"));
  EXPECT_THAT(shows(0.05), HasSubstr("in 5.0 % of"));
  EXPECT_THAT(shows(0.9999), HasSubstr("in 99.9 % of"));
  EXPECT_THAT(shows(0.0001), HasSubstr("in less than 0.1 % of"));
  EXPECT_THAT(shows(0), HasSubstr("shows   in no later play of this history\n"));
  EXPECT_THAT(shows(1), Not(HasSubstr("shows")));
}

TEST(FindingBlock, KeepsEveryLineOfAHistoryInOneScreenLine) {
  Record finding = finding_of("nonce-good-once", cases::Level::required);
  finding.evidence.history = "hallmark history 1\nworld Stopped\rPostPaid\n\nStopInstance\x1b[1A";
  EXPECT_THAT(block_of(finding), HasSubstr("      history world Stopped\\rPostPaid\n"
                                           "              StopInstance\\x1b[1A\n"
                                           "      wanted"));
}

TEST(FindingBlock, OfAdviceIsNoAlarm) {
  EXPECT_THAT(block_of(finding_of("a", cases::Level::required), colour),
              HasSubstr("\x1b[1;31mFIND"));
  EXPECT_THAT(block_of(finding_of("a", cases::Level::advice), colour), HasSubstr("\x1b[33mFIND"));
}

TEST(CampaignSummary, EndsWithTheHeadline) {
  EXPECT_THAT(summary_of(sample_campaign()),
              EndsWith(headline(sample_campaign(), summarize(sample_campaign())) + "\n"));
}

TEST(CampaignSummary, ListsTheRowsThatWereNotMet) {
  const std::string text = summary_of(sample_campaign());
  EXPECT_THAT(text, HasSubstr("  StartInstance  2019-05     1 of 2\n"));
  EXPECT_THAT(text, HasSubstr("  all                        3 of 5\n"));
  EXPECT_THAT(text, HasSubstr("\nNot met\n"
                              "  StartInstance  2019-05     row  2  403  DiskError\n"
                              "  StopInstance   2018-11 zh  row  1  403  IncorrectInstanceStatus\n"
                              "\n"));
}

TEST(CampaignSummary, ShowsACheckerThatWasNeverExercised) {
  EXPECT_THAT(summary_of(sample_campaign()),
              HasSubstr("local-disk-as-told       required        -       -\n"));
}

TEST(CampaignSummary, CountsTransitionsBeyondAScreen) {
  Report campaign = no_campaign();
  for (int i = 0; i < 30; ++i)
    campaign.campaign->transitions.push_back({"x " + std::to_string(i), 1});
  const std::string text = summary_of(campaign);
  EXPECT_THAT(text, HasSubstr("  x 23  1\n  and 6 more, which --verbose shows\n"));
  EXPECT_THAT(text, Not(HasSubstr("x 24")));
}

TEST(CampaignSummary, SaysHowItEnded) {
  Report campaign = sample_campaign();
  EXPECT_THAT(summary_of(campaign), HasSubstr("ended at its limit (1m or 2000 histories)\n"));
  campaign.campaign->end = Campaign::End::finding;
  EXPECT_THAT(summary_of(campaign), HasSubstr("ended at a finding ("));
  campaign.interrupted = true;
  EXPECT_THAT(summary_of(campaign), HasSubstr("615, interrupted ("));
  campaign.interrupted = false;
  campaign.campaign->end = Campaign::End::target_gone;
  EXPECT_THAT(summary_of(campaign), HasSubstr("ended because the target went away ("));
}

TEST(CampaignSummary, OfTheFirstFindingHasNoTables) {
  Report campaign = sample_campaign();
  campaign.campaign->end = Campaign::End::finding;
  campaign.records.resize(1);
  campaign.notes.clear();
  const std::string text = summary_of(campaign);
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 8) << text;
  EXPECT_THAT(text, Not(HasSubstr("checked  broken")));
  EXPECT_THAT(text, Not(HasSubstr("rows met")));
  EXPECT_THAT(text, EndsWith(headline(campaign, summarize(campaign)) + "\n"));
}

TEST(CampaignSummary, OfNothingIsShort) {
  EXPECT_EQ(summary_of(no_campaign()),
            "\nseed 0, ended at its limit\n"
            "0 histories, 0 calls judged\n"
            "0 requests in 0.000 s\n"
            "NO VERDICT: no history was played\n");
}

}  // namespace
}  // namespace hallmark::reports
