// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/campaign_junit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pugixml.hpp>
#include <sstream>
#include <string>

#include "reports/testing/approved.hpp"
#include "reports/testing/junit_check.hpp"
#include "reports/testing/sample_campaign.hpp"

namespace hallmark::reports {
namespace {

using testing::finding_of;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::sample_campaign;

std::string written(const Campaign& campaign) {
  std::ostringstream out;
  write_campaign_junit(campaign, out);
  return out.str();
}

class CampaignJunit : public ::testing::Test {
 protected:
  void read(const Campaign& campaign) {
    text_ = written(campaign);
    const pugi::xml_parse_result result = document_.load_string(text_.c_str());
    ASSERT_TRUE(result) << result.description();
    testing::expect_strict_junit(document_);
  }
  pugi::xml_node case_named(const std::string& name) {
    return document_.select_node(("//testcase[@name='" + name + "']").c_str()).node();
  }
  std::string property(const std::string& suite, const std::string& name) {
    const std::string path = "//testsuite[@name='" + suite + "']//property[@name='" + name + "']";
    EXPECT_EQ(document_.select_nodes(path.c_str()).size(), 1U) << name;
    return document_.select_node(path.c_str()).node().attribute("value").value();
  }
  std::string text_;
  pugi::xml_document document_;
};

TEST_F(CampaignJunit, IsAsApproved) {
  testing::expect_approved("campaign-junit.xml", written(sample_campaign()));
}

TEST_F(CampaignJunit, HasACasePerChecker) {
  const Campaign campaign = sample_campaign();
  read(campaign);
  EXPECT_EQ(document_.select_nodes("//testcase").size(), campaign.checkers.size());
  EXPECT_FALSE(case_named("nonce-good-once").first_child()) << "checked, and holds";
  EXPECT_STREQ(case_named("local-disk-as-told").child("skipped").attribute("message").value(),
               "never exercised in 1200 histories");
  const pugi::xml_node failure = case_named("refusal-changes-nothing").child("failure");
  EXPECT_STREQ(failure.attribute("type").value(), "required");
  EXPECT_STREQ(failure.attribute("message").value(),
               "StopInstance: wanted 403, and the instance is still Running, got 403 "
               "IncorrectInstanceStatus, and the instance is Stopping");
  EXPECT_STREQ(case_named("answers-in-time").child("failure").attribute("type").value(), "advice");
}

TEST_F(CampaignJunit, CarriesHistoryAndExchangesOfAFindingInLegalCharacters) {
  read(sample_campaign());
  const std::string refusal = case_named("refusal-changes-nothing").child_value("failure");
  EXPECT_THAT(refusal, HasSubstr("\n---- history\nhallmark history 1\nworld Running PostPaid "));
  EXPECT_THAT(refusal, HasSubstr("\n---- as a case\n{.id = "));
  EXPECT_THAT(refusal, HasSubstr("\n---- exchange 2 of 2, 345 us\nGET /?Action=StopInstance"));
  EXPECT_THAT(refusal, HasSubstr("HTTP 403\n"));
  const std::string unreadable = case_named("well-formed-envelope").child_value("failure");
  EXPECT_THAT(unreadable, HasSubstr("\\x00\\x1b\\xff]]> \\xef\\xbf\\xbf & <&\"'"));
  EXPECT_THAT(unreadable, HasSubstr("no answer: timeout no answer within 5 s"));
  EXPECT_THAT(text_, Not(HasSubstr("\x1b")));
}

TEST_F(CampaignJunit, PutsAllFindingsOfACheckerIntoOneFailure) {
  Campaign campaign = sample_campaign();
  campaign.findings = {finding_of("nonce-good-once", "observed"),
                       finding_of("nonce-good-once", "required")};
  campaign.findings[1].got = "the second";
  read(campaign);
  const pugi::xml_node failure = case_named("nonce-good-once").child("failure");
  EXPECT_STREQ(failure.attribute("type").value(), "required") << "the strongest of them";
  EXPECT_STREQ(failure.attribute("message").value(),
               "StopInstance: wanted 403, got 200; and 1 more");
  EXPECT_THAT(failure.child_value(), HasSubstr("got     200\n"));
  EXPECT_THAT(failure.child_value(), HasSubstr("got     the second\n"));
}

TEST_F(CampaignJunit, LosesNoFindingOfACheckerThatIsNotListed) {
  Campaign campaign = sample_campaign();
  campaign.checkers.clear();
  read(campaign);
  EXPECT_EQ(document_.select_nodes("//failure").size(), campaign.findings.size());
}

TEST_F(CampaignJunit, WithoutAVerdictPassesNothing) {
  Campaign campaign = sample_campaign();
  campaign.accepted = 0;
  campaign.findings = {finding_of("answers-in-time", "advice")};
  read(campaign);
  EXPECT_EQ(document_.select_nodes("//skipped").size() + document_.select_nodes("//failure").size(),
            campaign.checkers.size());
  EXPECT_STREQ(case_named("nonce-good-once").child("skipped").attribute("message").value(),
               "NO VERDICT: no call was accepted in 1200 histories with 8342 calls; 1 piece of "
               "advice");
}

TEST_F(CampaignJunit, TellsWhatWasMet) {
  read(sample_campaign());
  EXPECT_EQ(property("answer-coverage", "rows-met"), "3 of 5");
  EXPECT_EQ(property("answer-coverage", "rows-met:StartInstance 2019-05"), "1 of 2");
  EXPECT_EQ(property("answer-coverage", "met:StartInstance 2019-05, error row 2: 403 DiskError"),
            "0");
  EXPECT_EQ(property("answer-coverage", "answer:StartInstance 200"), "4000");
  EXPECT_EQ(property("answer-coverage", "transition:StopInstance: Running to \\x1b[31mGone\\xff"),
            "1");
  EXPECT_EQ(property("checkers", "citation:nonce-good-once"), "signature V1, clause 4");
  EXPECT_EQ(property("checkers", "seed"), "18446744073709551615");
}

TEST_F(CampaignJunit, CutsALongExchangeAndSaysSo) {
  Campaign campaign;
  campaign.findings = {finding_of("nonce-good-once", "required")};
  Exchange exchange;
  exchange.status = 200;
  exchange.body.assign(100 * 1024, 'b');
  campaign.findings[0].exchanges.assign(40, exchange);
  read(campaign);
  const std::string text = case_named("nonce-good-once").child_value("failure");
  EXPECT_THAT(text, HasSubstr("(36864 bytes more)"));
  EXPECT_THAT(text, HasSubstr("(more exchanges stand in the campaign file)"));
  EXPECT_LT(text.size(), 700U * 1024);
}

TEST_F(CampaignJunit, OfNothingIsWellFormed) {
  read(Campaign{});
  EXPECT_EQ(property("answer-coverage", "rows-met"), "0 of 0");
  EXPECT_EQ(property("checkers", "headline"), "NO VERDICT: no history was played");
}

}  // namespace
}  // namespace hallmark::reports
