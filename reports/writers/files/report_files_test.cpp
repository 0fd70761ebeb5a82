// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/files/report_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "reports/testing/sample_campaign.hpp"
#include "reports/testing/sample_report.hpp"

namespace hallmark::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::sample_campaign;
using testing::sample_report;
using ::testing::UnorderedElementsAre;

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

  // Of all files in the folder.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator{folder_}) {
      all.push_back(entry.path().filename().string());
    }
    return all;
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
  ReportFiles files{{path("a.xml"), path("a.json")}};
  files.begin(report, report.records.size());
  for (const Record& record : report.records) files.add(record);
  files.flush();
  EXPECT_THAT(content("a.json.partial"), HasSubstr("start-instance/row/no-stock"));
  EXPECT_THAT(content("a.json.partial"), Not(HasSubstr("exitCode"))) << "while it goes on";
  files.end(report, summarize(report));
  EXPECT_THAT(names(), UnorderedElementsAre("a.xml", "a.json"));
  EXPECT_EQ(content("a.xml"), written(report, *writer_for("a.xml")));
  EXPECT_EQ(content("a.json"), written(report, *writer_for("a.json")));
}

TEST_F(ReportFilesIn, HoldACampaignAsItsFormsSayIt) {
  const Report report = sample_campaign();
  ReportFiles files{{path("a.xml"), path("a.json")}};
  files.begin(report, 0);
  for (const Record& record : report.records) files.add(record);
  files.end(report, summarize(report));
  EXPECT_EQ(content("a.xml"), written(report, *writer_for("a.xml")));
  EXPECT_EQ(content("a.json"), written(report, *writer_for("a.json")));
}

// Whatever ends the run in between: an exception here, SIGKILL elsewhere.
TEST_F(ReportFilesIn, LeaveOldReportsUntilTheNewOnesAreWhole) {
  const Report report = sample_report();
  for (const char* name : {"a.xml", "a.json"}) std::ofstream{path(name)} << "the old one";
  {
    ReportFiles files{{path("a.xml"), path("a.json")}};
    files.begin(report, report.records.size());
    for (const Record& record : report.records) files.add(record);
    files.flush();
  }
  EXPECT_EQ(content("a.xml"), "the old one");
  EXPECT_EQ(content("a.json"), "the old one");
  EXPECT_THAT(names(), UnorderedElementsAre("a.xml", "a.json", "a.json.partial"));
  const Report saved = read_run_file(path("a.json.partial"));
  EXPECT_TRUE(saved.interrupted);
  EXPECT_EQ(saved.records.size(), report.records.size());
}

TEST_F(ReportFilesIn, LeaveNothingWhereNothingWasJudged) {
  {
    ReportFiles files{{path("a.xml"), path("a.json")}};
    files.begin(sample_report(), 1);
  }
  EXPECT_THAT(names(), UnorderedElementsAre());
}

TEST_F(ReportFilesIn, AreWrittenWholeWhereNothingWasToldBefore) {
  const Report report = sample_report();
  ReportFiles{{path("a.json")}}.end(report, summarize(report));
  EXPECT_EQ(content("a.json"), written(report, *writer_for("a.json")));
}

TEST_F(ReportFilesIn, OneOfWhichIsStandardOutput) {
  const Report report = sample_report();
  for (const char* kind : {"json", "junit", "html"}) {
    std::ostringstream out;
    ReportFiles files{{kind + std::string{"=-"}, path("a.json")}, out};
    files.begin(report, report.records.size());
    for (const Record& record : report.records) files.add(record);
    files.flush();
    EXPECT_EQ(out.str(), "") << "while it goes on";
    files.end(report, summarize(report));
    if (kind == std::string_view{"json"}) {
      EXPECT_EQ(out.str(), content("a.json"));
    } else {
      EXPECT_EQ(out.str(), written(report, *report_place(kind + std::string{"=-"}).writer));
    }
  }
  EXPECT_THROW(ReportFiles({"-"}), InputError) << "of which kind?";
  EXPECT_THROW(ReportFiles({"json=-", "md=-"}), InputError) << "takes one";
}

TEST_F(ReportFilesIn, ThatAStandardOutputDoesNotTakeIsNamed) {
  const Report report = sample_report();
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  ReportFiles files{{"json=-"}, out};
  files.begin(report, 0);
  EXPECT_THROW(files.end(report, summarize(report)), InputError);
}

TEST_F(ReportFilesIn, ThatCannotBeWrittenAreNamedBeforeAnythingIsAsked) {
  for (const char* name : {"none/a.xml", "none/a.json"}) {
    try {
      const ReportFiles files{{path(name)}};
      FAIL() << "was created";
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr("--report " + path(name) + ": "));
    }
  }
  EXPECT_THROW(ReportFiles({"a.txt"}), InputError);
}

TEST_F(ReportFilesIn, NameEachFileOnce) {
  std::ofstream{path("a.json")} << "{}";
  std::filesystem::create_symlink(path("a.json"), path("link.json"));
  std::filesystem::create_directory(path("folder"));
  for (const std::string& other : {path("a.json"), path("./a.json"), path("folder/../a.json"),
                                  path("link.json"), "ctrf=" + path("a.json")}) {
    try {
      const ReportFiles files{{path("a.json"), other}};
      FAIL() << other;
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(),
                  HasSubstr(other == path("a.json") ? "a.json stands there twice"
                                                    : other + " names the same file as --report "));
    }
  }
  EXPECT_NO_THROW(ReportFiles({path("a.json"), path("folder/a.json")}));
  EXPECT_NO_THROW(ReportFiles({"json=/dev/null", "md=/dev/null"})) << "takes any number";
  try {
    const ReportFiles files{{path("a.json"), path("./a.json")}, std::cout, ""};
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(error.what(), path("./a.json") + " names the same file as " + path("a.json"));
  }
}

}  // namespace
}  // namespace hallmark::reports
