// SPDX-License-Identifier: Apache-2.0
//
// hallmark replay: findings again.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <iterator>
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
#include "fuzz/campaign/finding_file.hpp"
#include "fuzz/campaign/remote_target.hpp"
#include "fuzz/campaign/replay.hpp"
#include "fuzz/play/shrink.hpp"
#include "reports/input_file.hpp"
#include "reports/text.hpp"
#include "runner/conduct/interruption.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/wire/signing/timestamp.hpp"

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
  ConsoleOptions console;
};

struct Named {
  std::string name;
  SavedFinding saved;
};

Named load(const std::string& path) {
  const bool is_standard_input = path == "-";
  const std::string text =
      is_standard_input ? reports::read_standard_input() : reports::read_input(path);
  runner::Result<SavedFinding> saved = read_finding(text);
  if (!saved) throw UsageError{path + ": " + saved.error().what};
  return {path, *std::move(saved)};
}

// The files themselves, and of a folder those that a campaign saves there.
std::vector<Named> load_all(const std::vector<std::string>& paths) {
  std::vector<Named> all;
  for (const std::string& path : paths) {
    if (!std::filesystem::is_directory(path)) {
      all.push_back(load(path));
      continue;
    }
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator{path}) {
      if (entry.path().extension() == ".txt") files.push_back(entry.path().string());
    }
    if (files.empty()) throw UsageError{path + ": the folder holds no finding (*.txt)"};
    std::ranges::sort(files);
    std::ranges::transform(files, std::back_inserter(all), load);
  }
  return all;
}

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

// What it shows: a pass where it holds. Throws UsageError where that cannot be told.
reports::Record replay_one(const SavedFinding& saved, const PlayTarget& target, std::size_t times,
                           std::ostream& aside) {
  constexpr double missed = 0.01;
  if (times == 0) times = tries_for(saved.rate, missed, most_plays);
  const Replayed replayed = replay(target, saved, times, std::random_device{}());
  if (runner::interrupted()) return record_of(saved.bucket, std::nullopt);
  if (replayed.hindrance) throw UsageError{sentence_on(*replayed.hindrance)};
  if (!replayed.finding) {
    aside << "It holds, in " << reports::counted(replayed.plays, "play", "plays") << " of "
          << reports::counted(saved.history.steps.size(), "call", "calls")
          << " each, some of them with pauses before the requests.\n";
    return record_of(saved.bucket, std::nullopt);
  }
  print(*replayed.finding);
  std::cout << (replayed.is_the_same ? "It still fails" : "It fails in another way");
  if (replayed.plays > 1) std::cout << ", in play " << replayed.plays;
  if (replayed.pause.count() > 0) {
    std::cout << ", with " << replayed.pause.count() << " ms before each request";
  }
  std::cout << ".\n";
  return record_of(saved.bucket, replayed.finding);
}

int run(const ReplayOptions& options) {
  const std::vector<Named> all = load_all(options.files);
  if (options.as_case) {
    for (const auto& [name, saved] : all) std::cout << as_case(saved.history, saved.bucket);
    return exit_holds;
  }
  KnownList list{options.known};
  look_up_checkers(list.known());
  Console console{options.console};
  reports::Report report;
  report.campaign.emplace();
  report.info.started = runner::utc_timestamp(std::chrono::system_clock::now());
  report.info.known_failures = list.known();
  runner::heed_signals();
  Reachable target = reachable(options.target);
  target.options.going = [budget = std::make_shared<Budget>(runner::interrupted)] {
    return budget->going();
  };
  boost::asio::io_context io{1};
  const RemoteTarget remote = remote_target(io, target.options);
  std::size_t failed = 0;
  for (const auto& [name, saved] : all) {
    if (all.size() > 1) console.aside() << reports::printable(name) << "\n";
    if (options.console.verbose) std::cout << to_text(saved.history);
    report.records.push_back(replay_one(saved, remote.play, options.times, console.aside()));
    if (runner::interrupted()) return runner::exit_interrupted;
    const reports::Record& shown = report.records.back();
    if (shown.finding.verdict == reports::Verdict::pass) continue;
    if (const reports::KnownFailure* const excuse = reports::excuse_of(report, shown)) {
      std::cout << "      but     " << reports::in_words(report.info.known_failures, *excuse)
                << "\n";
    } else {
      ++failed;
    }
    if (options.console.quiet) std::cout << "      in      " << reports::printable(name) << "\n";
  }
  if (all.size() > 1) {
    std::cout << failed << " of " << reports::counted(all.size(), "history", "histories")
              << " failed\n";
  }
  const reports::Summary summary = reports::summarize(report);
  for (const std::string& trouble : summary.list_troubles) std::cout << trouble << "\n";
  list.correct(report, summary, console.style());
  return failed == 0 && summary.list_troubles.empty() ? exit_holds : exit_contradicts;
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
  add_known_failures(command, options->known, bucket_patterns);
  command.add_flag("--as-case", options->as_case, "Print it as a row for cases/, and play nothing");
  return [options] { return run(*options); };
}

}  // namespace hallmark::app
