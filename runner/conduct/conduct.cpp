// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/conduct.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <tuple>
#include <utility>
#include <vector>

#include "runner/conduct/usage_error.hpp"

namespace hallmark::runner {
namespace {

// Whichever case ended first. Records are large and stay in their memory: each is moved once, round
// the circles in which the wanted order goes through the one that is there.
void sort_into_library_order(std::vector<reports::CaseRecord>& records) {
  std::vector<reports::CaseRecord*> wanted;
  wanted.reserve(records.size());
  for (reports::CaseRecord& record : records) wanted.push_back(&record);
  std::ranges::sort(wanted, {}, [](const reports::CaseRecord* record) {
    return std::tie(record->test, record->variant);
  });
  reports::CaseRecord* const first = records.data();
  for (reports::CaseRecord& start : records) {
    reports::CaseRecord* to = &start;
    reports::CaseRecord* from = std::exchange(wanted[static_cast<std::size_t>(to - first)], to);
    if (from == to) continue;
    reports::CaseRecord in_hand = std::move(start);
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
             reports::Report& report) {
  EngineOptions options;
  options.jobs = how.jobs;
  options.threads = how.threads;
  options.more_fixtures = target.more_fixtures;
  options.client = client;
  options.client.dial = target.dial;
  options.without = plan_options.without;
  const Bench bench{.yardstick = plan_options.yardstick, .host = target.url.host_header()};
  report.records.reserve(plan.cases.size());

  const auto began = std::chrono::steady_clock::now();
  std::mutex keeping;
  Engine engine{io, target.url, *target.fixtures, options};
  EngineResult result = engine.run(
      plan, bench,
      [&](reports::CaseRecord&& record) {
        how.on_record(record);
        if (record.finding.verdict == reports::Verdict::pass) record.evidence = {};
        const std::scoped_lock lock{keeping};
        report.records.push_back(std::move(record));
      },
      how.on_turn, how.stop);
  if (result.no_target) {
    throw UsageError{"nobody answers at " + target.url_text + ": " + *result.no_target};
  }
  report.took_us = std::chrono::duration_cast<std::chrono::microseconds>(
                       std::chrono::steady_clock::now() - began)
                       .count();
  report.exchanges = result.exchanges;
  report.interrupted = result.interrupted;
  report.notes = std::move(result.notes);
  report.info.reactivate_spelling = std::move(result.reactivate_spelling);
  sort_into_library_order(report.records);
}

}  // namespace hallmark::runner
