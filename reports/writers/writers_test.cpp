// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/writers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "reports/testing/sample_campaign.hpp"
#include "reports/testing/sample_report.hpp"

namespace hallmark::reports {
namespace {

TEST(Writers, AreFoundByTheEndingInAnyCase) {
  ASSERT_NE(writer_for("out/x.xml"), nullptr);
  EXPECT_EQ(writer_for("out/x.xml")->name, "JUnit");
  ASSERT_NE(writer_for("RUN.JSON"), nullptr);
  EXPECT_TRUE(writer_for("RUN.JSON")->as_it_goes);
  EXPECT_EQ(writer_for("run.ctrf.json")->name, "CTRF");
}

TEST(Writers, AnUnknownEndingIsAnsweredWithTheKnownOnes) {
  for (const char* path : {"report.txt", "report", ".xml", "", "xml"}) {
    EXPECT_EQ(writer_for(path), nullptr) << path;
  }
  EXPECT_EQ(
      unknown_ending("report.txt"),
      "report.txt: its ending says no kind of report; known are .xml .ctrf.json .json .html .md "
      ".svg, or KIND=FILE");
  EXPECT_THAT(unknown_ending("x\n.txt"), ::testing::StartsWith("x\\n.txt: its ending"));
}

TEST(Writers, AreFoundByTheirKindWhereverTheReportGoes) {
  for (const ReportWriter& writer : report_writers) {
    for (const std::string_view kind : {writer.kind, writer.ending.substr(1)}) {
      const ReportPlace place = report_place(std::string{kind}.append("=-"));
      EXPECT_EQ(place.writer, &writer) << kind;
      EXPECT_TRUE(place.is_standard_output());
    }
  }
  EXPECT_EQ(report_place("junit=build/report").path, "build/report");
  EXPECT_EQ(report_place("a=b.json").path, "a=b.json") << "a is no kind";
  EXPECT_EQ(report_place("-").writer, nullptr);
}

TEST(Writers, EachWritesRunsAndCampaigns) {
  for (const ReportWriter& writer : report_writers) {
    for (const Report& report : {testing::sample_report(), testing::sample_campaign()}) {
      std::ostringstream out;
      writer.write(report, summarize(report), out);
      EXPECT_GT(out.str().size(), writer.ending == ".svg" ? 400U : 1000U) << writer.ending;
    }
  }
}

}  // namespace
}  // namespace hallmark::reports
