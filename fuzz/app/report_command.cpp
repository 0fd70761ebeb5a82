// SPDX-License-Identifier: Apache-2.0
//
// hallmark report: what can be done with a saved run or campaign.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "fuzz/app/commands.hpp"
#include "reports/report.hpp"
#include "reports/writers/report_files.hpp"
#include "reports/writers/run_file.hpp"

namespace hallmark::app {
namespace {

struct ConvertOptions {
  std::string saved;
  std::vector<std::string> reports;
};

// As the run itself would have written them: each record is told in the order in which it was
// written, and then they stand in the order of the run.
int convert(const ConvertOptions& options) {
  reports::Report report = reports::read_report_file(options.saved);
  reports::ReportFiles files{options.reports, report.campaign ? "campaign" : "run"};
  files.begin(report, report.records.size());
  for (const reports::Record& record : report.records) files.add(record);
  if (!report.campaign) reports::sort_by_check(report.records);
  files.end(report, reports::summarize(report));
  return 0;
}

}  // namespace

Command add_report(CLI::App& app) {
  auto options = std::make_shared<ConvertOptions>();
  CLI::App& command = *app.add_subcommand("report", "Work on saved runs and campaigns");
  command.require_subcommand(1);
  CLI::App& converting =
      *command.add_subcommand("convert", "Write a saved run or campaign in other forms");
  converting
      .add_option("saved", options->saved,
                  "What run or fuzz --report FILE.json saved; - is standard input")
      ->required()
      ->type_name("SAVED.json");
  converting
      .add_option("reports", options->reports,
                  "Files to write, as --report of run takes them; - is standard output")
      ->required()
      ->type_name("[KIND=]FILE");
  return [options] { return convert(*options); };
}

}  // namespace hallmark::app
