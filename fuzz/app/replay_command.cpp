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
#include "fuzz/app/exit_code.hpp"
#include "fuzz/app/known_findings.hpp"
#include "fuzz/app/options/common_options.hpp"
#include "fuzz/app/options/console_options.hpp"
#include "fuzz/app/options/gate_options.hpp"
#include "fuzz/campaign/as_case.hpp"
#include "fuzz/campaign/budget.hpp"
#include "fuzz/campaign/checks.hpp"
#include "fuzz/campaign/doubts.hpp"
#include "fuzz/campaign/remote_target.hpp"
#include "fuzz/campaign/replay.hpp"
#include "fuzz/campaign/saved_findings.hpp"
#include "reports/report.hpp"
#include "reports/text.hpp"
#include "reports/writers/files/report_files.hpp"
#include "runner/conduct/interruption.hpp"
#include "runner/conduct/program.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::app {
namespace {

using namespace fuzz;

using runner::UsageError;

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
reports::Record case_of(const NamedFinding& one, const Replayed& replayed,
                        reports::Evidence evidence, const std::string& excuse,
                        const std::string& again) {
  const std::string promise = replayed.finding
                                  ? std::string{info_of(replayed.finding->checker).holds}
                                  : "the calls of the history are answered as the documents say";
  reports::Record record{.check = std::make_shared<const reports::Check>(reports::Check{
                             .id = one.name, .chapter = "replayed", .holds = promise})};
  record.exchanges = static_cast<unsigned>(evidence.calls.size());
  record.evidence = std::move(evidence);
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

// What comes of the histories, told as it comes. Files tell of each as of a case; the list of known
// failures names findings by their checkers.
class Account {
 public:
  Account(std::size_t histories, const reports::KnownFailures& known, Console& console,
          const std::vector<std::string>& places)
      : console_{console}, files_{places, console.standard_output()} {
    cases_.planned = histories;
    by_checker_.campaign.emplace();
    by_checker_.info.known_failures = known;
  }

  void begin(reports::Info info) {
    began_ = std::chrono::steady_clock::now();
    by_checker_.info.started = info.started;
    cases_.info = std::move(info);
    files_.begin(cases_, cases_.planned);
  }

  // `doubt`: about what it shows.
  void add(const NamedFinding& one, const Replayed& replayed, reports::Evidence evidence,
           const std::optional<Doubt>& doubt) {
    tell(replayed, one.saved, console_.aside());
    std::string excuse;
    const bool is_anothers = doubt && doubt->settles;
    if (replayed.hindrance || is_anothers) {
      ++not_played_;
    } else {
      by_checker_.records.push_back(record_of(one.saved.bucket, replayed.finding));
    }
    if (doubt && !is_anothers) std::cout << "      note    " << doubt->what << "\n";
    if (replayed.finding) {
      excuse = is_anothers ? doubt->what : excuse_of_last();
      if (excuse.empty()) {
        ++failed_;
      } else {
        std::cout << "      but     " << excuse << "\n";
      }
      if (console_.style().amount == reports::Amount::little) {
        std::cout << "      in      " << reports::printable(one.name) << "\n";
      }
    }
    cases_.records.push_back(
        case_of(one, replayed, std::move(evidence), excuse, cases_.info.again_options));
    cases_.exchanges += cases_.records.back().exchanges;
    files_.add(cases_.records.back());
  }

  // The exit code.
  int end(const KnownList& list) {
    cases_.took_us = std::chrono::duration_cast<std::chrono::microseconds>(
                         std::chrono::steady_clock::now() - began_)
                         .count();
    files_.end(cases_, reports::summarize(cases_));
    if (cases_.planned > 1) {
      std::cout << failed_ << " of " << reports::counted(cases_.planned, "history", "histories")
                << " failed";
      if (not_played_ > 0) std::cout << ", " << not_played_ << " could not be played";
      std::cout << "\n";
    }
    const reports::Summary summary = reports::summarize(by_checker_);
    for (const std::string& trouble : summary.list_troubles) std::cout << trouble << "\n";
    list.correct(by_checker_, summary, console_.style());
    if (failed_ > 0 || !summary.list_troubles.empty()) return exit_contradicts;
    return not_played_ > 0 ? exit_no_verdict : exit_holds;
  }

 private:
  // Empty: it counts.
  [[nodiscard]] std::string excuse_of_last() const {
    const auto* const line = reports::excuse_of(by_checker_, by_checker_.records.back());
    return line == nullptr ? "" : reports::in_words(by_checker_.info.known_failures, *line);
  }

  Console& console_;
  reports::ReportFiles files_;
  std::chrono::steady_clock::time_point began_;
  reports::Report cases_;
  reports::Report by_checker_;
  std::size_t failed_ = 0;      // of those that no line excuses
  std::size_t not_played_ = 0;  // to their ends, or not before the target alone
};

reports::Info info_of(const ReplayOptions& options, const Reachable& target,
                      const std::string& fixtures) {
  reports::Info info = runner::begun_info();
  info.subject = subject_of(target);
  info.fixtures = fixtures;
  info.jobs = 1;
  info.evidence = evidence_of(options.evidence);
  info.again_options = options.target.again();
  return info;
}

int run(const ReplayOptions& options) {
  if (options.as_case && !options.reports.empty()) {
    throw UsageError{"--as-case plays nothing: there is nothing for --report to tell"};
  }
  const std::vector<NamedFinding> all = load_findings(options.files);
  if (options.as_case) {
    for (const auto& [name, saved] : all) std::cout << as_case(saved.history, saved.bucket);
    return exit_holds;
  }
  KnownList list{options.known};
  look_up_checkers(list.known());
  Console console{options.console, options.reports};
  Account account{all.size(), list.known(), console, options.reports};
  runner::heed_signals();
  Reachable target = reachable(options.target);
  target.options.going = [budget = std::make_shared<Budget>(runner::interrupted)] {
    return budget->going();
  };
  boost::asio::io_context io{1};
  const RemoteTarget remote = remote_target(io, target.options);
  account.begin(info_of(options, target, remote.fixtures));
  Doubts doubts{target.options};
  for (const NamedFinding& one : all) {
    if (all.size() > 1) console.aside() << reports::printable(one.name) << "\n";
    if (options.console.verbose) std::cout << to_text(one.saved.history);
    const std::size_t times = options.times > 0 ? options.times : plays_of(one.saved);
    Replayed replayed = replay(remote.play, one.saved, times, std::random_device{}());
    if (runner::interrupted()) return runner::exit_interrupted;
    reports::Evidence evidence = played_evidence(one.saved.history, std::move(replayed.exchanges));
    std::optional<Doubt> doubt;
    if (replayed.finding) {
      const double rate = 1.0 / static_cast<double>(replayed.plays);
      doubt = doubts.about(one.saved.history.fixture, rate, evidence);
      if (doubt && doubt->of_all) throw UsageError{doubt->what};
    }
    if (replayed.hindrance && (all.size() == 1 || ends_all(*replayed.hindrance))) {
      throw UsageError{sentence_on(*replayed.hindrance)};
    }
    account.add(one, replayed, std::move(evidence), doubt);
  }
  return account.end(list);
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
