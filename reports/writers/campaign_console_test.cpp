// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/campaign_console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>

#include "reports/testing/approved.hpp"
#include "reports/testing/sample_campaign.hpp"

namespace hallmark::reports {
namespace {

using ::testing::EndsWith;
using testing::finding_of;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::sample_campaign;

constexpr Style plain{};
constexpr Style colour{.color = true, .terminal = true, .width = 120};

std::string block_of(const CampaignFinding& finding, Style style = plain) {
  std::ostringstream out;
  write_finding(sample_campaign().info, finding, out, style);
  return out.str();
}

std::string summary_of(const Campaign& campaign, Style style = plain) {
  std::ostringstream out;
  write_campaign_summary(campaign, out, style);
  return out.str();
}

std::string console_of(const Campaign& campaign, Style style) {
  std::string text;
  for (const CampaignFinding& finding : campaign.findings) text += block_of(finding, style);
  return text + summary_of(campaign, style);
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
  EXPECT_EQ(block_of(sample_campaign().findings[0]),
            "FIND  refusal-changes-nothing  StopInstance                                          "
            "required\n"
            "      history world Running PostPaid SecurityLock settle=50\n"
            "              StopInstance ForceStop=TRUE variant=post.json.v3\n"
            "              StopInstance id=odd/empty together\n"
            "      wanted  403, and the instance is still Running  StopInstance 2020-10, clause 1\n"
            "      got     403 IncorrectInstanceStatus, and the instance is Stopping\n"
            "      shows   in 75 % of the plays of this history\n"
            "      found   by history 812 of seed 18446744073709551615, after 12.300 s; shrunk "
            "from 17 to "
            "2 calls in 214 plays; seen 5 times\n"
            "      saved   out/corpus/findings/refusal-changes-nothing-1.history\n"
            "      again   hallmark fuzz --endpoint 'http://127.0.0.1:8080' --replay "
            "'out/corpus/findings/refusal-changes-nothing-1.history'\n");
}

TEST(FindingBlock, LeavesOutWhatSaysNothing) {
  CampaignFinding finding = finding_of("nonce-good-once", "required");
  finding.calls_found = 1;
  finding.again.clear();
  const std::string text = block_of(finding);
  for (const char* label : {"shows", "saved", "again", "shrunk", "seen", "hallmark history"}) {
    EXPECT_THAT(text, Not(HasSubstr(label)));
  }
}

TEST(FindingBlock, TellsAnyRateBelowOneWithoutRoundingItAway) {
  CampaignFinding finding = finding_of("nonce-good-once", "required");
  const auto shows = [&](double rate) {
    finding.rate = rate;
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
  CampaignFinding finding = finding_of("nonce-good-once", "required");
  finding.history = "hallmark history 1\nworld Stopped\rPostPaid\n\nStopInstance\x1b[1A";
  EXPECT_THAT(block_of(finding), HasSubstr("      history world Stopped\\rPostPaid\n"
                                           "              StopInstance\\x1b[1A\n"
                                           "      wanted"));
}

TEST(FindingBlock, OfAdviceIsNoAlarm) {
  EXPECT_THAT(block_of(finding_of("a", "required"), colour), HasSubstr("\x1b[1;31mFIND"));
  EXPECT_THAT(block_of(finding_of("a", "advice"), colour), HasSubstr("\x1b[33mFIND"));
}

TEST(CampaignSummary, EndsWithTheHeadline) {
  EXPECT_THAT(summary_of(sample_campaign()), EndsWith(headline(sample_campaign()) + "\n"));
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
  Campaign campaign;
  for (int i = 0; i < 30; ++i) campaign.transitions.push_back({"x " + std::to_string(i), 1});
  const std::string text = summary_of(campaign);
  EXPECT_THAT(text, HasSubstr("  x 23  1\n  and 6 more\n"));
  EXPECT_THAT(text, Not(HasSubstr("x 24")));
}

TEST(CampaignSummary, SaysHowItEnded) {
  Campaign campaign = sample_campaign();
  EXPECT_THAT(summary_of(campaign), HasSubstr("ended at its limit (1m or 2000 histories)\n"));
  campaign.end = Campaign::End::finding;
  EXPECT_THAT(summary_of(campaign), HasSubstr("ended at a finding ("));
  campaign.end = Campaign::End::interrupted;
  EXPECT_THAT(summary_of(campaign), HasSubstr("615, interrupted ("));
  campaign.end = Campaign::End::target_gone;
  EXPECT_THAT(summary_of(campaign), HasSubstr("ended because the target went away ("));
}

TEST(CampaignSummary, OfNothingIsShort) {
  EXPECT_EQ(summary_of(Campaign{}),
            "\nseed 0, ended at its limit\n"
            "0 histories, 0 calls judged\n"
            "0 requests in 0.000 s\n"
            "NO VERDICT: no history was played\n");
}

}  // namespace
}  // namespace hallmark::reports
