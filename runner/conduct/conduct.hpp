// SPDX-License-Identifier: Apache-2.0
//
// A whole run: plan, engine, judge, records. What `run` reports on and `selftest` counts.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "reports/listener.hpp"
#include "runner/conduct/target_options.hpp"
#include "runner/engine/engine.hpp"
#include "runner/engine/plan.hpp"

namespace hallmark::runner {

struct Conduct {
  unsigned jobs = 32;    // at most; fewer where there are not worlds for so many
  unsigned threads = 2;  // at most; one where the fixtures cannot be shared
  const std::function<bool()> stop = [] { return false; };
};

// How many of `jobs` have worlds to themselves, where a provider has `most_worlds` at a time: a
// case, or a history, has two at most.
[[nodiscard]] unsigned jobs_within(std::optional<std::size_t> most_worlds, unsigned jobs);

// The variants in which the target takes requests, where the base ones that it claims do not all
// work; empty where they do, and where none does. Nothing is reported. Throws UsageError when
// nobody answers.
[[nodiscard]] std::vector<cases::Variant> find_working(boost::asio::io_context& io,
                                                       const OpenTarget& target,
                                                       const PlanOptions& plan_options,
                                                       const Conduct& how);

// Runs the plan against the target, closes its fixtures, tells `listener` of each record (the
// caller begins and ends), and fills `report` (its info is the caller's). Throws UsageError when
// the target cannot be reached, and what ended the run in the middle, once `report` is filled with
// what came before.
void conduct(boost::asio::io_context& io, const OpenTarget& target, const Plan& plan,
             const PlanOptions& plan_options, const Conduct& how, reports::Listener& listener,
             reports::Report& report);

}  // namespace hallmark::runner
