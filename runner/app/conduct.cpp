// SPDX-License-Identifier: Apache-2.0
#include "runner/app/conduct.hpp"

#include <algorithm>
#include <chrono>
#include <tuple>

#include "runner/app/usage_error.hpp"

namespace hallmark::runner {

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
  Engine engine{io, target.url, *target.fixtures, options};
  EngineResult result = engine.run(
      plan, bench,
      [&](reports::CaseRecord&& record) {
        how.on_record(record);
        if (record.finding.verdict == reports::Verdict::pass) record.evidence = {};
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
  // In the library's order, whichever case ended first.
  std::ranges::sort(
      report.records, [](const reports::CaseRecord& left, const reports::CaseRecord& right) {
        return std::tie(left.test, left.variant) < std::tie(right.test, right.variant);
      });
}

}  // namespace hallmark::runner
