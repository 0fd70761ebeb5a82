// SPDX-License-Identifier: Apache-2.0
#include "reports/compare/matrix.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "reports/testing/approved.hpp"
#include "reports/testing/sample_campaign.hpp"
#include "reports/testing/sample_report.hpp"

namespace hallmark::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::record_of;
using testing::sample_campaign;
using testing::sample_report;

// Two clients, and one of which nothing was asked twice.
std::vector<Saved> clients() {
  Report one = sample_report();
  one.info.subject = {.kind = Subject::Kind::client, .name = "@alicloud/pop-core 1.8.0 (node 20)"};
  Report other = one;
  other.info.subject.name = "evil | <img src=x onerror=alert(1)>";
  for (Record& record : other.records) {
    if (record.check->chapter == "start-instance") record.finding = {};
  }
  std::erase_if(other.records,
                [](const Record& record) { return record.check->id == "concurrency/start/eight"; });
  return {{.name = "one.json", .report = one}, {.name = "other.json", .report = other}};
}

const MatrixRow& row_of(const Matrix& matrix, std::string_view id) {
  for (const MatrixRow& row : matrix.checks) {
    if (row.name == id) return row;
  }
  throw std::logic_error{"no row " + std::string{id}};
}

TEST(Matrix, HasARowForEachCheckAndAColumnForEachRun) {
  const Matrix matrix = matrix_of(clients());
  EXPECT_EQ(matrix.columns.size(), 2U);
  EXPECT_EQ(matrix.columns[0].name, "@alicloud/pop-core 1.8.0 (node 20)");
  EXPECT_EQ(matrix.checks.size(), 7U) << "variants together";
  const MatrixRow& running = row_of(matrix, "start-instance/precondition/running");
  EXPECT_EQ(running.cells[0].text(), "fail 1 of 2");
  EXPECT_EQ(running.cells[1].text(), "pass");
  EXPECT_TRUE(running.differs());
  EXPECT_EQ(row_of(matrix, "concurrency/start/eight").cells[1].text(), "-");
  EXPECT_FALSE(row_of(matrix, "envelope/request-id").differs());
  EXPECT_EQ(row_of(matrix, "envelope/request-id").cells[0].text(), "pass 2 of 3");
}

TEST(Matrix, SaysOfACheckTheWorst) {
  EXPECT_EQ(Cell{}.text(), "-");
  EXPECT_EQ((Cell{.passed = 3}.text()), "pass");
  EXPECT_EQ((Cell{.passed = 3, .blocked = 1}.text()), "pass 3 of 4");
  EXPECT_EQ((Cell{.failed = 3}.text()), "fail");
  EXPECT_EQ((Cell{.passed = 1, .failed = 1, .broken = 1}.text()), "fail 1 of 3");
  EXPECT_EQ((Cell{.passed = 1, .broken = 1}.text()), "error 1 of 2");
  EXPECT_EQ((Cell{.blocked = 1, .unsupported = 1}.text()), "blocked");
  EXPECT_EQ((Cell{.unsupported = 2}.text()), "not exercised");
}

TEST(Matrix, TellsSubjectsOfOneNameApartByTheirFiles) {
  std::vector<Saved> runs = clients();
  runs[1].report.info.subject.name = runs[0].report.info.subject.name;
  EXPECT_THAT(matrix_of(runs).columns[1].name, HasSubstr("(other.json)"));
}

TEST(Matrix, OfCampaignsHasARowForEachChecker) {
  Report other = sample_campaign();
  other.records.clear();
  const Matrix matrix =
      matrix_of({{.name = "a", .report = sample_campaign()}, {.name = "b", .report = other}});
  EXPECT_TRUE(row_of(matrix, "refusal-changes-nothing").differs());
  EXPECT_FALSE(row_of(matrix, "nonce-good-once").differs());
}

TEST(Matrix, RefusesTargetsOfTwoKinds) {
  std::vector<Saved> runs = clients();
  runs.push_back({.name = "endpoint.json", .report = sample_report()});
  EXPECT_THROW((void)matrix_of(runs), NotComparable);
}

TEST(Matrix, IsAsApprovedInEachForm) {
  const Matrix matrix = matrix_of(clients());
  std::ostringstream text;
  write_matrix(matrix, false, text, {});
  testing::expect_approved("matrix.txt", text.str());
  std::ostringstream markdown;
  write_matrix_markdown(matrix, true, markdown);
  testing::expect_approved("matrix.md", markdown.str());
  EXPECT_THAT(markdown.str(), Not(HasSubstr("<img")));
  std::ostringstream html;
  write_matrix_html(matrix, true, html);
  const std::string page = html.str();
  testing::expect_approved("matrix-body.html", page.substr(page.find("<main>")));
  // For a browser (page/checks).
  std::ofstream{HALLMARK_LOOKED_AT_DIR "/matrix.html"} << page;
}

TEST(Matrix, ShowsAllWhereAskedTo) {
  const Matrix matrix = matrix_of(clients());
  std::ostringstream differing;
  write_matrix(matrix, false, differing, {});
  EXPECT_THAT(differing.str(), Not(HasSubstr("envelope/request-id")));
  EXPECT_THAT(differing.str(), HasSubstr("(--all shows the others)"));
  std::ostringstream all;
  write_matrix(matrix, true, all, {});
  EXPECT_THAT(all.str(), HasSubstr("envelope/request-id"));
}

}  // namespace
}  // namespace hallmark::reports
