// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "reports/testing/sample_campaign.hpp"

namespace hallmark::reports {
namespace {

using testing::finding_of;
using ::testing::IsEmpty;
using testing::no_campaign;
using testing::sample_campaign;
using ::testing::SizeIs;

// A campaign in which something was accepted and nothing found.
Report quiet() {
  Report campaign = no_campaign();
  campaign.campaign->histories = 12;
  campaign.campaign->calls = 80;
  campaign.campaign->accepted = 40;
  return campaign;
}

std::string headline_of(const Report& report) { return headline(report, summarize(report)); }
int exit_code_of(const Report& report) { return exit_code(report, summarize(report)); }

TEST(CampaignOutcome, NoFindingIsZero) {
  EXPECT_EQ(headline_of(quiet()), "NO FINDING in 12 histories with 80 calls");
  EXPECT_EQ(exit_code_of(quiet()), 0);
}

TEST(CampaignOutcome, AFindingIsOne) {
  Report campaign = quiet();
  campaign.records = {finding_of("nonce-good-once", cases::Level::required)};
  campaign.campaign->histories = 1;
  campaign.campaign->calls = 1;
  EXPECT_EQ(headline_of(campaign), "1 FINDING: 1 required in 1 history with 1 call");
  EXPECT_EQ(exit_code_of(campaign), 1);
}

// As it is with a run.
TEST(CampaignOutcome, WhatIsNotRequiredDecidesWhereItIsStrict) {
  Report campaign = quiet();
  campaign.records = {finding_of("customary-answer", cases::Level::recommended),
                      finding_of("answers-in-time", cases::Level::advice)};
  EXPECT_EQ(headline_of(campaign),
            "NO REQUIRED FINDING in 12 histories with 80 calls; 1 recommended, 1 advice");
  EXPECT_EQ(exit_code_of(campaign), 0);
  campaign.info.selection.strict = true;
  EXPECT_EQ(headline_of(campaign),
            "2 FINDINGS: 1 recommended, 1 advice in 12 histories with 80 calls");
  EXPECT_EQ(exit_code_of(campaign), 1);
}

TEST(CampaignOutcome, CountsFindingsByLevelWhateverTheirOrder) {
  Report campaign = quiet();
  using cases::Level;
  for (const Level level :
       {Level::advice, Level::observed, Level::required, Level::recommended, Level::required}) {
    campaign.records.push_back(finding_of("nonce-good-once", level));
  }
  EXPECT_EQ(headline_of(campaign),
            "5 FINDINGS: 2 required, 1 recommended, 1 observed, 1 advice in 12 histories with 80 "
            "calls");
  EXPECT_EQ(exit_code_of(campaign), 1);
}

TEST(CampaignOutcome, AdviceAloneDecidesNothing) {
  Report campaign = quiet();
  campaign.records = {finding_of("answers-in-time", cases::Level::advice)};
  EXPECT_EQ(headline_of(campaign), "NO FINDING in 12 histories with 80 calls; 1 piece of advice");
  EXPECT_EQ(exit_code_of(campaign), 0);
}

TEST(CampaignOutcome, SaysWhyItEndedEarly) {
  Report campaign = quiet();
  campaign.interrupted = true;
  EXPECT_EQ(headline_of(campaign), "NO FINDING in 12 histories with 80 calls; interrupted");
  EXPECT_EQ(exit_code_of(campaign), 130);
  campaign.interrupted = false;
  campaign.campaign->end = Campaign::End::target_gone;
  EXPECT_EQ(headline_of(campaign),
            "NO VERDICT: the target went away after 12 histories with 80 calls");
  EXPECT_EQ(exit_code_of(campaign), 2);
  campaign.records = {finding_of("nonce-good-once", cases::Level::required)};
  EXPECT_EQ(headline_of(campaign),
            "1 FINDING: 1 required in 12 histories with 80 calls; the target went away");
  EXPECT_EQ(exit_code_of(campaign), 1);
}

TEST(CampaignOutcome, WhereMostWasCutShortThereIsNoVerdict) {
  Report campaign = quiet();
  campaign.campaign->cut_short = 6;
  EXPECT_EQ(exit_code_of(campaign), 0);
  campaign.campaign->cut_short = 7;
  EXPECT_EQ(headline_of(campaign), "NO VERDICT: 7 of 12 histories were cut short by this machine");
  EXPECT_EQ(exit_code_of(campaign), 2);
  campaign.records = {finding_of("well-formed-envelope", cases::Level::required)};
  EXPECT_EQ(exit_code_of(campaign), 1);
}

TEST(CampaignOutcome, WithoutAnAcceptedCallThereIsNoVerdict) {
  Report campaign = quiet();
  campaign.campaign->accepted = 0;
  EXPECT_EQ(headline_of(campaign),
            "NO VERDICT: no call was accepted in 12 histories with 80 calls");
  EXPECT_EQ(exit_code_of(campaign), 2);
  campaign.records = {finding_of("answers-in-time", cases::Level::advice)};
  EXPECT_EQ(exit_code_of(campaign), 2);
}

TEST(CampaignOutcome, AFindingWinsOverAMissingVerdict) {
  Report campaign = quiet();
  campaign.campaign->accepted = 0;
  campaign.records = {finding_of("well-formed-envelope", cases::Level::required)};
  EXPECT_EQ(headline_of(campaign),
            "1 FINDING: 1 required; no call was accepted in 12 histories with 80 calls");
  EXPECT_EQ(exit_code_of(campaign), 1);
}

TEST(CampaignOutcome, WithoutACallThereIsNoVerdict) {
  Report campaign = no_campaign();
  EXPECT_EQ(headline_of(campaign), "NO VERDICT: no history was played");
  EXPECT_EQ(exit_code_of(campaign), 2);
  campaign.interrupted = true;
  EXPECT_EQ(headline_of(campaign), "NO VERDICT: no history was played; interrupted");
  campaign.interrupted = false;
  campaign.campaign->end = Campaign::End::target_gone;
  EXPECT_EQ(headline_of(campaign), "NO VERDICT: the target went away before anything was judged");
  campaign.campaign->end = Campaign::End::count;
  campaign.campaign->histories = 4;
  campaign.campaign->unstaged = 4;
  EXPECT_EQ(headline_of(campaign), "NO VERDICT: nothing was judged, 4 worlds could not be made");
  EXPECT_EQ(exit_code_of(campaign), 2);
}

TEST(CampaignEntries, AreItsCheckersEachWithWhatItFound) {
  const Report campaign = sample_campaign();
  const std::vector<Entry> entries = entries_of(campaign);
  ASSERT_THAT(entries, SizeIs(6));
  EXPECT_EQ(entries[0].check->id, "well-formed-envelope");
  EXPECT_EQ(entries[0].verdict, Verdict::fail);
  ASSERT_THAT(entries[0].records, SizeIs(1));
  EXPECT_EQ(entries[0].records[0], &campaign.records[1]);
  EXPECT_EQ(entries[3].verdict, Verdict::pass);
  EXPECT_EQ(entries[4].verdict, Verdict::inconclusive);
  EXPECT_EQ(entries[4].unsettled, "never exercised in 1200 histories");

  const Summary summary = summarize(campaign);
  EXPECT_EQ(summary.all.fail, 4U);
  EXPECT_EQ(summary.all.pass, 1U);
  EXPECT_EQ(summary.all.inconclusive, 1U);
  EXPECT_EQ(summary.failures_that_count, 2U);
  EXPECT_EQ(summary.failures_below, 2U) << "an observed one and advice";
}

TEST(CampaignCoverage, GroupsTheRowsByPageInTheirOrder) {
  const Campaign campaign = *sample_campaign().campaign;
  const std::vector<PageCoverage> pages = coverage_by_page(campaign);
  ASSERT_THAT(pages, SizeIs(3));
  EXPECT_EQ(pages[0].action, "StartInstance");
  EXPECT_EQ(pages[0].edition, "2019-05");
  EXPECT_THAT(pages[0].rows, SizeIs(2));
  EXPECT_EQ(pages[0].rows[1], &campaign.rows[1]);
  EXPECT_EQ(pages[0].met, 1U);
  EXPECT_EQ(pages[1].met, 2U);
  EXPECT_EQ(pages[2].met, 0U);
  EXPECT_EQ(rows_met(campaign), 3U);
  EXPECT_THAT(coverage_by_page(Campaign{}), IsEmpty());
}

}  // namespace
}  // namespace hallmark::reports
