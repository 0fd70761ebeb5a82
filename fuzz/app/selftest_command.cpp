// SPDX-License-Identifier: Apache-2.0
//
// hallmark selftest: every case against every defect of the reference endpoint. Which defect is
// caught by which cases, which by none; which case catches nothing, and so proves nothing.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <exception>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "cases/library.hpp"
#include "fuzz/app/commands.hpp"
#include "fuzz/app/exit_code.hpp"
#include "runner/conduct/conduct.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/reference/defects/defects.hpp"

namespace hallmark::app {
namespace {

using namespace runner;

using reports::Verdict;

struct SelftestOptions {
  std::vector<std::string> defects;  // empty: all
  std::string variants = "base";
  std::string timeout = "500ms";
  unsigned jobs = 32;
  unsigned workers = std::max(1U, std::thread::hardware_concurrency());
  bool verbose = false;
};

// What one run showed.
struct DefectResult {
  std::set<std::string> failed;  // ids of cases
  std::size_t errors = 0;
  std::string trouble;  // the run itself did not come to an end
};

class Count final : public reports::Listener {
 public:
  explicit Count(DefectResult& outcome) : outcome_{outcome} {}

  void add(const reports::Record& record) override {
    if (record.finding.verdict == Verdict::fail) outcome_.failed.insert(record.check->id);
    if (record.finding.verdict == Verdict::error) ++outcome_.errors;
  }

 private:
  DefectResult& outcome_;
};

DefectResult run_against(const std::vector<std::string>& defects, const PlanOptions& how,
                         const Plan& plan, const std::string& timeout, unsigned jobs) {
  DefectResult outcome;
  try {
    boost::asio::io_context io{1};
    TargetOptions options;
    options.timeout = timeout;
    const OpenTarget target = open_target(io, options, defects);
    reports::Report report;
    Count count{outcome};
    conduct(io, target, plan, how, options.client(), {.jobs = jobs, .threads = 1}, count, report);
  } catch (const std::exception& error) {
    outcome.trouble = error.what();
  }
  return outcome;
}

std::string first_of(const std::set<std::string>& ids, std::size_t most) {
  std::string text;
  std::size_t said = 0;
  for (const std::string& id : ids) {
    if (said == most) return text + " and " + std::to_string(ids.size() - most) + " more";
    text += (said++ == 0 ? "" : ", ") + id;
  }
  return text;
}

// An honest endpoint must get no failure, or a catch would prove nothing.
std::size_t check_honest(const PlanOptions& how, const Plan& plan, unsigned jobs) {
  const DefectResult honest = run_against({}, how, plan, "10s", jobs);
  if (!honest.trouble.empty()) throw UsageError{"the honest run failed: " + honest.trouble};
  if (!honest.failed.empty()) {
    std::cout << "FALSE ALARM  the honest endpoint fails " << first_of(honest.failed, 10) << "\n";
  }
  if (honest.errors > 0)
    std::cout << "ERROR        " << honest.errors << " cases of the honest run\n";
  return honest.failed.size() + honest.errors;
}

std::vector<std::string> chosen_defects(const SelftestOptions& options) {
  std::vector<std::string> chosen;
  for (const std::string& name : options.defects) {
    if (!reference::defect_from(name)) {
      throw UsageError{"--defect '" + name +
                       "' is no defect; hallmark list defects shows them all"};
    }
    chosen.push_back(name);
  }
  if (!chosen.empty()) return chosen;
  for (const reference::DefectInfo& defect : reference::defects()) chosen.emplace_back(defect.name);
  return chosen;
}

int selftest(const SelftestOptions& options) {
  PlanOptions how;
  how.full = options.variants == "full";
  const Result<Plan> plan = make_plan(cases::library(), how);
  if (!plan) throw UsageError{plan.error().what};
  const std::vector<std::string> defects = chosen_defects(options);
  std::cout << "selftest: " << plan->cases.size() << " cases against " << defects.size()
            << " defects" << std::endl;

  std::size_t wrong = check_honest(how, *plan, options.jobs);

  std::map<std::string, DefectResult> outcomes;
  std::mutex mutex;
  std::atomic<std::size_t> next = 0;
  std::vector<std::jthread> workers;
  for (unsigned i = 0; i < options.workers; ++i) {
    workers.emplace_back([&] {
      for (std::size_t at = next++; at < defects.size(); at = next++) {
        DefectResult outcome =
            run_against({defects[at]}, how, *plan, options.timeout, options.jobs);
        const std::scoped_lock lock{mutex};
        outcomes.emplace(defects[at], std::move(outcome));
      }
    });
  }
  workers.clear();  // joins

  std::set<std::string> catching;
  std::size_t survived = 0;
  for (const std::string& name : defects) {
    const DefectResult& outcome = outcomes.at(name);
    catching.insert(outcome.failed.begin(), outcome.failed.end());
    if (!outcome.trouble.empty()) {
      std::cout << "ERROR     " << name << ": " << outcome.trouble << "\n";
      ++wrong;
    }
    if (outcome.failed.empty()) {
      ++survived;
      std::cout << "SURVIVED  " << name << "\n";
    } else {
      std::cout << "caught    " << name << "  by " << outcome.failed.size() << ": "
                << first_of(outcome.failed, options.verbose ? outcome.failed.size() : 3) << "\n";
    }
  }

  std::size_t asked = 0;
  std::size_t idle = 0;
  if (options.defects.empty()) {
    for (const cases::Case& one : cases::library()) {
      if (one.depth > how.depth) continue;
      ++asked;
      if (catching.contains(one.id)) continue;
      ++idle;
      std::cout << "IDLE      " << one.id << " catches no defect\n";
    }
  }
  std::cout << "selftest: " << defects.size() - survived << " of " << defects.size()
            << " defects caught, " << survived << " survived; ";
  if (options.defects.empty()) {
    std::cout << asked - idle << " of " << asked << " cases catch at least one, " << idle
              << " catch none\n";
  } else {
    std::cout << catching.size() << " cases catch one of them\n";
  }
  std::cout.flush();
  return survived + idle + wrong == 0 ? exit_holds : exit_contradicts;
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
                  "Only this defect (hallmark list defects); repeatable")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command.add_option("--variants", options->variants, "base or full")
      ->check(CLI::IsMember({"base", "full"}))
      ->capture_default_str();
  command
      .add_option("--timeout", options->timeout, "Time for one exchange with a defective endpoint")
      ->type_name("D")
      ->capture_default_str();
  command.add_option("--jobs", options->jobs, "Cases under way at once, of each run")
      ->check(CLI::Range(1U, 1024U))
      ->capture_default_str();
  command.add_option("--workers", options->workers, "Defects under way at once")
      ->check(CLI::Range(1U, 64U))
      ->capture_default_str();
  command.add_flag("--verbose", options->verbose, "Name every case that catches a defect");
  return [options] { return selftest(*options); };
}

}  // namespace hallmark::app
