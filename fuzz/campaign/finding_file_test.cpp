// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/finding_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "fuzz/campaign/checks.hpp"

namespace hallmark::fuzz {
namespace {

using testing::HasSubstr;

reports::Record sample() {
  reports::Record finding{.check = check_of(Checker::nonce_good_once)};
  finding.finding = {.verdict = reports::Verdict::fail,
                     .wanted = "any 4xx with SignatureNonceUsed*",
                     .wanted_by = "signature V1, clause 12",
                     .got = "403"};
  finding.evidence.history =
      "hallmark history 1\nworld Stopped PostPaid\nStartInstance\n"
      "StartInstance treatment=replay back=1\n";
  finding.discovery = {.action = "StartInstance",
                       .shape = "403 Incorrect\nInstanceStatus",
                       .calls = 2,
                       .rate = 0.4,
                       .again = "hallmark replay x.txt"};
  reports::Exchange exchange{.request = "GET /?Signature=*** HTTP/1.1\r\nHost: a\r\n\r\n",
                             .status = 403,
                             .headers = {{"Content-Type", "text/xml"}}};
  exchange.body = "StartInstance DryRun=true\nworld \x1b[31m\xff";
  finding.evidence.calls = {
      {.exchange = exchange},
      {.call = 1, .exchange = {.request = "GET / HTTP/1.1\r\n\r\n", .fault = "timeout"}}};
  return finding;
}

TEST(FindingFile, IsAHistoryWithAllElseInComments) {
  reports::Report campaign;
  campaign.info.hallmark_version = "1.2.3";
  campaign.campaign.emplace().seed = 42;
  const std::string text = finding_file(campaign, sample());
  const auto saved = read_finding(text);
  ASSERT_TRUE(saved) << saved.error().what;
  EXPECT_EQ(to_text(saved->history), sample().evidence.history);
  EXPECT_EQ(saved->bucket, "nonce-good-once / StartInstance / 403 Incorrect\\nInstanceStatus");
  EXPECT_DOUBLE_EQ(saved->rate, 0.4);
  EXPECT_THAT(text, HasSubstr("of seed 42"));
  EXPECT_THAT(text, HasSubstr("# again: hallmark replay x.txt"));
  EXPECT_THAT(text, HasSubstr("no answer: timeout"));
  EXPECT_THAT(text, testing::Not(HasSubstr("\x1b")));
}

TEST(FindingFile, MayBeWrittenByAPerson) {
  const auto saved =
      read_finding("hallmark history 1\nworld Stopped PostPaid # mine\nStartInstance\n");
  ASSERT_TRUE(saved);
  EXPECT_EQ(saved->bucket, "");
  EXPECT_DOUBLE_EQ(saved->rate, 1.0);
}

TEST(FindingFile, SaysWhereATextIsNone) {
  const auto none = read_finding("hallmark history 1\nworld Stopped PostPaid\nStart\n");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().what.substr(0, 40), "line 3, column 1: no such action: Start;");
}

TEST(FindingFile, TellsOfARareFindingThatItIsRare) {
  reports::Record rare = sample();
  rare.discovery->rate = 0.002;
  reports::Report campaign;
  campaign.campaign.emplace();
  const auto saved = read_finding(finding_file(campaign, rare));
  ASSERT_TRUE(saved);
  EXPECT_DOUBLE_EQ(saved->rate, 0.01);
}

TEST(FindingFile, TakesNoRateThatIsNone) {
  for (const char* const rate : {"0", "-1", "1.5", "often"}) {
    const auto saved = read_finding(std::string{"hallmark history 1\n# rate: "} + rate +
                                    "\nworld Stopped PostPaid\n");
    ASSERT_TRUE(saved);
    EXPECT_DOUBLE_EQ(saved->rate, 1.0) << rate;
  }
}

TEST(FindingFile, HasAPlainNameThatIsTheSameForWhatIsAlike) {
  const std::string name = file_name_of(sample());
  EXPECT_THAT(name, testing::MatchesRegex("nonce-good-once-StartInstance-403-Incorrect-"
                                          "InstanceStatus-[0-9a-f]+\\.txt"));
  reports::Record other = sample();
  other.finding.got = "something else";
  EXPECT_EQ(file_name_of(other), name);
  other.discovery->shape = "404";
  EXPECT_NE(file_name_of(other), name);
  other.discovery->shape = std::string(500, 'x');
  EXPECT_LT(file_name_of(other).size(), 100U);
}

}  // namespace
}  // namespace hallmark::fuzz
