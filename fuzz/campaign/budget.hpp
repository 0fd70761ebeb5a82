// SPDX-License-Identifier: Apache-2.0
//
// The time that a campaign has: until it is over whoever waits goes on; then what is under way has
// a moment to come to its end, and nothing is waited for any longer. From any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <utility>

#include "runner/wire/http/client_options.hpp"

namespace hallmark::fuzz {

class Budget {
 public:
  using Clock = std::chrono::steady_clock;

  // `stop`: whether somebody wants an end; from any thread.
  explicit Budget(std::function<bool()> stop) : stop_{std::move(stop)} {}

  void end_at(Clock::time_point when) { end_ = when; }
  void end_now() { end_at(Clock::now()); }
  [[nodiscard]] bool is_over() const { return going() != runner::Going::on; }

  [[nodiscard]] runner::Going going() const {
    constexpr std::chrono::milliseconds moment{500};
    const auto now = Clock::now();
    if (now < end_.load() && stop_()) end_ = now;
    const auto end = end_.load();
    if (now < end) return runner::Going::on;
    return now < end + moment ? runner::Going::ending : runner::Going::ended;
  }

 private:
  std::function<bool()> stop_;
  mutable std::atomic<Clock::time_point> end_ = Clock::time_point::max() - std::chrono::hours{1};
};

}  // namespace hallmark::fuzz
