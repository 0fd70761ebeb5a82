// SPDX-License-Identifier: Apache-2.0
//
// hallmark judge: judges the answers of a saved run again, with this version's tables.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fuzz/app/commands.hpp"
#include "fuzz/app/common_options.hpp"
#include "fuzz/app/version.hpp"
#include "reports/report.hpp"
#include "reports/writers/console.hpp"
#include "reports/writers/run_file.hpp"
#include "reports/writers/writers.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/oracle/judge.hpp"

namespace hallmark::app {
namespace {

using namespace runner;

using reports::CaseRecord;
using reports::Verdict;

struct JudgeOptions {
  std::string path;
  std::string edition;  // empty: the run's own
  bool strict = false;
  std::vector<std::string> reports;
};

std::optional<cases::Variant> variant_named(std::string_view name) {
  for (const cases::Variant variant : cases::full_variants()) {
    if (variant.name() == name) return variant;
  }
  return std::nullopt;
}

// Whether the case left something to judge: one that was blocked, unsupported or not carried out
// did not.
bool has_evidence(const CaseRecord& record) {
  return record.evidence.trouble.empty() &&
         (!record.evidence.calls.empty() || !record.evidence.after.empty());
}

int judge_again(const JudgeOptions& options) {
  std::vector<std::pair<std::string, const reports::ReportWriter*>> files;
  for (const std::string& path : options.reports) {
    const reports::ReportWriter* writer = reports::writer_for(path);
    if (writer == nullptr) throw UsageError{"--report " + reports::unknown_ending(path)};
    files.emplace_back(path, writer);
  }
  reports::RunFile saved = reports::read_run_file(options.path);
  reports::Report& report = saved.report;
  if (!options.edition.empty()) report.info.edition = options.edition;
  const auto yardstick = Yardstick::parse(report.info.edition);
  if (!yardstick) {
    throw UsageError{"--edition '" + report.info.edition +
                     "' is neither any nor a day: write yyyy-MM-dd"};
  }
  report.info.strict = report.info.strict || options.strict;
  const Bench bench{.yardstick = *yardstick, .host = report.info.host};
  report.info.edition = yardstick->name();

  for (const std::string& address : saved.unknown) {
    std::cout << "note: this version has no case " << address << "\n";
  }
  const reports::Style style = reports::style_of(STDOUT_FILENO);
  std::size_t judged = 0;
  std::size_t changed = 0;
  std::erase_if(report.records,
                [&](const CaseRecord& record) { return !yardstick->asks(*record.test); });
  for (CaseRecord& record : report.records) {
    if (!has_evidence(record)) continue;
    ++judged;
    const Verdict before = record.finding.verdict;
    record.finding = judge(*record.test, variant_named(record.variant), record.evidence, bench);
    if (record.finding.verdict == Verdict::fail || record.finding.verdict == Verdict::error) {
      reports::write_failure(report.info, record, std::cout, style);
    }
    if (record.finding.verdict == before) continue;
    ++changed;
    std::cout << "changed  " << reports::address_of(record) << ": " << name_of(before) << " -> "
              << name_of(record.finding.verdict) << "\n";
  }
  std::cout << "judged " << judged << " of " << report.records.size()
            << " cases again with hallmark " << version << ", edition " << report.info.edition
            << ": " << changed << " verdicts changed\n";
  if (judged == 0) throw UsageError{options.path + ": no case in it left anything to judge"};

  const reports::Summary summary = reports::summarize(report);
  for (const auto& [path, writer] : files) {
    std::ofstream out{path, std::ios::binary};
    writer->write(report, out);
    out.flush();
    if (!out) throw UsageError{"--report " + path + ": cannot be written"};
  }
  reports::write_summary(report, summary, std::cout, style);
  std::cout.flush();
  return reports::exit_code(report, summary);
}

}  // namespace

Command add_judge(CLI::App& app) {
  auto options = std::make_shared<JudgeOptions>();
  CLI::App& command = *app.add_subcommand(
      "judge", "Judge the answers of a saved run again, with this version's tables");
  command.add_option("run", options->path, "A run saved with run --report RUN.json")
      ->required()
      ->type_name("RUN.json");
  command
      .add_option("--edition", options->edition, "Another yardstick than the run's: any, or a day")
      ->type_name("any|DATE");
  command.add_flag("--strict", options->strict,
                   "Recommended and observed cases count like required ones");
  add_reports(command, options->reports, "run");
  return [options] { return judge_again(*options); };
}

}  // namespace hallmark::app
