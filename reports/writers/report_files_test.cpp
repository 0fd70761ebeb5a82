// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/report_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "reports/testing/sample_campaign.hpp"
#include "reports/testing/sample_report.hpp"

namespace hallmark::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::sample_campaign;
using testing::sample_report;

class ReportFilesIn : public ::testing::Test {
 protected:
  ReportFilesIn() {
    std::string name = (std::filesystem::temp_directory_path() / "hallmark-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~ReportFilesIn() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const { return folder_ / name; }
  [[nodiscard]] std::string content(const std::string& name) const {
    std::ifstream file{path(name), std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
  }

 private:
  std::filesystem::path folder_;
};

std::string written(const Report& report, const ReportWriter& writer) {
  std::ostringstream out;
  writer.write(report, summarize(report), out);
  return out.str();
}

TEST_F(ReportFilesIn, HoldARunAsItsFormsSayIt) {
  const Report report = sample_report();
  ReportFiles files{{path("a.xml"), path("a.json")}, "run"};
  files.begin(report, report.records.size());
  for (const Record& record : report.records) files.add(record);
  files.flush();
  EXPECT_THAT(content("a.json"), HasSubstr("start-instance/row/no-stock"));
  EXPECT_THAT(content("a.json"), Not(HasSubstr("exitCode"))) << "while it goes on";
  files.end(report, summarize(report));
  EXPECT_EQ(content("a.xml"), written(report, *writer_for("a.xml")));
  EXPECT_EQ(content("a.json"), written(report, *writer_for("a.json")));
}

TEST_F(ReportFilesIn, HoldACampaignAsItsFormsSayIt) {
  const Report report = sample_campaign();
  ReportFiles files{{path("a.xml"), path("a.json")}, "campaign"};
  files.begin(report, 0);
  for (const Record& record : report.records) files.add(record);
  files.end(report, summarize(report));
  EXPECT_EQ(content("a.xml"), written(report, *writer_for("a.xml")));
  EXPECT_EQ(content("a.json"), written(report, *writer_for("a.json")));
}

TEST_F(ReportFilesIn, AreWrittenWholeWhereNothingWasToldBefore) {
  const Report report = sample_report();
  ReportFiles{{path("a.json")}, "run"}.end(report, summarize(report));
  EXPECT_EQ(content("a.json"), written(report, *writer_for("a.json")));
}

TEST_F(ReportFilesIn, ThatCannotBeWrittenAreNamedBeforeAnythingIsAsked) {
  for (const char* name : {"none/a.xml", "none/a.json"}) {
    ReportFiles files{{path(name)}, "run"};
    try {
      files.begin(sample_report(), 1);
      FAIL() << "was created";
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr("--report " + path(name) + ": "));
    }
  }
  EXPECT_THROW(ReportFiles({"a.txt"}, "run"), InputError);
}

}  // namespace
}  // namespace hallmark::reports
