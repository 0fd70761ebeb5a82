// SPDX-License-Identifier: Apache-2.0
//
// What is seen while a run goes on: on a terminal one line, drawn again; in a pipe a line now and
// then. Failures are printed as they come.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <mutex>
#include <string>

#include "reports/report.hpp"
#include "reports/writers/style.hpp"

namespace hallmark::reports {

class Progress {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  // `info` and `out` must outlive it; `total` is the number of cases planned.
  Progress(const RunInfo& info, std::ostream& out, Style style, std::size_t total,
           Clock clock = std::chrono::steady_clock::now);

  // One case is done. From any thread.
  void add(const CaseRecord& record);

  // Takes the line away, so that what follows begins at the left edge.
  void finish();

 private:
  using Time = std::chrono::steady_clock::time_point;

  void print_failure(const CaseRecord& record);
  void draw(Time now);
  void erase();
  void print_line(Time now);
  [[nodiscard]] std::uint64_t rate(Time now) const;

  std::mutex mutex_;
  const RunInfo& info_;
  std::ostream& out_;
  Style style_;
  Clock clock_;
  Time start_;
  Time last_;  // when something was drawn last
  std::size_t total_;
  std::size_t done_ = 0;
  std::size_t failed_ = 0;
  std::size_t tenths_ = 0;  // of the plan, told in a pipe
  std::uint64_t exchanges_ = 0;
  std::string last_failure_;
  bool drawn_ = false;  // the line stands on the terminal
};

}  // namespace hallmark::reports
