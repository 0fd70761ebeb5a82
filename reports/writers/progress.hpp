// SPDX-License-Identifier: Apache-2.0
//
// What is seen while a run or a campaign goes on: on a terminal a line or two, drawn again; in a
// pipe a line now and then, until the first finding stands there. Findings are printed as they
// come; the failures of a run wait for its end, where those of one cause are told once. Where
// little is said findings are all.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <mutex>
#include <string>
#include <vector>

#include "reports/listener.hpp"
#include "reports/writers/style.hpp"

namespace hallmark::reports {

class Progress final : public Listener {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  // `out` must outlive it.
  Progress(std::ostream& out, Style style, Clock clock = std::chrono::steady_clock::now);

  // Time is counted from here.
  void begin(const Report& report, std::size_t planned) override;
  void add(const Record& record) override;
  // Most calls only look at the clock.
  void tick(const Snapshot& snapshot) override;
  void end(const Report& report, const Summary& summary) override;

  // Takes the lines away, so that what follows begins at the left edge.
  void finish();

 private:
  using Time = std::chrono::steady_clock::time_point;

  void note(const Record& record);
  void tell_how_far(Time now);
  [[nodiscard]] std::vector<std::string> lines_of_run(Time now) const;
  [[nodiscard]] std::vector<std::string> lines_of_campaign(const Snapshot& snapshot,
                                                           Time now) const;
  void draw(std::vector<std::string> lines, Time now);
  void erase();
  [[nodiscard]] std::uint64_t rate(Time now) const;

  std::mutex mutex_;
  const Report* report_ = nullptr;
  std::ostream& out_;
  Style style_;
  Clock clock_;
  Time start_;
  Time last_;  // when something was drawn last
  std::size_t planned_ = 0;
  std::size_t done_ = 0;
  std::size_t failed_ = 0;  // findings, too
  std::size_t tenths_ = 0;  // of the plan, told in a pipe
  std::uint64_t exchanges_ = 0;
  std::string last_failure_;
  std::size_t drawn_ = 0;  // lines that stand on the terminal
};

}  // namespace hallmark::reports
