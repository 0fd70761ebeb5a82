// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/json/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <limits>
#include <sstream>
#include <string>

#include "reports/testing/approved.hpp"
#include "reports/testing/sample_campaign.hpp"
#include "reports/testing/schema_check.hpp"
#include "reports/testing/temporary_file.hpp"
#include "reports/writers/json/json_text.hpp"
#include "reports/writers/json/run_file.hpp"
#include "reports/writers/writers.hpp"

namespace hallmark::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::no_campaign;
using testing::sample_campaign;

std::string written(const Report& campaign) {
  std::ostringstream out;
  write_json(campaign, summarize(campaign), out);
  return out.str();
}

boost::json::value schema() {
  std::ifstream in{HALLMARK_CAMPAIGN_SCHEMA};
  return boost::json::parse(std::string{std::istreambuf_iterator<char>{in}, {}});
}

TEST(CampaignFile, IsAsApproved) {
  testing::expect_approved("campaign.json", written(sample_campaign()));
}

TEST(CampaignFile, IsAsItsSchemaSays) {
  EXPECT_EQ(schema().at_pointer("/properties/version/const").as_int64(), campaign_file_version);
  Report campaign = sample_campaign();
  EXPECT_THAT(testing::violations(schema(), boost::json::parse(written(campaign))), IsEmpty());
  EXPECT_THAT(testing::violations(schema(), boost::json::parse(written(no_campaign()))), IsEmpty());
  campaign.campaign->limit = "\xff";
  campaign.notes = {"\xff"};
  campaign.records[0].evidence.history = "\xff";
  campaign.records[0].evidence.calls[0].exchange.request = "\xff";
  EXPECT_THAT(testing::violations(schema(), boost::json::parse(written(campaign))), IsEmpty());
}

TEST(CampaignFile, LacksWhatTheSchemaRequiresWhenItIsTakenAway) {
  boost::json::value document = boost::json::parse(written(sample_campaign()));
  document.at("findings").at(0).as_object().erase("history");
  document.at("findings").at(1).as_object()["rate"] = "often";
  EXPECT_THAT(
      testing::violations(schema(), document),
      ElementsAre("/findings/0: lacks \"history\"", "/findings/1/rate: is not of type number"));
}

TEST(CampaignFile, IsReadBackAsItWas) {
  Report campaign = sample_campaign();
  campaign.campaign->end = Campaign::End::finding;
  const testing::TemporaryFile file;
  file.fill(written(campaign));
  const Report read = read_report_file(file.path());
  EXPECT_EQ(written(read), written(campaign));
  EXPECT_EQ(read.info, campaign.info);
  ASSERT_EQ(read.records.size(), campaign.records.size());
  EXPECT_EQ(read.records[0].finding, campaign.records[0].finding);
  EXPECT_EQ(read.records[0].evidence, campaign.records[0].evidence);
  EXPECT_EQ(read.records[1].discovery, campaign.records[1].discovery);
  EXPECT_EQ(read.records[0].check, read.campaign->checkers[2].check);
  EXPECT_THROW(static_cast<void>(read_run_file(file.path())), InputError);
}

TEST(CampaignFile, KeepsARateOfSixDigits) {
  Report campaign = sample_campaign();
  campaign.records.resize(1);
  for (int millionths = 1; millionths < 1'000'000; millionths += 4321) {
    campaign.records[0].discovery->rate = millionths / 1e6;
    const testing::TemporaryFile file;
    file.fill(written(campaign));
    ASSERT_EQ(read_report_file(file.path()).records[0].discovery->rate, millionths / 1e6);
  }
}

TEST(CampaignFile, NamesEveryEndAsTheSchemaDoes) {
  Report campaign = no_campaign();
  for (const Campaign::End end : {Campaign::End::time, Campaign::End::count, Campaign::End::finding,
                                  Campaign::End::target_gone}) {
    campaign.campaign->end = end;
    EXPECT_THAT(testing::violations(schema(), boost::json::parse(written(campaign))), IsEmpty());
  }
  campaign.interrupted = true;
  EXPECT_THAT(testing::violations(schema(), boost::json::parse(written(campaign))), IsEmpty());
  EXPECT_EQ(boost::json::parse(written(campaign)).at("end").as_string(), "interrupted");
}

TEST(CampaignFile, KeepsEveryByteAndEveryDigit) {
  const Report campaign = sample_campaign();
  const boost::json::value document = boost::json::parse(written(campaign));
  EXPECT_EQ(document.at_pointer("/campaign/seed").as_uint64(), campaign.campaign->seed);
  EXPECT_EQ(document.at_pointer("/findings/0/rate").as_double(), 0.75);
  EXPECT_EQ(document.at_pointer("/findings/0/history").as_string(),
            campaign.records[0].evidence.history);
  const boost::json::value& exchange = document.at_pointer("/findings/1/exchanges/0");
  EXPECT_EQ(json_text::from_base64(exchange.at("bodyBase64").as_string()),
            campaign.records[1].evidence.calls[0].exchange.body);
  EXPECT_EQ(json_text::from_base64(document.at_pointer("/findings/1/shape/base64").as_string()),
            campaign.records[1].discovery->shape);
  EXPECT_EQ(document.at("exitCode").as_int64(), 1);
}

TEST(CampaignFile, HoldsOnlyNumbersThatJsonKnows) {
  Report campaign = sample_campaign();
  campaign.records[0].discovery->rate = std::numeric_limits<double>::quiet_NaN();
  campaign.records[1].discovery->rate = 1.0 / 3.0;
  const boost::json::value document = boost::json::parse(written(campaign));
  EXPECT_EQ(document.at_pointer("/findings/0/rate").to_number<double>(), 0.0);
  EXPECT_EQ(document.at_pointer("/findings/1/rate").as_double(), 1.0 / 3.0);
}

}  // namespace
}  // namespace hallmark::reports
