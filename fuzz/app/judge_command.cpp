// SPDX-License-Identifier: Apache-2.0
//
// hallmark judge: judges the answers of a saved run again, with this version's tables; or requests
// that hallmark serve recorded.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "cases/library.hpp"
#include "fuzz/app/commands.hpp"
#include "fuzz/app/options/common_options.hpp"
#include "fuzz/app/options/console_options.hpp"
#include "reports/input_file.hpp"
#include "reports/report.hpp"
#include "reports/secret_variables.hpp"
#include "reports/text.hpp"
#include "reports/writers/files/report_files.hpp"
#include "reports/writers/json/run_file.hpp"
#include "runner/client_role/recorded_requests.hpp"
#include "runner/conduct/program.hpp"
#include "runner/conduct/selection.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/engine/plan.hpp"
#include "runner/oracle/form_ledger.hpp"
#include "runner/oracle/judge.hpp"
#include "runner/oracle/told.hpp"
#include "runner/wire/signing/environment_secret.hpp"
#include "runner/wire/signing/timestamp.hpp"

namespace hallmark::app {
namespace {

using namespace runner;

using reports::Record;
using reports::Verdict;

struct JudgeOptions {
  std::string path;
  std::string edition;  // empty: the run's own
  bool strict = false;
  ConsoleOptions console;
  std::vector<std::string> reports;
  std::string requests;  // a file of recorded requests, in the place of `path`
};

std::optional<cases::Variant> variant_named(std::string_view name) {
  for (const cases::Variant variant : cases::full_variants()) {
    if (variant.name() == name) return variant;
  }
  return std::nullopt;
}

// Whether the case left something to judge: one that was blocked, unsupported or not carried out
// did not.
bool has_evidence(const Record& record) {
  return record.evidence.trouble.empty() &&
         (!record.evidence.calls.empty() || !record.evidence.after.empty());
}

// Whether an answer was longer than what is kept of one.
bool was_cut(const reports::Evidence& evidence) {
  const auto cut = [](const reports::Exchange& exchange) { return exchange.body_cut > 0; };
  return std::ranges::any_of(evidence.calls, cut, &reports::CallRecord::exchange);
}

// Leaves the records whose cases this version has and the yardstick asks for, each with all that
// reports say of its case.
void keep_known(reports::Report& report, const Yardstick& yardstick, std::ostream& aside) {
  std::erase_if(report.records, [&aside](const Record& record) {
    if (cases::find(record.check->id) != nullptr) return false;
    aside << "note: this version has no case " << reports::address_of(record) << "\n";
    return true;
  });
  std::erase_if(report.records, [&](const Record& record) {
    return !is_asked(yardstick, *cases::find(record.check->id));
  });
  std::map<std::string, std::shared_ptr<const reports::Check>> checks;
  for (Record& record : report.records) {
    auto& check = checks[record.check->id];
    if (!check) {
      check =
          std::make_shared<const reports::Check>(reports::check_of(*cases::find(record.check->id)));
    }
    record.check = check;
  }
}

int judge_again(const JudgeOptions& options) {
  Console console{options.console, options.reports};
  reports::ReportFiles files{options.reports, console.standard_output()};
  reports::Report report = reports::read_run_file(options.path);
  if (report.info.subject.kind == reports::Subject::Kind::client) {
    throw UsageError{
        options.path +
        ": a client's run; without the signatures, which no report holds, its requests "
        "cannot be judged again"};
  }
  tell_program(report.info);
  if (!options.edition.empty()) report.info.selection.edition = options.edition;
  const Yardstick yardstick = yardstick_of("--edition", report.info.selection.edition);
  report.info.selection.strict = report.info.selection.strict || options.strict;
  const Bench bench{.yardstick = yardstick, .host = report.info.subject.host};
  report.info.selection.edition = yardstick.name();
  note_yardstick(yardstick, report);

  keep_known(report, yardstick, console.aside());
  std::size_t judged = 0;
  std::size_t changed = 0;
  std::size_t cut = 0;
  FormLedger forms{bench.host};
  const auto settle = [&](Record& record, reports::Finding finding) {
    ++judged;
    const Verdict before = std::exchange(record.finding, std::move(finding)).verdict;
    if (record.finding.verdict == before) return;
    ++changed;
    console.aside() << "changed  " << reports::address_of(record) << ": " << name_of(before)
                    << " -> " << name_of(record.finding.verdict) << "\n";
  };
  for (Record& record : report.records) {
    const cases::Case& one = *cases::find(record.check->id);
    if (every_answer_of(one) != nullptr || !has_evidence(record)) continue;
    if (reports::is_flaky(record)) continue;  // one of its answers is kept, and they disagree
    // Whether anybody was there, and what stood between, is not in the answers.
    if (record.finding.side != reports::Side::target) continue;
    if (was_cut(record.evidence)) {
      ++cut;
      continue;
    }
    const std::optional<cases::Variant> variant = variant_named(record.variant);
    std::vector<Reply> replies = decode_replies(record.evidence);
    forms.look_at(one, variant, static_cast<std::size_t>(&record - report.records.data()),
                  record.evidence, replies);
    settle(record, judge(one, variant, record.evidence, bench, std::move(replies)));
  }
  for (Record& record : report.records) {
    const cases::EveryAnswer* promise = every_answer_of(*cases::find(record.check->id));
    if (promise == nullptr) continue;
    // The answers that were asked for again are in no file.
    if (promise->form == cases::Form::legible) continue;
    FormLedger::Told told = forms.tell(*promise);
    record.evidence = std::move(told.evidence);
    settle(record, std::move(told.finding));
  }
  console.aside() << "judged " << judged << " of "
                  << reports::counted(report.records.size(), "case", "cases")
                  << " again with hallmark " << program_version << ", edition "
                  << report.info.selection.edition << ": "
                  << reports::counted(changed, "verdict", "verdicts") << " changed\n";
  if (cut > 0) {
    console.aside() << reports::counted(cut, "case keeps its", "cases keep their")
                    << " verdict: answers too long to be kept whole cannot be judged again\n";
  }
  if (judged == 0) throw UsageError{options.path + ": no case in it left anything to judge"};

  const reports::Summary summary = conclude(report, files, console.style());
  return reports::verdict_code(report, summary);
}

std::vector<RecordedRequest> read_requests(const std::string& path) {
  if (const auto trouble = reports::input_trouble(path)) {
    throw UsageError{"--requests " + path + ": " + *trouble};
  }
  std::istringstream file{reports::read_input(path)};
  std::vector<RecordedRequest> requests;
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    auto read = read_recorded(line);
    if (const auto* wrong = std::get_if<std::string>(&read)) {
      throw UsageError{path + ", line " + std::to_string(number) + ": " + *wrong};
    }
    requests.push_back(std::get<RecordedRequest>(std::move(read)));
  }
  if (requests.empty()) throw UsageError{path + ": no request was recorded"};
  return requests;
}

// What clients sent to hallmark serve --requests.
int judge_requests(const JudgeOptions& options) {
  const Secret secret = secret_from(reports::secret_variable);
  if (secret.empty()) {
    throw UsageError{"--requests needs the secret that they were signed with, in " +
                     std::string{reports::secret_variable}};
  }
  Console console{options.console, options.reports};
  reports::ReportFiles files{options.reports, console.standard_output()};
  const std::vector<RecordedRequest> requests = read_requests(options.requests);
  reports::Report report;
  report.info = begun_info();
  report.info.subject = {.kind = reports::Subject::Kind::client,
                         .name = "the client of " + options.requests};
  report.info.selection.strict = options.strict;
  report.info.again_options = "-- SHIM...";
  report.records = judge_recorded(requests, secret.reveal());
  report.exchanges = requests.size();
  report.notes.push_back("judged from " + options.requests + ", " +
                         reports::counted(requests.size(), "request", "requests") +
                         "; hallmark sdk asks a client for the rest");
  const reports::Summary summary = conclude(report, files, console.style());
  return reports::verdict_code(report, summary);
}

}  // namespace

Command add_judge(CLI::App& app) {
  auto options = std::make_shared<JudgeOptions>();
  CLI::App& command = *app.add_subcommand(
      "judge", "Judge the answers of a saved run again, with this version's tables");
  command
      .add_option("run", options->path,
                  "A run saved with run --report RUN.json; - is standard input")
      ->type_name("RUN.json");
  command
      .add_option("--requests", options->requests,
                  "Requests that hallmark serve --requests recorded, in the place of a run: is "
                  "each signed and sent as documented?")
      ->type_name("FILE");
  command.add_option("--edition", options->edition, "Another yardstick than the run's")
      ->type_name("any|seeds|newest|DATE");
  command.add_flag("--strict", options->strict,
                   "Recommended and observed cases count like required ones");
  add_console(command, options->console, "Say what failed and the headline, no more",
              "Show every failure, not one of each cause; each reason; what was slow");
  add_reports(command, options->reports, "run");
  return [options] {
    if (options->path.empty() == options->requests.empty()) {
      throw UsageError{"judge takes a RUN.json, or --requests FILE"};
    }
    return options->path.empty() ? judge_requests(*options) : judge_again(*options);
  };
}

}  // namespace hallmark::app
