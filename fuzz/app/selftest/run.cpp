// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/selftest/run.hpp"

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
  Count(const Plan& plan, Shown& shown) : plan_{plan}, shown_{shown} {
    for (std::size_t i = 0; i < plan.cases.size(); ++i) {
      const PlannedCase& planned = plan.cases[i];
      places_[{planned.check.get(), planned.variant ? planned.variant->name() : ""}] = i;
    }
  }

  void add(const reports::Record& record) override {
    const std::size_t place = places_.at({record.check.get(), record.variant});
    if (record.finding.verdict == Verdict::fail) {
      shown_.failed.push_back(place);
      any_required_ |= plan_.cases[place].test->level == cases::Level::required;
    }
    if (record.finding.verdict == Verdict::error) ++shown_.errors;
    if (worlds_ == nullptr) return;
    for (const std::string& id : {record.evidence.instance_id, record.evidence.other_instance_id}) {
      if (!id.empty()) (*worlds_)[place].push_back(id);
    }
  }

  void keep_worlds(std::vector<std::vector<std::string>>& worlds) {
    worlds.assign(plan_.cases.size(), {});
    worlds_ = &worlds;
  }

  [[nodiscard]] bool is_over(Ends ends) const {
    return ends == Ends::with_required_failure ? any_required_
                                               : ends != Ends::never && !shown_.failed.empty();
  }

 private:
  const Plan& plan_;
  Shown& shown_;
  bool any_required_ = false;
  std::vector<std::vector<std::string>>* worlds_ = nullptr;
  std::map<std::pair<const reports::Check*, std::string>, std::size_t> places_;
};

void carry_out(const std::vector<std::string>& defects, const Plan& plan, const SelftestRun& run,
               Ends ends, reference::Watch* watch, Count& count, Shown& shown) {
  try {
    boost::asio::io_context io{1};
    TargetOptions options;
    options.timeout = run.timeout;
    const OpenTarget target = open_target(io, options, defects, true, watch);
    reports::Report report;
    const auto stop = [&count, ends] { return count.is_over(ends); };
    conduct(io, target, plan, run.how, {.jobs = run.jobs, .threads = 1, .stop = stop}, count,
            report);
  } catch (const std::exception& error) {
    shown.trouble = error.what();
  }
  std::ranges::sort(shown.failed);
}

}  // namespace

Shown run_against(const std::vector<std::string>& defects, const Plan& plan, const SelftestRun& run,
                  Ends ends) {
  Shown shown;
  Count count{plan, shown};
  carry_out(defects, plan, run, ends, nullptr, count, shown);
  return shown;
}

Shown run_watched(const Plan& plan, const SelftestRun& run, reference::Watch& watch,
                  std::vector<std::vector<std::string>>& worlds) {
  Shown shown;
  Count count{plan, shown};
  count.keep_worlds(worlds);
  carry_out({}, plan, run, Ends::never, &watch, count, shown);
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
