// SPDX-License-Identifier: Apache-2.0
//
// hallmark report diff, matrix: saved runs beside each other.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "fuzz/app/exit_code.hpp"
#include "fuzz/app/options/console_options.hpp"
#include "fuzz/app/report_commands.hpp"
#include "reports/compare/diff.hpp"
#include "reports/compare/diff_forms.hpp"
#include "reports/compare/matrix.hpp"
#include "reports/writers/files/distinct_files.hpp"
#include "reports/writers/files/whole_file.hpp"
#include "reports/writers/json/run_file.hpp"
#include "reports/writers/writers.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::app {

using runner::UsageError;

reports::Saved saved_at(const std::string& path) {
  return {.name = path, .report = reports::read_report_file(path)};
}

void add_forms(CLI::App& command, std::vector<std::string>& places, const std::string& kinds) {
  command
      .add_option("--report", places,
                  "Write it: the ending, or KIND, is one of " + kinds +
                      "; - is standard output; repeatable")
      ->type_name("[KIND=]FILE")
      ->allow_extra_args(false);
}

void write_forms(const std::vector<std::string>& places, const std::vector<Form>& forms,
                 std::ostream& standard_output) {
  reports::DistinctFiles distinct;
  std::vector<std::pair<const Form*, reports::ReportPlace>> all;
  for (const std::string& text : places) {
    const std::string words = "--report " + text;
    reports::ReportPlace place = reports::report_place(text);
    const auto form = std::ranges::find_if(forms, [&](const Form& one) {
      return place.writer != nullptr && one.kind == place.writer->kind;
    });
    if (form == forms.end() || place.path.empty()) {
      std::string known;
      for (const Form& one : forms) known.append(" .").append(one.kind);
      throw UsageError{words + ": its ending says no kind of report; known are" + known};
    }
    const auto before = place.is_standard_output() ? std::nullopt : distinct.add(place.path, words);
    if (before) throw UsageError{reports::named_twice(words, *before)};
    all.emplace_back(&*form, std::move(place));
  }
  for (const auto& [form, place] : all) {
    if (place.is_standard_output()) {
      form->write(standard_output);
      continue;
    }
    try {
      reports::write_whole(place.path, form->write);
    } catch (const std::system_error& error) {
      throw UsageError{"--report " + place.path + ": cannot be written: " + error.code().message()};
    }
  }
}

namespace {

struct DiffOptions {
  std::string before, after;
  std::vector<std::string> reports;
  bool json = false;
  ConsoleOptions console;
};

int diff(const DiffOptions& options) {
  try {
    const reports::Diff found = reports::diff(saved_at(options.before), saved_at(options.after));
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

struct MatrixOptions {
  std::vector<std::string> runs;
  std::vector<std::string> reports;
  bool all = false;
  ConsoleOptions console;
};

int matrix(const MatrixOptions& options) {
  std::vector<reports::Saved> runs;
  for (const std::string& path : options.runs) runs.push_back(saved_at(path));
  try {
    const reports::Matrix found = reports::matrix_of(runs);
    Console console{options.console, options.reports};
    write_forms(
        options.reports,
        {{"html", [&](std::ostream& out) { reports::write_matrix_html(found, options.all, out); }},
         {"md",
          [&](std::ostream& out) { reports::write_matrix_markdown(found, options.all, out); }}},
        console.standard_output());
    reports::write_matrix(found, options.all, std::cout, console.style());
    return exit_holds;
  } catch (const reports::NotComparable& problem) {
    throw UsageError{problem.what()};
  }
}

}  // namespace

Command add_diff(CLI::App& report) {
  auto options = std::make_shared<DiffOptions>();
  CLI::App& command = *report.add_subcommand(
      "diff", "Lay two runs, or campaigns, beside each other; exit code 1 on a regression");
  command.add_option("old", options->before, "The run before")->required()->type_name("OLD.json");
  command.add_option("new", options->after, "The run now")->required()->type_name("NEW.json");
  command.add_flag("--json", options->json, "Print JSON, as docs/diff-schema.json has it");
  add_console(command, options->console, "Say the headline, no more",
              "Show every change, not twenty of a kind");
  add_forms(command, options->reports, "html json");
  return [options] { return diff(*options); };
}

Command add_matrix(CLI::App& report) {
  auto options = std::make_shared<MatrixOptions>();
  CLI::App& command = *report.add_subcommand(
      "matrix", "Several targets or clients side by side, a row for each behaviour");
  command.add_option("runs", options->runs, "Their saved runs")->required()->type_name("RUN.json");
  command.add_flag("--all", options->all, "Show every check, not those alone that differ");
  add_console(command, options->console, "Say the chapters, no checks", "As without it");
  add_forms(command, options->reports, "html md");
  return [options] { return matrix(*options); };
}

}  // namespace hallmark::app
