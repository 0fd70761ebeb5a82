// SPDX-License-Identifier: Apache-2.0
//
// A circuit breaker: whether the target went away while a run was under way. Whatever comes in
// place of an answer counts alike: refusals, resets, closed connections, time-outs, nonsense.
//
// One fault is nobody's end, and a target that breaks on some requests only is there. So the
// engine knocks, on fresh connections, before a fault is held against the target, and tells here
// what came of it. None answered: it is gone. Most of the latest exchanges without an answer, and
// of the knocks all but one at most: gone as well, for a target that answers now and then only is
// none to be judged. An answer in between moves the share, and resets nothing.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>

namespace hallmark::runner {

// Safe from any thread.
class Breaker {
 public:
  using Clock = std::chrono::steady_clock;

  static constexpr std::size_t window = 40;                // exchanges, the latest
  static constexpr std::chrono::seconds window_lasts{60};  // and none that is older
  static constexpr std::size_t few = 8;                    // faults: fewer are no trend
  static constexpr unsigned lacks_in_a_row = 32;

  // What came of one exchange with the target, in the order in which they ended.
  void answered(Clock::time_point now);
  void fault(const std::string& what, Clock::time_point now);
  // This machine could not even begin one.
  void lacks(const std::string& what);

  // Of several knocks so many got an answer.
  void knocked(std::size_t answered, Clock::time_point now);

  // Whether an answer came since then.
  [[nodiscard]] bool answered_since(Clock::time_point when) const;

  // Most of the latest exchanges were faults.
  [[nodiscard]] bool suspects(Clock::time_point now) const;

  // One line, once the target is gone: "the target was gone after 400 requests (...)".
  [[nodiscard]] std::optional<std::string> gone() const;
  // One line, once this machine has lacked something time after time.
  [[nodiscard]] std::optional<std::string> lacking() const;

 private:
  struct Entry {
    bool fault;
    Clock::time_point when;
  };
  // Since when most exchanges are faults.
  struct Decline {
    std::uint64_t after;  // exchanges
    std::uint64_t faults = 0;
    std::uint64_t exchanges = 0;
  };
  void add(bool fault, Clock::time_point now);
  [[nodiscard]] bool mostly_faults(Clock::time_point now) const;

  mutable std::mutex mutex_;
  std::deque<Entry> latest_;
  std::optional<Decline> decline_;
  std::uint64_t exchanges_ = 0;
  std::uint64_t answers_ = 0;
  Clock::time_point last_answer_{};
  std::string last_fault_;
  std::optional<std::string> gone_;
  unsigned lacks_ = 0;  // in a row
  std::string lack_;
};

}  // namespace hallmark::runner
