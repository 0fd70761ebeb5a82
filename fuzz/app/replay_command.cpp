// SPDX-License-Identifier: Apache-2.0
//
// hallmark replay: findings again.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/app/commands.hpp"
#include "fuzz/app/common_options.hpp"
#include "fuzz/app/console_options.hpp"
#include "fuzz/app/exit_code.hpp"
#include "fuzz/app/gate_options.hpp"
#include "fuzz/campaign/as_case.hpp"
#include "fuzz/campaign/budget.hpp"
#include "fuzz/campaign/checks.hpp"
#include "fuzz/campaign/remote_target.hpp"
#include "fuzz/campaign/replay.hpp"
#include "fuzz/campaign/saved_findings.hpp"
#include "fuzz/play/shrink.hpp"
#include "reports/report.hpp"
#include "reports/text.hpp"
#include "reports/writers/report_files.hpp"
#include "runner/conduct/interruption.hpp"
#include "runner/conduct/program.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::app {
namespace {

using namespace fuzz;

using runner::UsageError;

constexpr std::size_t most_plays = 100;

struct ReplayOptions {
  runner::TargetOptions target;
  std::vector<std::string> files;
  std::size_t times = 0;
  bool as_case = false;
  KnownFailuresOptions known;
  std::vector<std::string> reports;
  std::string evidence = "all";
  ConsoleOptions console;
};

void print(const Violation& finding) {
  std::cout << "FIND  " << info_of(finding.checker).name << "  at call " << finding.step + 1 << ", "
            << finding.action << "\n      wanted  " << reports::printable(finding.wanted) << "  ("
            << finding.citation.text() << ")\n      got     " << reports::printable(finding.got)
            << "\n";
}

// Why a history could not be played to its end.
std::string sentence_on(const Hindrance& hindrance) {
  switch (hindrance.kind) {
    case Hindrance::Kind::not_on_offer:
    case Hindrance::Kind::no_world:
      return "the world could not be made: " + hindrance.why;
    case Hindrance::Kind::no_connection:
      return "nobody answers: " + hindrance.why;
    case Hindrance::Kind::ours:
      return "this machine cannot ask: " + hindrance.why;
    case Hindrance::Kind::stopped:
      break;
  }
  return hindrance.why;
}

// What a saved finding was, or what came of it instead.
reports::Record record_of(const std::string& bucket, const std::optional<Violation>& finding) {
  if (finding) {
    reports::Check check{.id = std::string{info_of(finding->checker).name},
                         .level = info_of(finding->checker).level};
    reports::Record record{.check = std::make_shared<const reports::Check>(std::move(check))};
    record.finding = {.verdict = reports::Verdict::fail,
                      .wanted = finding->wanted,
                      .got = finding->got,
                      .answer = finding->shape};
    record.discovery = {.action = finding->action, .shape = finding->shape};
    return record;
  }
  constexpr std::string_view slash = " / ";
  const std::size_t first = std::min(bucket.find(slash), bucket.size());
  reports::Check check{.id = bucket.substr(0, first)};
  reports::Record record{.check = std::make_shared<const reports::Check>(std::move(check))};
  if (first == bucket.size()) return record;
  const std::string rest = bucket.substr(first + slash.size());
  const std::size_t second = std::min(rest.find(slash), rest.size());
  record.discovery = {.action = rest.substr(0, second)};
  if (second < rest.size()) record.discovery->shape = rest.substr(second + slash.size());
  return record;
}

// Whether the replays of others make no sense behind this one.
bool ends_all(const Hindrance& hindrance) {
  return hindrance.kind != Hindrance::Kind::not_on_offer &&
         hindrance.kind != Hindrance::Kind::no_world;
}

void tell(const Replayed& replayed, const SavedFinding& saved, std::ostream& aside) {
  if (replayed.hindrance) {
    std::cout << "It could not be played: " << reports::printable(sentence_on(*replayed.hindrance))
              << "\n";
    return;
  }
  if (!replayed.finding) {
    aside << "It holds, in " << reports::counted(replayed.plays, "play", "plays") << " of "
          << reports::counted(saved.history.steps.size(), "call", "calls")
          << " each, some of them with pauses before the requests.\n";
    return;
  }
  print(*replayed.finding);
  std::cout << (replayed.is_the_same ? "It still fails" : "It fails in another way");
  if (replayed.plays > 1) std::cout << ", in play " << replayed.plays;
  if (replayed.pause.count() > 0) {
    std::cout << ", with " << replayed.pause.count() << " ms before each request";
  }
  std::cout << ".\n";
}

// One history as a case of a report: its name is the file's. `excuse`: why its finding does not
// count; empty: it does.
reports::Record case_of(const NamedFinding& one, Replayed replayed, const std::string& excuse,
                        const std::string& again) {
  const std::string promise = replayed.finding
                                  ? std::string{info_of(replayed.finding->checker).holds}
                                  : "the calls of the history are answered as the documents say";
  reports::Record record{.check = std::make_shared<const reports::Check>(reports::Check{
                             .id = one.name, .chapter = "replayed", .holds = promise})};
  record.evidence.history = to_text(one.saved.history);
  record.exchanges = static_cast<unsigned>(replayed.exchanges.size());
  for (reports::Exchange& exchange : replayed.exchanges) {
    record.evidence.calls.push_back(
        {.call = record.evidence.calls.size(), .exchange = std::move(exchange)});
  }
  record.finding.verdict = reports::Verdict::pass;
  if (replayed.hindrance) {
    record.finding.verdict = reports::Verdict::error;
    record.finding.reason = sentence_on(*replayed.hindrance);
  } else if (replayed.finding && !excuse.empty()) {
    record.finding.verdict = reports::Verdict::inconclusive;
    record.finding.reason = excuse;
  } else if (replayed.finding) {
    const Violation& finding = *replayed.finding;
    record.finding = finding_of(finding);
    record.discovery = {.action = finding.action,
                        .shape = finding.shape,
                        .calls = one.saved.history.steps.size(),
                        .rate = one.saved.rate,
                        .file = one.name,
                        .again = "hallmark replay " + reports::shell_quoted(one.name) +
                                 (again.empty() ? "" : " " + again)};
  }
  return record;
}

// The report that tells of each file as of a case.
reports::Report begun(const ReplayOptions& options, const Reachable& target,
                      const std::string& fixtures, std::size_t count) {
  reports::Report report;
  report.info = runner::begun_info();
  report.info.subject = subject_of(target);
  report.info.fixtures = fixtures;
  report.info.jobs = 1;
  report.info.evidence = evidence_of(options.evidence);
  report.info.again_options = options.target.again();
  report.planned = count;
  return report;
}

int run(const ReplayOptions& options) {
  const std::vector<NamedFinding> all = load_findings(options.files);
  if (options.as_case) {
    for (const auto& [name, saved] : all) std::cout << as_case(saved.history, saved.bucket);
    return exit_holds;
  }
  KnownList list{options.known};
  look_up_checkers(list.known());
  Console console{options.console, options.reports};
  reports::ReportFiles files{options.reports, "run", console.standard_output()};
  runner::heed_signals();
  Reachable target = reachable(options.target);
  target.options.going = [budget = std::make_shared<Budget>(runner::interrupted)] {
    return budget->going();
  };
  boost::asio::io_context io{1};
  const RemoteTarget remote = remote_target(io, target.options);
  const auto began = std::chrono::steady_clock::now();
  reports::Report suite = begun(options, target, remote.fixtures, all.size());
  files.begin(suite, all.size());
  // By checker, as the list of known failures has them.
  reports::Report report;
  report.campaign.emplace();
  report.info.started = suite.info.started;
  report.info.known_failures = list.known();
  std::size_t failed = 0;
  std::size_t not_played = 0;
  for (const NamedFinding& one : all) {
    if (all.size() > 1) console.aside() << reports::printable(one.name) << "\n";
    if (options.console.verbose) std::cout << to_text(one.saved.history);
    constexpr double missed = 0.01;
    const std::size_t times =
        options.times > 0 ? options.times : tries_for(one.saved.rate, missed, most_plays);
    Replayed replayed = replay(remote.play, one.saved, times, std::random_device{}());
    if (runner::interrupted()) return runner::exit_interrupted;
    if (replayed.hindrance && (all.size() == 1 || ends_all(*replayed.hindrance))) {
      throw UsageError{sentence_on(*replayed.hindrance)};
    }
    tell(replayed, one.saved, console.aside());
    std::string excused;
    if (replayed.hindrance) {
      ++not_played;
    } else {
      report.records.push_back(record_of(one.saved.bucket, replayed.finding));
    }
    if (replayed.finding) {
      const reports::Record& shown = report.records.back();
      if (const reports::KnownFailure* const excuse = reports::excuse_of(report, shown)) {
        excused = reports::in_words(report.info.known_failures, *excuse);
        std::cout << "      but     " << excused << "\n";
      } else {
        ++failed;
      }
      if (options.console.quiet) {
        std::cout << "      in      " << reports::printable(one.name) << "\n";
      }
    }
    suite.records.push_back(case_of(one, std::move(replayed), excused, suite.info.again_options));
    suite.exchanges += suite.records.back().exchanges;
    files.add(suite.records.back());
  }
  suite.took_us = std::chrono::duration_cast<std::chrono::microseconds>(
                      std::chrono::steady_clock::now() - began)
                      .count();
  files.end(suite, reports::summarize(suite));
  if (all.size() > 1) {
    std::cout << failed << " of " << reports::counted(all.size(), "history", "histories")
              << " failed";
    if (not_played > 0) std::cout << ", " << not_played << " could not be played";
    std::cout << "\n";
  }
  const reports::Summary summary = reports::summarize(report);
  for (const std::string& trouble : summary.list_troubles) std::cout << trouble << "\n";
  list.correct(report, summary, console.style());
  if (failed > 0 || !summary.list_troubles.empty()) return exit_contradicts;
  return not_played > 0 ? exit_no_verdict : exit_holds;
}

}  // namespace

Command add_replay(CLI::App& app) {
  auto options = std::make_shared<ReplayOptions>();
  CLI::App& command = *app.add_subcommand(
      "replay", "Findings of a campaign again, or any histories; exit code 1 while one fails");
  command
      .add_option("file", options->files,
                  "What a campaign has saved, or a history as text; a folder: all *.txt in it; -: "
                  "standard input")
      ->required()
      ->type_name("FILE");
  add_target(command, options->target);
  add_count(command, "--times", options->times, {.most = 1'000'000},
            "How often at most; 0: as often as its rate asks for, so that it shows in 99 of 100 "
            "replays. Up to ten more with pauses of 20 ms before each request, and of 100 ms");
  add_console(command, options->console, "Say what fails, no more",
              "Print each history before it is played");
  add_reports(command, options->reports, "run");
  add_evidence(command, options->evidence);
  add_known_failures(command, options->known, bucket_patterns);
  command.add_flag("--as-case", options->as_case, "Print it as a row for cases/, and play nothing");
  return [options] { return run(*options); };
}

}  // namespace hallmark::app
