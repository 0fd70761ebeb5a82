// SPDX-License-Identifier: Apache-2.0
//
// A whole run: plan, engine, judge, records. What `run` reports on and `selftest` counts.
#pragma once

#include <functional>
#include <string>

#include "reports/report.hpp"
#include "runner/conduct/target_options.hpp"
#include "runner/engine/engine.hpp"
#include "runner/engine/plan.hpp"

namespace hallmark::runner {

struct Conduct {
  unsigned jobs = 32;
  unsigned threads = 2;  // at most; one where the fixtures cannot be shared
  const std::function<bool()> stop = [] { return false; };
  // Called for each record before it is kept, by the thread that judged it: several at a time where
  // there are several.
  std::function<void(const reports::CaseRecord&)> on_record = [](const reports::CaseRecord&) {};
  // Called soon after by the same thread: time to hand records to the kernel.
  std::function<void()> on_turn = [] {};
};

// Runs the plan against the target and fills `report` (its info is the caller's). The evidence of a
// pass is dropped once `on_record` has seen it. Throws UsageError when the target cannot be
// reached.
void conduct(boost::asio::io_context& io, const OpenTarget& target, const Plan& plan,
             const PlanOptions& plan_options, const ClientOptions& client, const Conduct& how,
             reports::Report& report);

}  // namespace hallmark::runner
