// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/selftest_run.hpp"

#include <algorithm>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <map>
#include <utility>

#include "runner/conduct/conduct.hpp"

namespace hallmark::app {
namespace {

using namespace runner;

using reports::Verdict;

// A run has one thread, which tells.
class Count final : public reports::Listener {
 public:
  Count(const Plan& plan, Shown& shown) : shown_{shown} {
    for (std::size_t i = 0; i < plan.cases.size(); ++i) {
      const PlannedCase& planned = plan.cases[i];
      places_[{planned.check.get(), planned.variant ? planned.variant->name() : ""}] = i;
    }
  }

  void add(const reports::Record& record) override {
    const auto place = [&] { return places_.at({record.check.get(), record.variant}); };
    const reports::Finding& finding = record.finding;
    if (finding.verdict == Verdict::fail) shown_.failed.push_back(place());
    if (finding.verdict == Verdict::error) ++shown_.errors;
    if (finding.verdict == Verdict::inconclusive && !finding.blocked_by.empty()) {
      shown_.blocked.push_back(place());
    }
  }

 private:
  Shown& shown_;
  std::map<std::pair<const reports::Check*, std::string>, std::size_t> places_;
};

}  // namespace

Shown run_against(const std::vector<std::string>& defects, const Plan& plan, const SelftestRun& run,
                  bool until_caught, reference::Watch* watch) {
  Shown shown;
  try {
    boost::asio::io_context io{1};
    TargetOptions options;
    options.timeout = run.timeout;
    const OpenTarget target = open_target(io, options, defects, true, watch);
    reports::Report report;
    Count count{plan, shown};
    const auto stop = [&shown, until_caught] { return until_caught && !shown.failed.empty(); };
    conduct(io, target, plan, run.how, {.jobs = run.jobs, .threads = 1, .stop = stop}, count,
            report);
  } catch (const std::exception& error) {
    shown.trouble = error.what();
  }
  std::ranges::sort(shown.failed);
  std::ranges::sort(shown.blocked);
  return shown;
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

}  // namespace hallmark::app
