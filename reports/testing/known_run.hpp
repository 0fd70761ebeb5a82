// SPDX-License-Identifier: Apache-2.0
//
// A small run with a list of known failures, for tests.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/known_failures_file.hpp"
#include "reports/report.hpp"
#include "reports/testing/sample_report.hpp"

namespace hallmark::reports::testing::known_run {

inline constexpr std::string_view running = "start-instance/precondition/running";
inline constexpr std::string_view eight = "concurrency/start/eight";  // recommended
inline constexpr std::string_view no_stock = "start-instance/row/no-stock";

inline Record fails(std::string_view id, std::string_view variant,
                    std::string got = "200, and it starts") {
  Record record = record_of(id, variant, Verdict::fail);
  record.finding = {.verdict = Verdict::fail, .wanted = "403 Wrong", .got = got, .answer = "200"};
  return record;
}

inline Record passes(std::string_view id, std::string_view variant) {
  return record_of(id, variant, Verdict::pass);
}

// A run of two cases in two variants each, and of one that runs once.
inline const std::vector<Nameable> cases_of_the_run = {
    {.id = running, .asked = {"get.xml.v1", "post.json.v3"}},
    {.id = no_stock, .asked = {"get.xml.v1", "post.json.v3"}},
    {.id = eight, .asked = {""}},
    {.id = "start-instance/deep"},
};
inline const std::vector<std::string> variants = {"get.xml.v1", "post.json.v3", "post.xml.v3"};

inline Report run_of(std::string_view list, std::vector<Record> records) {
  Report report;
  report.info.started = "2026-11-29T10:00:00Z";
  report.info.known_failures = read_known_failures("known.txt", list);
  find_covered(report.info.known_failures, cases_of_the_run, variants);
  report.records = std::move(records);
  return report;
}

}  // namespace hallmark::reports::testing::known_run
