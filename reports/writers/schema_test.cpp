// SPDX-License-Identifier: Apache-2.0
//
// The schemas say what they mean: a file that is changed so that it means nothing is refused.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "reports/testing/mutations.hpp"
#include "reports/testing/sample_campaign.hpp"
#include "reports/testing/sample_report.hpp"
#include "reports/testing/schema_check.hpp"
#include "reports/writers/writers.hpp"

namespace hallmark::reports {
namespace {

boost::json::value parsed_file(const char* path) {
  std::ifstream in{path};
  return boost::json::parse(std::string{std::istreambuf_iterator<char>{in}, {}});
}

// Writes the mutations beside the program, too, for a check by other hands (page/checks).
void expect_refused(const Report& report, const char* schema_path, const std::string& name) {
  const boost::json::value schema = parsed_file(schema_path);
  std::ostringstream out;
  write_json(report, summarize(report), out);
  const boost::json::value document = boost::json::parse(out.str());
  ASSERT_TRUE(testing::violations(schema, document).empty());
  std::size_t accepted = 0;
  std::ofstream kept{HALLMARK_LOOKED_AT_DIR "/" + name};
  kept << document << '\n';
  const auto mutations = testing::mutations_of(document);
  for (const testing::Mutation& mutation : mutations) {
    kept << mutation.document << '\n';
    if (!testing::violations(schema, mutation.document).empty()) continue;
    ++accepted;
    std::cout << "accepted: " << mutation.what << "\n";
  }
  EXPECT_GT(mutations.size(), 250U);
  EXPECT_LE(accepted * 20, mutations.size()) << "of " << mutations.size();
}

TEST(Schemas, OfRunsRefuseWhatMeansNothing) {
  expect_refused(testing::sample_report(), HALLMARK_REPORT_SCHEMA, "run.jsonl");
}

TEST(Schemas, OfCampaignsRefuseWhatMeansNothing) {
  expect_refused(testing::sample_campaign(), HALLMARK_CAMPAIGN_SCHEMA, "campaign.jsonl");
}

}  // namespace
}  // namespace hallmark::reports
