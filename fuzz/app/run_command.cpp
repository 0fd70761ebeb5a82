// SPDX-License-Identifier: Apache-2.0
//
// hallmark run: puts the cases to a target, judges the answers, says what holds.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <sstream>
#include <string_view>

#include "cases/library.hpp"
#include "cases/pattern.hpp"
#include "fuzz/app/commands.hpp"
#include "fuzz/app/options/common_options.hpp"
#include "fuzz/app/options/console_options.hpp"
#include "fuzz/app/options/foretell.hpp"
#include "fuzz/app/options/gate_options.hpp"
#include "fuzz/app/options/one_of.hpp"
#include "fuzz/app/output.hpp"
#include "reports/input_file.hpp"
#include "reports/listener.hpp"
#include "reports/text.hpp"
#include "reports/writers/block.hpp"
#include "reports/writers/files/report_files.hpp"
#include "reports/writers/progress.hpp"
#include "runner/conduct/conduct.hpp"
#include "runner/conduct/interruption.hpp"
#include "runner/conduct/quantities.hpp"
#include "runner/conduct/selection.hpp"
#include "runner/conduct/shard.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::app {
namespace {

using namespace runner;

struct RunOptions {
  TargetOptions target;
  reports::Selection selection{.depth = 2};  // as given: files not read, no seed, no shard
  std::vector<std::string> reports;
  std::string evidence = "all";
  ConsoleOptions console;
  bool dry_run = false;
  unsigned jobs = 32;
  std::string shard;
  std::string shuffle;
  CLI::Option* shuffle_option = nullptr;
  KnownFailuresOptions known;
  EndOptions ends;
};

// What --shuffle says without a value.
constexpr std::string_view drawn_seed = "random";

std::uint64_t shuffle_seed(const RunOptions& options) {
  if (options.shuffle_option->count() == 0) return 0;
  if (options.shuffle == drawn_seed) {
    const std::uint64_t seed = std::random_device{}();
    return seed == 0 ? 1 : seed;
  }
  return parse_count("--shuffle", options.shuffle, {.least = 1});
}

reports::Selection selection_of(const RunOptions& options) {
  reports::Selection selection = options.selection;
  selection.select = with_files("--select", selection.select);
  selection.skip = with_files("--skip", selection.skip);
  selection.shuffle_seed = shuffle_seed(options);
  const Shard shard = find_shard(options.shard);
  selection.shard_index = shard.index;
  selection.shard_total = shard.total;
  selection.repeat = options.ends.repeat;
  selection.max_failures = options.ends.max_failures;
  return selection;
}

// The library down to all that is asked for.
const std::vector<cases::Case>& library_for(const PlanOptions& plan) {
  const bool names_deeper = std::ranges::any_of(plan.select, [](const std::string& pattern) {
    const std::string id = cases::id_in(pattern);
    if (id.find('*') != std::string::npos) return false;
    const cases::Case* const named = cases::find(id);
    return named != nullptr && named->depth > 2;
  });
  return cases::library(names_deeper ? 3 : plan.depth);
}

void announce(const reports::Info& info, std::size_t planned, std::ostream& out,
              reports::Style style) {
  const reports::Selection& selection = info.selection;
  std::ostringstream what;
  what << "hallmark " << info.hallmark_version << ": " << reports::counted(planned, "case", "cases")
       << " against " << info.subject.name;
  if (info.subject.kind == reports::Subject::Kind::embedded) what << " at " << info.subject.url;
  std::ostringstream how;
  how << "edition " << selection.edition << ", variants " << selection.variants << ", depth "
      << selection.depth;
  if (selection.shard_total > 1) {
    how << ", shard " << selection.shard_index << "/" << selection.shard_total;
  }
  if (selection.shuffle_seed != 0) how << ", shuffled with seed " << selection.shuffle_seed;
  const bool fits = what.view().size() + 2 + how.view().size() <= reports::block::columns_of(style);
  out << what.view() << (fits ? ", " : ",\n  ") << how.view() << "\nfixtures: " << info.fixtures
      << '\n'
      << std::flush;
  require_written();
}

// Every case that there is, and in which variants the whole run asks it, whichever part of it this
// one is.
std::vector<reports::Nameable> nameable(const std::vector<cases::Case>& library,
                                        const std::vector<cases::Case>& all,
                                        const PlanOptions& how) {
  PlanOptions whole = how;
  whole.shard_index = whole.shard_total = 1;
  std::map<std::string_view, std::vector<std::string>> asked;
  if (const Result<Plan> plan = make_plan(library, whole)) {
    for (const PlannedCase& one : plan->cases) {
      if (!one.selected) continue;
      asked[one.test->id].push_back(one.variant ? one.variant->name() : "");
    }
  }
  std::vector<reports::Nameable> names;
  names.reserve(all.size());
  for (const cases::Case& one : all) {
    const auto variants = asked.find(one.id);
    names.push_back({.id = one.id});
    if (variants != asked.end()) names.back().asked = std::move(variants->second);
  }
  return names;
}

void look_up(reports::KnownFailures& known, const std::vector<cases::Case>& library,
             const PlanOptions& how) {
  if (known.lines.empty()) return;
  std::vector<std::string> variants = {""};
  for (const cases::Variant variant : cases::full_variants()) variants.push_back(variant.name());
  reports::find_covered(known, nameable(library, library, how), variants);
  const bool is_all_there = std::ranges::none_of(
      known.lines, [](const reports::KnownFailure& line) { return line.covers.empty(); });
  if (is_all_there) return;
  reports::find_covered(known, nameable(library, cases::library(3), how), variants);
}

// After a signal what is under way may take as long as an exchange commonly does; then nobody waits
// for anything.
std::function<Going()> until_a_signal() {
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds patience{10};
  const auto since = std::make_shared<std::atomic<Clock::time_point>>(Clock::time_point::max());
  return [since] {
    if (!interrupted()) return Going::on;
    const auto now = Clock::now();
    auto first = Clock::time_point::max();
    if (since->compare_exchange_strong(first, now)) first = now;
    return now - first < patience ? Going::ending : Going::ended;
  };
}

int run(const RunOptions& options) {
  if (options.dry_run && !options.reports.empty()) {
    throw UsageError{"--dry-run puts nothing to the target: there is nothing for --report to tell"};
  }
  const reports::Selection selection = selection_of(options);
  PlanOptions how = plan_options_of(selection, yardstick_of("--edition", selection.edition));
  TargetOptions where = options.target;
  where.day = how.yardstick.day();
  where.going = until_a_signal();
  KnownList list{options.known};
  const std::vector<std::string> places = report_places(options.reports);
  Console console{options.console, places};
  reports::ReportFiles files{places, console.standard_output()};
  const std::vector<cases::Case>& library = library_for(how);
  Result<Plan> plan = make_plan(library, how);
  if (!plan) throw UsageError{plan.error().what};

  look_up(list.known(), library, how);

  heed_signals();
  boost::asio::io_context io{1};
  const OpenTarget target = open_target(io, where);
  const ClosingFixtures closing{io, target.fixtures.get()};
  if (options.dry_run) return foretell(*plan, target, *options.target.instances);
  const Conduct conducted{.jobs = options.jobs, .stop = interrupted};
  if (!target.embedded) {
    how.working = find_working(io, target, how, conducted);
    if (!how.working.empty()) plan = make_plan(library, how);
    if (!plan) throw UsageError{plan.error().what};
    if (!how.working.empty()) look_up(list.known(), library, how);
  }
  reports::Report report;
  report.info = info_of(selection, options.jobs, options.target, target);
  report.info.evidence = evidence_of(options.evidence);
  report.info.known_failures = list.known();
  const std::size_t planned = selected_in(*plan);
  report.planned = planned;
  announce(report.info, planned, console.aside(), console.style());
  reports::Progress progress{std::cout, console.style()};
  reports::Listeners listeners{&files, &progress};
  listeners.begin(report, planned);

  const CarryOut carry_out = [&](reports::Listener& listener, reports::Report& round,
                                 const std::function<bool()>& stop) {
    conduct(io, target, *plan, how, {.jobs = options.jobs, .stop = stop}, listener, round);
  };
  carry_out_rounds(options.ends, carry_out, console, listeners, report);
  if (const std::size_t made = options.target.instances->made; made > 0) {
    report.notes.push_back(reports::counted(made, "instance was", "instances were") +
                           " made through the public API");
  }

  const reports::Summary summary =
      conclude(report, listeners, console.style(),
               [&](const reports::Summary& told) { list.correct(report, told, console.style()); });
  return reports::exit_code(report, summary);
}

}  // namespace

Command add_run(CLI::App& app) {
  auto options = std::make_shared<RunOptions>();
  CLI::App& command = *app.add_subcommand("run", "Put the cases to a target and judge the answers");
  add_target(command, options->target);
  command
      .add_option("--edition", options->selection.edition,
                  "Yardstick: any (what one documented edition says is right), seeds (one of the "
                  "five source documents), newest, or a day: the newest edition of each page up to "
                  "it; the embedded endpoint keeps to it")
      ->type_name("any|seeds|newest|DATE")
      ->capture_default_str();
  add_selection(command, options->selection.select, options->selection.skip);
  command
      .add_option("--variants", options->selection.variants,
                  "base: get.xml.v1 and post.json.v3; full: every method, format and signature")
      ->check(one_of({"base", "full"}))
      ->capture_default_str();
  add_count(command, "--depth", options->selection.depth, {1, 3},
            "How many things come together in a world or a history: 1 one, 2 pairs, 3 triples")
      ->default_str(std::to_string(options->selection.depth));
  add_without(command, options->selection.without);
  command.add_flag("--strict", options->selection.strict,
                   "Recommended and observed cases count like required ones");
  command.add_flag("--require-all", options->selection.require_all,
                   "A case that could not be exercised counts as a failure");
  add_count(command, "--require-judged", options->selection.require_judged, {0, 100},
            "A run that judged fewer of its cases, in percent, has no verdict: exit 2")
      ->default_str(std::to_string(options->selection.require_judged));
  command.add_flag("--dry-run", options->dry_run,
                   "List the cases that would be put to the target, and how many instances "
                   "--fixtures api would make; put none");
  add_console(command, options->console, "Say what failed and the headline, no more",
              "Show every failure, not one of each cause; each reason; what was slow");
  add_count(command, "--jobs", options->jobs, {1, 1024}, "Cases under way at once")
      ->default_str(std::to_string(options->jobs));
  add_shard(command, options->shard);
  options->shuffle_option = command
                                .add_option("--shuffle", options->shuffle,
                                            "Another order; the seed is printed, and repeats it")
                                ->type_name("SEED")
                                ->expected(0, 1)
                                ->default_str(std::string{drawn_seed});
  add_known_failures(command, options->known, "ID or ID@VARIANT, * one level, ** any");
  add_ends(command, options->ends);
  add_reports(command, options->reports, "run");
  add_evidence(command, options->evidence);
  return [options] { return run(*options); };
}

}  // namespace hallmark::app
