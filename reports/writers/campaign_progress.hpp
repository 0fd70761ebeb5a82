// SPDX-License-Identifier: Apache-2.0
//
// What is seen while a campaign goes on: on a terminal two lines, drawn again; in a pipe a line
// every five seconds. Findings are printed as they come.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <mutex>
#include <string>

#include "reports/campaign.hpp"
#include "reports/writers/style.hpp"

namespace hallmark::reports {

// How far a campaign is.
struct CampaignSnapshot {
  std::uint64_t histories = 0;
  std::uint64_t calls = 0;
  std::uint64_t requests = 0;
  std::uint64_t inputs = 0;    // in the corpus
  std::uint64_t features = 0;  // distinct pairs of request and answer
  std::size_t answers = 0;     // kinds of answers: action and code
  std::size_t rows_met = 0;
  std::size_t rows = 0;  // that the documents have
  std::size_t transitions = 0;
  std::size_t findings = 0;
};

class CampaignProgress {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  // `info` and `out` must outlive it. Time is counted from here.
  CampaignProgress(const CampaignInfo& info, std::ostream& out, Style style,
                   Clock clock = std::chrono::steady_clock::now);

  // As often as one likes, from any thread: most calls only look at the clock.
  void update(const CampaignSnapshot& snapshot);

  // Prints the finding. From any thread.
  void add(const CampaignFinding& finding);

  // Takes the lines away, so that what follows begins at the left edge. From any thread.
  void finish();

 private:
  using Time = std::chrono::steady_clock::time_point;

  void draw(const CampaignSnapshot& snapshot, Time now);
  void erase();
  [[nodiscard]] std::string pace(const CampaignSnapshot& snapshot, Time now) const;

  std::mutex mutex_;
  const CampaignInfo& info_;
  std::ostream& out_;
  Style style_;
  Clock clock_;
  Time start_;
  Time last_;                 // when something was drawn last
  std::size_t findings_ = 0;  // printed
  bool drawn_ = false;        // the lines stand on the terminal
};

}  // namespace hallmark::reports
