// SPDX-License-Identifier: Apache-2.0
//
// A rate limit, of one client or of several together.
#pragma once

#include <algorithm>
#include <chrono>
#include <mutex>

namespace hallmark::runner {

// A token bucket, told by the time at which it would be empty of debt. It holds 50 ms worth of
// requests, because timers are coarser than the gaps at high rates. Safe from any thread.
class Pace {
 public:
  using Clock = std::chrono::steady_clock;

  // `per_second`: requests, above 0.
  explicit Pace(double per_second)
      : gap_{std::chrono::duration_cast<Clock::duration>(
            std::chrono::duration<double>{1.0 / per_second})} {}

  // When one more request may go out; never the same turn twice.
  [[nodiscard]] Clock::time_point take_turn(Clock::time_point now = Clock::now()) {
    const Clock::duration burst = std::chrono::milliseconds{50};
    const Clock::duration slack = std::max(burst - gap_, Clock::duration::zero());
    const std::lock_guard lock{mutex_};
    next_ = std::max(next_, now - slack);
    const Clock::time_point turn = next_;
    next_ += gap_;
    return turn;
  }

 private:
  Clock::duration gap_;
  std::mutex mutex_;
  Clock::time_point next_{};
};

}  // namespace hallmark::runner
