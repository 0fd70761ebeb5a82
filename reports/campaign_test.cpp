// SPDX-License-Identifier: Apache-2.0
#include "reports/campaign.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "reports/testing/sample_campaign.hpp"

namespace hallmark::reports {
namespace {

using testing::finding_of;
using ::testing::IsEmpty;
using testing::sample_campaign;
using ::testing::SizeIs;

// A campaign in which something was accepted and nothing found.
Campaign quiet() {
  Campaign campaign;
  campaign.histories = 12;
  campaign.calls = 80;
  campaign.accepted = 40;
  return campaign;
}

TEST(CampaignOutcome, NoFindingIsZero) {
  EXPECT_EQ(headline(quiet()), "NO FINDING in 12 histories with 80 calls");
  EXPECT_EQ(exit_code(quiet()), 0);
}

TEST(CampaignOutcome, AFindingIsOne) {
  Campaign campaign = quiet();
  campaign.findings = {finding_of("nonce-good-once", "observed")};
  campaign.histories = 1;
  campaign.calls = 1;
  EXPECT_EQ(headline(campaign), "1 FINDING: 1 observed in 1 history with 1 call");
  EXPECT_EQ(exit_code(campaign), 1);
}

TEST(CampaignOutcome, CountsFindingsByLevelWhateverTheirOrder) {
  Campaign campaign = quiet();
  for (const char* level : {"advice", "observed", "required", "recommended", "required"}) {
    campaign.findings.push_back(finding_of("nonce-good-once", level));
  }
  EXPECT_EQ(headline(campaign),
            "5 FINDINGS: 2 required, 1 recommended, 1 observed, 1 advice in 12 histories with 80 "
            "calls");
  EXPECT_EQ(exit_code(campaign), 1);
}

TEST(CampaignOutcome, AdviceAloneDecidesNothing) {
  Campaign campaign = quiet();
  campaign.findings = {finding_of("answers-in-time", "advice")};
  EXPECT_EQ(headline(campaign), "NO FINDING in 12 histories with 80 calls; 1 piece of advice");
  EXPECT_EQ(exit_code(campaign), 0);
}

TEST(CampaignOutcome, ALevelThatIsNotKnownDecides) {
  Campaign campaign = quiet();
  campaign.findings = {finding_of("answers-in-time", "new")};
  EXPECT_EQ(headline(campaign), "1 FINDING: 1 new in 12 histories with 80 calls");
  EXPECT_EQ(exit_code(campaign), 1);
}

TEST(CampaignOutcome, SaysWhyItEndedEarly) {
  Campaign campaign = quiet();
  campaign.end = Campaign::End::interrupted;
  EXPECT_EQ(headline(campaign), "NO FINDING in 12 histories with 80 calls; interrupted");
  campaign.end = Campaign::End::target_gone;
  EXPECT_EQ(headline(campaign), "NO FINDING in 12 histories with 80 calls; the target went away");
  EXPECT_EQ(exit_code(campaign), 0);
  campaign.findings = {finding_of("nonce-good-once", "required")};
  EXPECT_EQ(headline(campaign),
            "1 FINDING: 1 required in 12 histories with 80 calls; the target went away");
  EXPECT_EQ(exit_code(campaign), 1);
}

TEST(CampaignOutcome, WithoutAnAcceptedCallThereIsNoVerdict) {
  Campaign campaign = quiet();
  campaign.accepted = 0;
  EXPECT_EQ(headline(campaign), "NO VERDICT: no call was accepted in 12 histories with 80 calls");
  EXPECT_EQ(exit_code(campaign), 2);
  campaign.findings = {finding_of("answers-in-time", "advice")};
  EXPECT_EQ(exit_code(campaign), 2);
}

TEST(CampaignOutcome, AFindingWinsOverAMissingVerdict) {
  Campaign campaign = quiet();
  campaign.accepted = 0;
  campaign.findings = {finding_of("well-formed-envelope", "required")};
  EXPECT_EQ(headline(campaign),
            "1 FINDING: 1 required; no call was accepted in 12 histories with 80 calls");
  EXPECT_EQ(exit_code(campaign), 1);
}

TEST(CampaignOutcome, WithoutACallThereIsNoVerdict) {
  Campaign campaign;
  EXPECT_EQ(headline(campaign), "NO VERDICT: no history was played");
  EXPECT_EQ(exit_code(campaign), 2);
  campaign.end = Campaign::End::interrupted;
  EXPECT_EQ(headline(campaign), "NO VERDICT: no history was played; interrupted");
  campaign.end = Campaign::End::target_gone;
  EXPECT_EQ(headline(campaign), "NO VERDICT: the target went away before anything was judged");
  campaign.end = Campaign::End::count;
  campaign.histories = 4;
  campaign.unstaged = 4;
  EXPECT_EQ(headline(campaign), "NO VERDICT: nothing was judged, 4 worlds could not be made");
  EXPECT_EQ(exit_code(campaign), 2);
}

TEST(CampaignCoverage, GroupsTheRowsByPageInTheirOrder) {
  const Campaign campaign = sample_campaign();
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
