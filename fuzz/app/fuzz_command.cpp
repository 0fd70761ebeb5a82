// SPDX-License-Identifier: Apache-2.0
//
// hallmark fuzz: a campaign of generated histories against a target.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <random>
#include <system_error>

#include "fuzz/app/commands.hpp"
#include "fuzz/app/known_findings.hpp"
#include "fuzz/app/options/common_options.hpp"
#include "fuzz/app/options/console_options.hpp"
#include "fuzz/app/options/gate_options.hpp"
#include "fuzz/app/output.hpp"
#include "fuzz/campaign/campaign.hpp"
#include "fuzz/campaign/doubts.hpp"
#include "fuzz/campaign/last_knock.hpp"
#include "fuzz/campaign/remote_target.hpp"
#include "fuzz/campaign/replay.hpp"
#include "fuzz/campaign/saved_findings.hpp"
#include "fuzz/play/offered_worlds.hpp"
#include "reports/text.hpp"
#include "reports/writers/block.hpp"
#include "reports/writers/console.hpp"
#include "reports/writers/files/report_files.hpp"
#include "reports/writers/files/whole_file.hpp"
#include "reports/writers/progress.hpp"
#include "runner/conduct/conduct.hpp"
#include "runner/conduct/interruption.hpp"
#include "runner/conduct/program.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::app {
namespace {

using namespace fuzz;

using runner::UsageError;

struct FuzzOptions {
  runner::TargetOptions target;
  std::string time = "1m";
  std::uint64_t histories = 0;
  std::uint64_t seed = 0;
  unsigned jobs = 64;
  bool first_finding = false;
  bool strict = false;
  std::string corpus;
  std::string findings = "hallmark-findings";
  std::string replay_first;
  std::vector<std::string> without;
  std::vector<std::string> reports;
  std::string evidence = "all";
  KnownFailuresOptions known;
  ConsoleOptions console;
  int watched_process = 0;
};

// A file map hands out instances that stand already: not twice at a time. And where requests come
// seldom, many histories at a time would only be long under way.
unsigned jobs_of(const FuzzOptions& options) {
  const std::string& from = options.target.fixtures;
  const bool is_file = !from.empty() && from != "api" && !from.starts_with("exec:") &&
                       !from.starts_with("http://") && !from.starts_with("https://");
  if (is_file) return 1;
  constexpr double calls_a_second = 4;  // of each history, that it is worth beginning
  const double rate = options.target.rate;
  if (rate <= 0 || rate >= calls_a_second * options.jobs) return options.jobs;
  return std::max(1U, static_cast<unsigned>(rate / calls_a_second));
}

std::string limit_of(const FuzzOptions& options) {
  std::string text = options.time;
  if (options.histories > 0) {
    text += " or " + reports::counted(options.histories, "history", "histories");
  }
  if (options.first_finding) text += " or a finding";
  return text;
}

// That findings can be saved; found out before anything is asked. Leaves things as they are.
void require_folder(const std::string& folder) {
  const auto refuse = [&](const std::error_code& why) {
    throw UsageError{"--findings " + folder + ": " + why.message() +
                     ": findings are saved there; name a folder that can be written"};
  };
  std::error_code trouble;
  const bool is_new = std::filesystem::create_directories(folder, trouble);
  if (trouble) refuse(trouble);
  try {
    reports::WholeFile{(std::filesystem::path{folder} / "finding.txt").string()}.check();
  } catch (const std::system_error& error) {
    refuse(error.code());
  }
  if (is_new) std::filesystem::remove(folder, trouble);
}

// The histories of saved findings, each as often as it takes to show again.
std::vector<History> to_replay(const std::string& folder) {
  std::vector<History> histories;
  if (folder.empty()) return histories;
  for (const auto& [name, saved] : load_findings({folder})) {
    histories.insert(histories.end(), plays_of(saved), saved.history);
  }
  return histories;
}

Corpus corpus_in(const std::string& folder) {
  if (folder.empty()) return Corpus{};
  try {
    return Corpus{folder};
  } catch (const std::filesystem::filesystem_error& error) {
    throw UsageError{"--corpus " + folder + ": " + error.code().message()};
  }
}

// What the target and its fixtures are found to be like before the first history.
struct FirstLook {
  std::string fixtures;
  unsigned jobs = 1;  // of those that are wanted
  std::string reactivate_spelling;
};

FirstLook look_at(const runner::TargetOptions& target, unsigned jobs, const Budget& budget) {
  try {
    boost::asio::io_context io{1};
    const RemoteTarget first = remote_target(io, target);
    if (OfferedWorlds{first.play}.none()) {
      throw UsageError{first.fixtures + ": no world is on offer"};
    }
    return {.fixtures = first.fixtures,
            .jobs = runner::jobs_within(first.most_worlds, jobs),
            .reactivate_spelling = first.play.reactivate_spelling};
  } catch (const UsageError& error) {
    if (!budget.is_over()) throw;
    throw UsageError{"the time of --for is over, and no target was found: " +
                     std::string{error.what()}};
  }
}

reports::Report begun(const FuzzOptions& options, const Reachable& target, const FirstLook& look,
                      const reports::KnownFailures& known) {
  reports::Report report;
  report.info = runner::begun_info();
  report.info.subject = subject_of(target);
  report.info.fixtures = look.fixtures;
  report.info.jobs = look.jobs;
  report.info.known_failures = known;
  report.info.evidence = evidence_of(options.evidence);
  report.info.selection.strict = options.strict;
  report.info.again_options = options.target.again();
  reports::Campaign& campaign = report.campaign.emplace();
  campaign.seed = options.seed != 0 ? options.seed : std::random_device{}();
  campaign.limit = limit_of(options);
  campaign.corpus = options.corpus;
  return report;
}

void announce(const reports::Report& report, std::ostream& out, reports::Style style) {
  const reports::Info& info = report.info;
  std::string what = "hallmark " + info.hallmark_version + ": a campaign of " +
                     report.campaign->limit + " against " + info.subject.name;
  if (info.subject.kind == reports::Subject::Kind::embedded) what += " at " + info.subject.url;
  const std::string how = "seed " + std::to_string(report.campaign->seed) + ", " +
                          reports::counted(info.jobs, "history", "histories") + " at a time";
  const bool fits = what.size() + 2 + how.size() <= reports::block::columns_of(style);
  out << what << (fits ? ", " : ",\n  ") << how << "\nfixtures: " << info.fixtures << '\n'
      << std::flush;
  require_written();
}

int fuzz(const FuzzOptions& options) {
  const auto time = runner::parse_duration("--for", options.time);
  const auto patience = options.target.wait.empty()
                            ? std::chrono::milliseconds{0}
                            : runner::parse_duration("--wait", options.target.wait);
  if (options.watched_process > 0 &&
      !std::filesystem::exists("/proc/" + std::to_string(options.watched_process))) {
    throw UsageError{"--watch-process " + std::to_string(options.watched_process) +
                     ": there is no such process on this machine"};
  }
  const auto budget = std::make_shared<Budget>(runner::interrupted);
  const auto began = Budget::Clock::now();
  budget->end_at(began + patience + time);
  runner::Result<runner::Without> without = runner::Without::parse(options.without);
  if (!without) throw UsageError{without.error().what};
  KnownList list{options.known};
  look_up_checkers(list.known());
  const std::vector<std::string> places = report_places(options.reports);
  Console console{options.console, places};
  reports::ReportFiles files{places, console.standard_output()};
  require_folder(options.findings);
  CampaignOptions how;
  how.first = to_replay(options.replay_first);
  Corpus corpus = corpus_in(options.corpus);

  runner::heed_signals();
  Reachable reached = reachable(options.target);
  runner::TargetOptions& target = reached.options;
  target.going = [budget] { return budget->going(); };
  if (target.rate > 0) target.pace = std::make_shared<runner::Pace>(target.rate);
  const FirstLook look = look_at(target, jobs_of(options), *budget);
  const reports::Report beginning = begun(options, reached, look, list.known());
  announce(beginning, console.aside(), console.style());

  reports::Progress progress{std::cout, console.style()};
  reports::Listeners listeners{&files, &progress};
  listeners.begin(beginning, 0);

  how.seed = beginning.campaign->seed;
  how.jobs = look.jobs;
  // What it took to find the target is of the time, too, but for what --wait says.
  const auto opening = Budget::Clock::now() - began;
  how.time = std::chrono::duration_cast<std::chrono::milliseconds>(
      time - std::clamp<Budget::Clock::duration>(opening - patience, {}, time));
  how.budget = budget;
  const auto end = Budget::Clock::now() + *how.time;
  budget->end_at(end);
  if (options.histories > 0) how.histories = options.histories;
  how.first_finding = options.first_finding;
  how.without = *std::move(without);
  how.findings = options.findings;
  if (options.watched_process > 0) how.watched_process = options.watched_process;
  how.stop = runner::interrupted;
  Doubts doubts{target, how.without, end};
  how.doubt = [&doubts](const cases::Fixture& fixture, double rate,
                        const reports::Evidence& evidence) {
    return doubts.about(fixture, rate, evidence);
  };
  how.knock = [&target](std::chrono::milliseconds patience) {
    return knock_once_more(target, patience);
  };
  const MakeTarget make_target = [&](boost::asio::io_context& io) {
    return remote_target(io, target, look.reactivate_spelling).play;
  };
  std::exception_ptr thrown;
  const reports::Report report =
      run_campaign(beginning, corpus, make_target, how, listeners, &thrown);
  const reports::Summary summary = reports::summarize(report);
  listeners.end(report, summary);
  list.correct(report, summary, console.style());
  reports::write_summary(report, summary, std::cout, console.style());
  if (thrown) std::rethrow_exception(thrown);
  return reports::exit_code(report, summary);
}

}  // namespace

Command add_fuzz(CLI::App& app) {
  auto options = std::make_shared<FuzzOptions>();
  CLI::App& command = *app.add_subcommand(
      "fuzz",
      "A campaign of generated histories against a target; each finding is shrunk and saved");
  add_target(command, options->target);
  add_duration(command, "--for", options->time, "How long: 30s, 10m, 8h")->capture_default_str();
  add_count(command, "--histories", options->histories, {},
            "How many histories at most; 0: no limit");
  command.add_flag("--first-finding", options->first_finding,
                   "End with the first finding that decides");
  command.add_flag("--strict", options->strict,
                   "Recommended and observed findings count like required ones");
  add_count(command, "--seed", options->seed, {},
            "Of what is drawn; with --jobs 1 the same histories; 0: another one each time");
  add_count(command, "--jobs", options->jobs, {1, 256}, "Histories under way at once")
      ->default_str(std::to_string(options->jobs));
  command
      .add_option("--corpus", options->corpus,
                  "Folder to go on from, and to keep in what shows something new; libFuzzer's too")
      ->type_name("DIR");
  command.add_option("--findings", options->findings, "Folder for findings, a file each")
      ->type_name("DIR")
      ->capture_default_str();
  command
      .add_option(
          "--replay-first", options->replay_first,
          "Play the findings that were saved there before anything else: a folder or a file")
      ->type_name("DIR");
  add_without(command, options->without);
  add_count(command, "--watch-process", options->watched_process, {.least = 1},
            "The target's process on this machine: whether its memory grows");
  add_known_failures(command, options->known, bucket_patterns);
  add_reports(command, options->reports, "campaign");
  add_evidence(command, options->evidence);
  add_console(command, options->console, "Say the findings and the headline, no more",
              "Show each transition that was met, and each reason");
  return [options] { return fuzz(*options); };
}

}  // namespace hallmark::app
