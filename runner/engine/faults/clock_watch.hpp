// SPDX-License-Identifier: Apache-2.0
//
// Whether this machine's clock was set while a run was under way: requests are dated by it, and so
// is what an endpoint on the same machine does. What fails after that says nothing.
#pragma once

#include <chrono>
#include <mutex>
#include <string>

namespace hallmark::runner {

// Of the clock that can be set, read between two looks at one that cannot.
struct ClockReading {
  std::chrono::nanoseconds before;
  std::chrono::nanoseconds time;
  std::chrono::nanoseconds after;
};

[[nodiscard]] ClockReading read_clocks();

// Safe from any thread.
class ClockWatch {
 public:
  using Read = ClockReading (*)();
  explicit ClockWatch(Read read = read_clocks);

  // One line from then on: "the clock of this machine was set 90 s ahead ..."; empty until then.
  // To be asked often: a clock that is slewed is not set.
  [[nodiscard]] std::string was_set();

 private:
  Read read_;
  std::mutex mutex_;
  ClockReading last_;
  std::string told_;
};

}  // namespace hallmark::runner
