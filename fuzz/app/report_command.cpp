// SPDX-License-Identifier: Apache-2.0
//
// hallmark report: what can be done with saved runs and campaigns.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "fuzz/app/commands.hpp"
#include "fuzz/app/common_options.hpp"
#include "fuzz/app/console_options.hpp"
#include "fuzz/app/exit_code.hpp"
#include "reports/compare/diff.hpp"
#include "reports/compare/diff_forms.hpp"
#include "reports/compare/merge.hpp"
#include "reports/report.hpp"
#include "reports/writers/report_files.hpp"
#include "reports/writers/run_file.hpp"
#include "reports/writers/whole_file.hpp"
#include "reports/writers/writers.hpp"
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
  reports::ReportFiles files{options.reports, report.campaign ? "campaign" : "run"};
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

reports::Saved saved(const std::string& path) {
  return {.name = path, .report = reports::read_report_file(path)};
}

struct MergeOptions {
  std::vector<std::string> parts;
  std::vector<std::string> reports;
  ConsoleOptions console;
};

int merge(const MergeOptions& options) {
  Console console{options.console, options.reports};
  reports::ReportFiles files{options.reports, "run", console.standard_output()};
  std::vector<reports::Saved> parts;
  for (const std::string& path : options.parts) parts.push_back(saved(path));
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

// A form of a comparison, by the kind that --report names.
struct Form {
  std::string_view kind;
  std::function<void(std::ostream&)> write;
};

// Each file is written whole or not at all. Throws UsageError.
void write_forms(const std::vector<std::string>& places, const std::vector<Form>& forms,
                 std::ostream& standard_output) {
  for (const std::string& text : places) {
    const reports::ReportPlace place = reports::report_place(text);
    const auto form = std::ranges::find_if(forms, [&](const Form& one) {
      return place.writer != nullptr && one.kind == place.writer->kind;
    });
    if (form == forms.end() || place.path.empty()) {
      std::string known;
      for (const Form& one : forms) known.append(known.empty() ? "." : ", .").append(one.kind);
      throw UsageError{"--report " + text + ": its ending says no form; known are " + known};
    }
    if (place.is_standard_output()) {
      form->write(standard_output);
      continue;
    }
    try {
      const reports::WholeFile file{place.path};
      std::ofstream out{file.partial(), std::ios::binary};
      if (out) form->write(out);
      if (!out.flush()) throw std::system_error{errno, std::generic_category()};
      out.close();
      file.finish();
    } catch (const std::system_error& error) {
      throw UsageError{"--report " + text + ": cannot be written: " + error.code().message()};
    }
  }
}

struct DiffOptions {
  std::string before, after;
  std::vector<std::string> reports;
  bool json = false;
  ConsoleOptions console;
};

int diff(const DiffOptions& options) {
  try {
    const reports::Diff found = reports::diff(saved(options.before), saved(options.after));
    Console console{options.console, options.reports};
    write_forms(options.reports,
                {{"html", [&](std::ostream& out) { reports::write_diff_html(found, out); }},
                 {"json", [&](std::ostream& out) { reports::write_diff_json(found, out); }}},
                console.standard_output());
    if (options.json) {
      reports::write_diff_json(found, std::cout);
    } else {
      reports::write_diff(found, std::cout, console.style());
    }
    return found.is_regression() ? exit_contradicts : exit_holds;
  } catch (const reports::NotComparable& problem) {
    throw UsageError{problem.what()};
  }
}

Command add_diff(CLI::App& report) {
  auto options = std::make_shared<DiffOptions>();
  CLI::App& command = *report.add_subcommand(
      "diff", "Lay two runs, or campaigns, beside each other; exit code 1 on a regression");
  command.add_option("old", options->before, "The run before")->required()->type_name("OLD.json");
  command.add_option("new", options->after, "The run now")->required()->type_name("NEW.json");
  command.add_flag("--json", options->json, "Print JSON, as docs/diff-schema.json has it");
  add_console(command, options->console, "Say the headline, no more",
              "Show every change, not twenty of a kind");
  command
      .add_option("--report", options->reports,
                  "Write the comparison: .html a page, .json; or KIND: html json; - is standard "
                  "output; repeatable")
      ->type_name("[KIND=]FILE")
      ->allow_extra_args(false);
  return [options] { return diff(*options); };
}

}  // namespace

Command add_report(CLI::App& app) {
  CLI::App& command = *app.add_subcommand("report", "Work on saved runs and campaigns");
  command.require_subcommand(1);
  auto commands = std::make_shared<std::vector<std::pair<CLI::App*, Command>>>();
  for (const auto add : {add_convert, add_diff, add_merge}) {
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
