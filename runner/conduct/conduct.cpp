// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/conduct.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

#include "runner/conduct/usage_error.hpp"

namespace hallmark::runner {
namespace {

// Whichever case ended first: checks of one plan stand in the library's order. Records are large
// and stay in their memory: each is moved once, round the circles in which the wanted order goes
// through the one that is there.
void sort_into_library_order(std::vector<reports::Record>& records) {
  std::vector<reports::Record*> wanted;
  wanted.reserve(records.size());
  for (reports::Record& record : records) wanted.push_back(&record);
  std::ranges::sort(wanted, {}, [](const reports::Record* record) {
    return std::pair<const reports::Check*, std::string_view>{record->check.get(), record->variant};
  });
  reports::Record* const first = records.data();
  for (reports::Record& start : records) {
    reports::Record* to = &start;
    reports::Record* from = std::exchange(wanted[static_cast<std::size_t>(to - first)], to);
    if (from == to) continue;
    reports::Record in_hand = std::move(start);
    while (from != &start) {
      *to = std::move(*from);
      to = from;
      from = std::exchange(wanted[static_cast<std::size_t>(to - first)], to);
    }
    *to = std::move(in_hand);
  }
}

}  // namespace

void conduct(boost::asio::io_context& io, const OpenTarget& target, const Plan& plan,
             const PlanOptions& plan_options, const ClientOptions& client, const Conduct& how,
             reports::Listener& listener, reports::Report& report) {
  EngineOptions options;
  options.jobs = how.jobs;
  options.threads = how.threads;
  options.more_fixtures = target.more_fixtures;
  options.client = client;
  options.client.dial = target.dial;
  options.without = plan_options.without;
  const Bench bench{.yardstick = plan_options.yardstick, .host = target.url.host_header()};

  const auto began = std::chrono::steady_clock::now();
  Engine engine{io, target.url, *target.fixtures, options};
  EngineResult result = engine.run(plan, bench, listener, how.stop);
  if (result.no_target) {
    throw UsageError{"nobody answers at " + target.url_text + ": " + *result.no_target};
  }
  report.took_us = std::chrono::duration_cast<std::chrono::microseconds>(
                       std::chrono::steady_clock::now() - began)
                       .count();
  report.records = std::move(result.records);
  report.exchanges = result.exchanges;
  report.interrupted = result.interrupted;
  report.notes = std::move(result.notes);
  report.info.selection.reactivate_spelling = std::move(result.reactivate_spelling);
  sort_into_library_order(report.records);
}

}  // namespace hallmark::runner
