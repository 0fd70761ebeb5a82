// SPDX-License-Identifier: Apache-2.0
//
// hallmark selftest: every case against every defect of the reference endpoint. Which defect is
// caught by which cases, which by none; which case catches nothing, and so proves nothing. With
// --depth 2 the defects hide behind triggers.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "cases/caught.hpp"
#include "cases/coverage.hpp"
#include "cases/envelope/every_answer.hpp"
#include "cases/library.hpp"
#include "fuzz/app/commands.hpp"
#include "fuzz/app/exit_code.hpp"
#include "fuzz/app/options/common_options.hpp"
#include "fuzz/app/options/console_options.hpp"
#include "fuzz/app/options/one_of.hpp"
#include "fuzz/app/selftest/fault_named.hpp"
#include "fuzz/app/selftest/for_each_of.hpp"
#include "fuzz/app/selftest/pairs.hpp"
#include "fuzz/app/selftest/progress.hpp"
#include "fuzz/app/selftest/run.hpp"
#include "fuzz/app/selftest/sdk.hpp"
#include "reports/text.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/reference/defects/triggers.hpp"
#include "runner/reference/defects/watch.hpp"

namespace hallmark::app {
namespace {

using namespace runner;

using reference::DefectSet;

struct SelftestOptions {
  unsigned depth = 1;
  std::vector<std::string> defects;   // empty: all
  std::vector<std::string> triggers;  // empty: all
  std::string journal;
  std::vector<std::string> needed;
  std::string variants = "base";
  std::string timeout = "500ms";
  unsigned jobs = 32;
  unsigned workers = 0;  // 0: what suits the depth
  ConsoleOptions console;
  bool sdk = false;
  std::vector<std::string> command;  // of --sdk
};

std::set<std::string> ids_of(const std::vector<std::size_t>& places, const Plan& plan) {
  std::set<std::string> ids;
  for (const std::size_t place : places) ids.insert(plan.cases[place].test->id);
  return ids;
}

// Of one defect: the cases that fail, and why there was no run.
struct Outcome {
  std::set<std::string> failed;
  std::string trouble;
};

// Which cases the honest endpoint fails, and which have to do with which defects.
class Honest {
 public:
  // Puts the whole plan to it.
  Honest(SelftestRun run, const Plan& plan) : plan_{plan} {
    run.timeout = "10s";
    std::vector<std::vector<std::string>> worlds;
    const Shown shown = run_watched(plan, run, watch_, worlds);
    if (!shown.trouble.empty()) throw UsageError{"the honest run failed: " + shown.trouble};
    failed_ = ids_of(shown.failed, plan);
    errors_ = shown.errors;
    const auto add = [this](DefectSet::Bits& met, std::string_view world) {
      if (const auto* of_world = watch_.met_by(world)) met |= of_world->front();
    };
    add(met_by_anybody_, "");
    for (std::size_t i = 0; i < plan.cases.size(); ++i) {
      DefectSet::Bits& met = met_by_.emplace_back();
      // What is told of no world, or of the answers to all, may have to do with any defect.
      if (worlds[i].empty() || every_answer_of(*plan.cases[i].test) != nullptr) met.set();
      for (const std::string& world : worlds[i]) add(met, world);
    }
  }

  // An honest endpoint must get no failure, or a catch would prove nothing. The number of those.
  [[nodiscard]] std::size_t false_alarms() const {
    if (!failed_.empty()) {
      std::cout << "FALSE ALARM  the honest endpoint fails " << first_of(failed_, 10) << "\n";
    }
    if (errors_ > 0) std::cout << "ERROR        " << errors_ << " cases of the honest run\n";
    return failed_.size() + errors_;
  }

  // The cases in whose worlds the honest endpoint was asked for the fault: of the others none can
  // see it. All, where it was asked for by a call that names no world.
  [[nodiscard]] Plan part_that_may_see(const std::string& defect) const {
    const auto fault = static_cast<std::size_t>(fault_named(defect).fault);
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < met_by_.size(); ++i) {
      if (met_by_anybody_[fault] || met_by_[i][fault]) places.push_back(i);
    }
    return part_of(plan_, places);
  }

 private:
  const Plan& plan_;
  reference::Watch watch_{{reference::Trigger{}}};
  std::vector<DefectSet::Bits> met_by_;  // by places
  DefectSet::Bits met_by_anybody_;
  std::set<std::string> failed_;
  std::size_t errors_ = 0;
};

Outcome outcome_of(const std::string& defect, const Plan& plan, const SelftestRun& run) {
  const Shown shown = run_against({defect}, plan, run);
  return {.failed = ids_of(shown.failed, plan), .trouble = shown.trouble};
}

std::vector<std::string> chosen_defects(const SelftestOptions& options) {
  std::vector<std::string> chosen;
  for (const std::string& name : options.defects) {
    (void)fault_named(name);
    if (std::ranges::find(chosen, name) == chosen.end()) chosen.push_back(name);
  }
  if (!chosen.empty()) return chosen;
  for (const reference::DefectInfo& defect : reference::defects()) {
    if (defect.depth <= options.depth) chosen.emplace_back(defect.name);
  }
  return chosen;
}

// Of each place of the documents, how many defects its cases catch: not fewer than is said of it
// (cases/caught.inc).
std::size_t check_places(const std::map<std::string, std::set<std::string>>& caught_by,
                         std::ostream& aside) {
  std::size_t wrong = 0;
  for (const specs::Citation& place : cases::every_place()) {
    std::set<std::string> defects;
    for (const std::string_view id : cases::cases_citing(place)) {
      if (const auto caught = caught_by.find(std::string{id}); caught != caught_by.end()) {
        defects.insert(caught->second.begin(), caught->second.end());
      }
    }
    if (defects.empty()) continue;
    const std::string name = cases::name_in_table(place);
    aside << "place     " << name << "  catches " << defects.size() << "\n";
    if (const std::size_t said = cases::defects_caught_at(place); said > defects.size()) {
      std::cout << "CLAIMED   " << name << " catches " << defects.size() << " defects, not " << said
                << "\n";
      ++wrong;
    }
  }
  return wrong;
}

// Each defect against all cases that may see it; what none of them sees, against the whole plan.
int selftest_defects(const SelftestOptions& options, const Plan& plan, const SelftestRun& run,
                     std::ostream& aside) {
  const std::vector<std::string> defects = chosen_defects(options);
  const std::size_t all = options.defects.empty() ? reference::defects().size() : defects.size();
  aside << "selftest: " << reports::counted(selected_in(plan), "case", "cases") << " against "
        << reports::counted(defects.size(), "defect", "defects");
  if (all > defects.size()) {
    aside << ", " << all - defects.size() << " more show at --depth 2 alone";
  }
  aside << '\n' << std::flush;

  const Honest honest{run, plan};
  std::size_t wrong = honest.false_alarms();

  std::map<std::string, Outcome> outcomes;
  SelftestProgress progress{"defects", defects.size()};
  std::mutex mutex;
  for_each_of(defects.size(), options.workers, [&](std::size_t at) {
    Outcome outcome = outcome_of(defects[at], honest.part_that_may_see(defects[at]), run);
    if (outcome.failed.empty()) outcome = outcome_of(defects[at], plan, run);
    const std::scoped_lock lock{mutex};
    progress.step(outcome.failed.empty());
    outcomes.emplace(defects[at], std::move(outcome));
  });

  std::map<std::string, std::set<std::string>> caught_by;  // defects of each case
  std::size_t survived = 0;
  std::size_t untried = 0;
  for (const std::string& name : defects) {
    const Outcome& outcome = outcomes.at(name);
    const std::set<std::string>& failed = outcome.failed;
    for (const std::string& id : failed) caught_by[id].insert(name);
    if (!outcome.trouble.empty()) {
      std::cout << "ERROR     " << name << ": " << outcome.trouble << "\n";
      ++untried;
    } else if (failed.empty()) {
      ++survived;
      std::cout << "SURVIVED  " << name << "\n";
    } else {
      aside << "caught    " << name << "  by " << failed.size() << ": "
            << first_of(failed, options.console.verbose ? failed.size() : 3) << "\n";
    }
  }

  std::size_t cases = 0;
  std::size_t idle = 0;
  if (options.defects.empty()) {
    for (const cases::Case& one : cases::library()) {
      if (one.depth > run.how.depth) continue;
      ++cases;
      if (caught_by.contains(one.id)) continue;
      ++idle;
      std::cout << "IDLE      " << one.id << " catches no defect\n";
    }
    std::ostringstream unsaid;
    wrong += check_places(caught_by, options.console.verbose ? aside : unsaid);
  }
  std::cout << "selftest: " << defects.size() - survived - untried << " of " << defects.size()
            << " defects caught, " << survived << " survived; ";
  if (options.defects.empty()) {
    std::cout << cases - idle << " of " << cases << " cases catch at least one, " << idle
              << " catch none\n";
  } else {
    std::cout << caught_by.size() << " cases catch one of them\n";
  }
  std::cout.flush();
  if (untried > 0) return exit_no_verdict;
  return survived + idle + wrong == 0 ? exit_holds : exit_contradicts;
}

// From depth 2 on a run waits for its second looks more than it works.
unsigned workers_at(unsigned depth) {
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  return depth == 1 ? cores : 8 * cores;
}

int selftest(SelftestOptions options) {
  Console console{options.console};
  if (options.sdk) {
    if (options.command.empty()) {
      throw UsageError{"which bad client? hallmark selftest --sdk -- COMMAND..."};
    }
    return selftest_sdk({.command = options.command,
                         .defects = options.defects,
                         .workers = options.workers,
                         .verbose = options.console.verbose},
                        console.aside());
  }
  if (!options.command.empty()) throw UsageError{"a command goes with --sdk"};
  if (options.workers == 0) options.workers = workers_at(options.depth);
  SelftestRun run{.how = {}, .timeout = options.timeout, .jobs = options.jobs};
  run.how.full = options.variants == "full";
  run.how.depth = options.depth;
  const Result<Plan> plan = make_plan(cases::library(), run.how);
  if (!plan) throw UsageError{plan.error().what};
  if (options.depth == 1) {
    if (!options.triggers.empty() || !options.journal.empty() || !options.needed.empty()) {
      throw UsageError{"--trigger, --resume and --needed are about pairs: say --depth 2"};
    }
    return selftest_defects(options, *plan, run, console.aside());
  }
  const bool all_caught = selftest_pairs(*plan, run,
                                         {.defects = options.defects,
                                          .triggers = options.triggers,
                                          .workers = options.workers,
                                          .journal = options.journal,
                                          .in_question = options.needed,
                                          .verbose = options.console.verbose},
                                         console.aside());
  return all_caught ? exit_holds : exit_contradicts;
}

}  // namespace

Command add_selftest(CLI::App& app) {
  auto options = std::make_shared<SelftestOptions>();
  CLI::App& command = *app.add_subcommand(
      "selftest",
      "Every case against every defect of the reference endpoint; exit 1 if a defect survives or a "
      "case catches none");
  command
      .add_option("--defect", options->defects,
                  "Only this defect (hallmark list defects); repeatable. With --depth 2 a fault "
                  "stands for all its pairs")
      ->type_name("FAULT[@TRIGGER]")
      ->allow_extra_args(false);
  add_count(command, "--depth", options->depth, {1, 3},
            "1: each fault as it shows always; 2: under every trigger that makes sense, put to the "
            "cases of that depth; 3: to those of depth 3")
      ->default_str(std::to_string(options->depth));
  command
      .add_option("--trigger", options->triggers,
                  "With --depth 2: only this trigger (hallmark list triggers); repeatable")
      ->type_name("TRIGGER")
      ->allow_extra_args(false);
  command
      .add_option("--resume", options->journal,
                  "With --depth 2: a journal of what is known already, to go on with and to add to")
      ->type_name("FILE");
  command
      .add_option(
          "--needed", options->needed,
          "With --depth 2: which of these cases are needed, for what no other case catches; "
          "as --select of run, repeatable")
      ->type_name("PATTERN")
      ->allow_extra_args(false);
  command.add_option("--variants", options->variants, "base or full")
      ->check(one_of({"base", "full"}))
      ->capture_default_str();
  add_duration(command, "--timeout", options->timeout,
               "Time for one exchange with a defective endpoint")
      ->capture_default_str();
  add_count(command, "--jobs", options->jobs, {1, 1024}, "Cases under way at once, of each run")
      ->default_str(std::to_string(options->jobs));
  add_count(command, "--workers", options->workers, {1, 64},
            "Defects or pairs under way at once; absent: one a core, at --depth 2 eight");
  command.add_flag("--sdk", options->sdk,
                   "Of a client: COMMAND is honest, COMMAND --list prints a line a defect (name, "
                   "chapter, what it does), COMMAND --defect NAME has it; each must be caught");
  command.add_option("command", options->command, "With --sdk: the bad client's shim")
      ->type_name("COMMAND");
  add_console(command, options->console, "Say what survived and the totals, no more",
              "Name every case that catches a defect, or with --depth 2 what became of every pair");
  return [options] { return selftest(*options); };
}

}  // namespace hallmark::app
