// SPDX-License-Identifier: Apache-2.0
//
// hallmark report: what can be done with saved runs and campaigns.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/app/commands.hpp"
#include "fuzz/app/exit_code.hpp"
#include "fuzz/app/options/common_options.hpp"
#include "fuzz/app/options/console_options.hpp"
#include "fuzz/app/report_commands.hpp"
#include "reports/compare/merge.hpp"
#include "reports/report.hpp"
#include "reports/writers/files/report_files.hpp"
#include "reports/writers/json/run_file.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::app {
namespace {

using runner::UsageError;

struct ConvertOptions {
  std::string saved;
  std::vector<std::string> reports;
};

// Each record is told in the order in which it was written, and then they stand in the order of the
// run: so the reports are those that the run itself would have written.
void tell(reports::Report& report, reports::Listener& listener) {
  listener.begin(report, report.records.size());
  for (const reports::Record& record : report.records) listener.add(record);
  if (!report.campaign) reports::sort_by_check(report.records);
}

int convert(const ConvertOptions& options) {
  reports::Report report = reports::read_report_file(options.saved);
  reports::ReportFiles files{options.reports, std::cout, ""};
  tell(report, files);
  files.end(report, reports::summarize(report));
  return exit_holds;
}

Command add_convert(CLI::App& report) {
  auto options = std::make_shared<ConvertOptions>();
  CLI::App& command =
      *report.add_subcommand("convert", "Write a saved run or campaign in other forms");
  command
      .add_option("saved", options->saved,
                  "What run or fuzz --report FILE.json saved; - is standard input")
      ->required()
      ->type_name("SAVED.json");
  command
      .add_option("reports", options->reports,
                  "Files to write, as --report of run takes them; - is standard output")
      ->required()
      ->type_name("[KIND=]FILE");
  return [options] { return convert(*options); };
}

struct MergeOptions {
  std::vector<std::string> parts;
  std::vector<std::string> reports;
  ConsoleOptions console;
};

int merge(const MergeOptions& options) {
  Console console{options.console, options.reports};
  reports::ReportFiles files{options.reports, console.standard_output()};
  std::vector<reports::Saved> parts;
  for (const std::string& path : options.parts) parts.push_back(saved_at(path));
  try {
    reports::Report merged = reports::merge(std::move(parts));
    tell(merged, files);
    const reports::Summary summary = conclude(merged, files, console.style());
    return reports::exit_code(merged, summary);
  } catch (const reports::NoOneRun& problem) {
    throw UsageError{problem.what()};
  }
}

Command add_merge(CLI::App& report) {
  auto options = std::make_shared<MergeOptions>();
  CLI::App& command =
      *report.add_subcommand("merge", "Make of the shards of a run the run; its exit code, too");
  command.add_option("parts", options->parts, "What run --shard I/N --report FILE.json saved")
      ->required()
      ->type_name("PART.json");
  add_console(command, options->console, "Say what failed and the headline, no more",
              "Show every failure, not one of each cause; each reason; what was slow");
  add_reports(command, options->reports, "run");
  return [options] { return merge(*options); };
}

}  // namespace

Command add_report(CLI::App& app) {
  CLI::App& command = *app.add_subcommand("report", "Work on saved runs and campaigns");
  command.require_subcommand(1);
  auto commands = std::make_shared<std::vector<std::pair<CLI::App*, Command>>>();
  for (const auto add : {add_convert, add_diff, add_merge, add_matrix, add_statement, add_verify}) {
    Command made = add(command);
    commands->emplace_back(command.get_subcommands([](CLI::App*) { return true; }).back(),
                           std::move(made));
  }
  return [commands] {
    for (const auto& [parser, run] : *commands) {
      if (parser->parsed()) return run();
    }
    return static_cast<int>(exit_no_verdict);
  };
}

}  // namespace hallmark::app
