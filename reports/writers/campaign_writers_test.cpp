// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/campaign_writers.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "reports/testing/sample_campaign.hpp"

namespace hallmark::reports {
namespace {

TEST(CampaignWriters, AreFoundByTheEndingInAnyCase) {
  ASSERT_NE(campaign_writer_for("out/x.xml"), nullptr);
  EXPECT_EQ(campaign_writer_for("out/x.xml")->name, "JUnit");
  ASSERT_NE(campaign_writer_for("CAMPAIGN.JSON"), nullptr);
  EXPECT_EQ(campaign_writer_for("CAMPAIGN.JSON")->name, "the campaign itself");
}

TEST(CampaignWriters, AnUnknownEndingIsAnsweredWithTheKnownOnes) {
  for (const char* path : {"report.txt", "report", ".xml", "", "xml"}) {
    EXPECT_EQ(campaign_writer_for(path), nullptr) << path;
  }
  EXPECT_EQ(unknown_campaign_ending("x\n.txt"),
            "x\\n.txt: its ending says no kind of report; known are .xml (JUnit), .json (the "
            "campaign itself)");
}

TEST(CampaignWriters, EachWritesSomething) {
  for (const CampaignWriter& writer : campaign_writers()) {
    std::ostringstream out;
    writer.write(testing::sample_campaign(), out);
    EXPECT_GT(out.str().size(), 1000U) << writer.ending;
  }
}

}  // namespace
}  // namespace hallmark::reports
