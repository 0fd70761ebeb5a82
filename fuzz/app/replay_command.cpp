// SPDX-License-Identifier: Apache-2.0
//
// hallmark replay: one finding again.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <random>

#include "fuzz/app/commands.hpp"
#include "fuzz/app/common_options.hpp"
#include "fuzz/app/exit_code.hpp"
#include "fuzz/campaign/as_case.hpp"
#include "fuzz/campaign/finding_file.hpp"
#include "fuzz/campaign/remote_target.hpp"
#include "fuzz/campaign/replay.hpp"
#include "fuzz/play/shrink.hpp"
#include "reports/text.hpp"
#include "runner/conduct/interruption.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::app {
namespace {

using namespace fuzz;

using runner::UsageError;

constexpr std::size_t most_plays = 100;

struct ReplayOptions {
  runner::TargetOptions target;
  std::string file;
  std::size_t times = 0;
  bool as_case = false;
};

SavedFinding load(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  if (!file) throw UsageError{path + ": the file cannot be read"};
  runner::Result<SavedFinding> saved = read_finding(text);
  if (!saved) throw UsageError{path + ": " + saved.error().what};
  return *std::move(saved);
}

void print(const Violation& finding) {
  std::cout << "FIND  " << info_of(finding.checker).name << "  at call " << finding.step + 1 << ", "
            << finding.action << "\n      wanted  " << reports::printable(finding.wanted) << "  ("
            << finding.citation.text() << ")\n      got     " << reports::printable(finding.got)
            << "\n";
}

int run(const ReplayOptions& options) {
  const SavedFinding saved = load(options.file);
  if (options.as_case) {
    std::cout << as_case(saved.history, saved.bucket);
    return exit_holds;
  }
  runner::heed_signals();
  const Reachable target = reachable(options.target);
  boost::asio::io_context io{1};
  RemoteTarget remote = remote_target(io, target.options);
  constexpr double missed = 0.01;
  const std::size_t times =
      options.times != 0 ? options.times : tries_for(saved.rate, missed, most_plays);
  const Replayed replayed = replay(std::move(remote.play), saved, times, std::random_device{}());
  if (runner::interrupted()) return runner::exit_interrupted;
  if (!replayed.trouble.empty()) {
    throw UsageError{"the world could not be made: " + replayed.trouble};
  }
  if (!replayed.finding) {
    std::cout << "It holds, in " << reports::counted(replayed.plays, "play", "plays") << " of "
              << reports::counted(saved.history.steps.size(), "call", "calls")
              << " each, some of them with pauses before the requests.\n";
    return exit_holds;
  }
  print(*replayed.finding);
  std::cout << (replayed.is_the_same ? "It still fails" : "It fails in another way");
  if (replayed.plays > 1) std::cout << ", in play " << replayed.plays;
  if (replayed.pause.count() > 0) {
    std::cout << ", with " << replayed.pause.count() << " ms before each request";
  }
  std::cout << ".\n";
  return exit_contradicts;
}

}  // namespace

Command add_replay(CLI::App& app) {
  auto options = std::make_shared<ReplayOptions>();
  CLI::App& command = *app.add_subcommand(
      "replay", "One finding of a campaign again, or any history; exit code 1 while it fails");
  command.add_option("file", options->file, "What a campaign has saved, or a history as text")
      ->required()
      ->type_name("FILE");
  add_target(command, options->target);
  command
      .add_option(
          "--times", options->times,
          "How often at most; 0: as often as its rate asks for, so that it shows in 99 of "
          "100 replays. Up to ten more with pauses of 20 ms before each request, and of 100 ms")
      ->type_name("N");
  command.add_flag("--as-case", options->as_case, "Print it as a row for cases/, and play nothing");
  return [options] { return run(*options); };
}

}  // namespace hallmark::app
