// SPDX-License-Identifier: Apache-2.0
#include "reports/known_failures_correction.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "reports/testing/known_run.hpp"

namespace hallmark::reports {
namespace {

using namespace testing::known_run;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(KnownFailures, AreCorrectedLineByLine) {
  const std::string list =
      "# of the summer\n"
      "\n"
      "**/running@post.json.v3   # holds, and stays as it is written\n"
      "start-instance/**  until=2027-01-01  # two of four pass\n"
      "concurrency/start/*  finding=\"got 500\"  # another way\n"
      "start-instance/gone  # nothing\n"
      "**/no-stock  until=2026-01-01  # over\n"
      "# the end\n";
  const Report report = run_of(
      list, {passes(running, "get.xml.v1"), fails(running, "post.json.v3"),
             fails(no_stock, "get.xml.v1"), fails(no_stock, "post.json.v3"), fails(eight, "")});
  EXPECT_EQ(
      corrected(list, report),
      "# of the summer\n"
      "\n"
      "**/running@post.json.v3   # holds, and stays as it is written\n"
      "start-instance/precondition/running@post.json.v3  until=2027-01-01  # two of four pass\n"
      "start-instance/row/no-stock  until=2027-01-01  # two of four pass\n"
      "start-instance/deep  until=2027-01-01  # two of four pass\n"
      "concurrency/start/*  finding=\"got 200\"  # another way\n"
      "# the end\n");
}

TEST(KnownFailures, OnceCorrectedAgreeWithTheRun) {
  const std::string list = "start-instance/**  finding=\"403\"  # x\n**/eight  # y\n";
  Record odd = fails(no_stock, "get.xml.v1", "a \\ \"mark\"");
  odd.finding.wanted = "200";
  odd.finding.answer = "";
  const std::vector<Record> records = {passes(running, "get.xml.v1"),
                                       fails(running, "post.json.v3"), odd,
                                       fails(no_stock, "post.json.v3"), passes(eight, "")};
  const std::string better = corrected(list, run_of(list, records));
  EXPECT_THAT(better, HasSubstr("no-stock@get.xml.v1  finding=\"a \\\\ \\\"mark\\\"\"  # x\n"));
  EXPECT_THAT(summarize(run_of(better, records)).list_troubles, IsEmpty());
  EXPECT_EQ(corrected(better, run_of(better, records)), better);
}

}  // namespace
}  // namespace hallmark::reports
