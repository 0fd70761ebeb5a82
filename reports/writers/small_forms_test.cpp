// SPDX-License-Identifier: Apache-2.0
//
// The forms that other programs show: CTRF, the summary in Markdown, the badge.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <pugixml.hpp>
#include <sstream>
#include <string>

#include "reports/testing/approved.hpp"
#include "reports/testing/sample_campaign.hpp"
#include "reports/testing/sample_report.hpp"
#include "reports/writers/writers.hpp"

namespace hallmark::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::sample_campaign;
using testing::sample_report;

using Write = void (*)(const Report&, const Summary&, std::ostream&);

std::string written(Write write, const Report& report) {
  std::ostringstream out;
  write(report, summarize(report), out);
  return std::move(out).str();
}

TEST(Ctrf, CountsWhatItLists) {
  for (const auto& [name, report] :
       {std::pair{"run", sample_report()}, {"campaign", sample_campaign()}}) {
    const std::string text = written(write_ctrf, report);
    const boost::json::value results = boost::json::parse(text).at("results");
    std::map<std::string, std::int64_t> counts;
    for (const boost::json::value& test : results.at("tests").as_array()) {
      ++counts[std::string{test.at("status").as_string()}];
    }
    const boost::json::value& summary = results.at("summary");
    for (const char* status : {"passed", "failed", "skipped", "other"}) {
      EXPECT_EQ(counts[status], summary.at(status).as_int64()) << status;
    }
    EXPECT_EQ(summary.at("start").as_int64(), 1777863721000);
    // For the schema by another hand (page/checks).
    std::ofstream file{HALLMARK_LOOKED_AT_DIR "/" + std::string{name} + ".ctrf.json"};
    file << text;
    EXPECT_TRUE(file.flush());
  }
}

TEST(Markdown, IsAsApproved) {
  testing::expect_approved("run.md", written(write_markdown, sample_report()));
  testing::expect_approved("campaign.md", written(write_markdown, sample_campaign()));
}

TEST(Markdown, LetsNothingOfATargetBecomeMarkup) {
  Report report = sample_report();
  report.info.subject.name = "[x](javascript:alert(1)) <img src=x> `a` | b";
  report.records[0].finding.got = "@everyone <script>alert(1)</script> ![x](http://127.0.0.1/)";
  const std::string text = written(write_markdown, report);
  for (const char* markup : {"](", "<img", "<script", "`", "@everyone"}) {
    EXPECT_THAT(text, Not(HasSubstr(markup)));
  }
}

TEST(Markdown, IsNeverLargerThanASummaryMayBe) {
  Report report = sample_report();
  for (int i = 0; i < 20'000; ++i) report.records.push_back(report.records[1]);
  const std::string text = written(write_markdown, report);
  EXPECT_LT(text.size(), 1U << 20U);
  EXPECT_THAT(text, HasSubstr(" more\n"));
}

TEST(Badge, SaysTheVerdict) {
  const auto said = [](const Report& report) {
    pugi::xml_document tree;
    EXPECT_TRUE(tree.load_string(written(write_badge, report).c_str()));
    return std::string{tree.child("svg").child_value("title")};
  };
  EXPECT_EQ(said(sample_report()), "hallmark: not conformant");
  EXPECT_EQ(said(sample_campaign()), "hallmark: 4 findings");
}

}  // namespace
}  // namespace hallmark::reports
