// SPDX-License-Identifier: Apache-2.0
//
// How often a disturbed case is carried out again, and what it means that it stays disturbed: what
// comes each time alike, at the same call, is the target's own; what comes now and then comes from
// between.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "runner/engine/faults/disturbance.hpp"

namespace hallmark::runner {

// Safe from any thread.
class Repeats {
 public:
  // A case of one call in ten thousand meets what disturbs one in ten so often in a row by chance,
  // or fewer.
  static constexpr std::size_t at_most = 8;
  // What a way loses leaves no word of whose it was, so that the share of lost answers has to say
  // how often is no chance. More than that nobody waits: each that hangs takes its whole time.
  static constexpr std::size_t at_most_lost = 16;
  static constexpr std::size_t at_most_hung = 6;
  static constexpr std::size_t at_least_hung = 3;
  // Where a way was seen to hang so often, a case is asked so many times without waiting for long.
  static constexpr unsigned seen_to_hang = 3;
  static constexpr std::size_t hasty_times = 2;
  // So it is from the beginning where that is so many times as long as the slowest of so many
  // answers took.
  static constexpr int times_the_slowest = 50;
  static constexpr std::size_t seen_to_answer = 20;
  static constexpr std::size_t at_most_no_world = 5;
  // Cases in which the same came each time. More of it is taken for the target's own at once, or
  // nearly so, as long as no case has got past it.
  static constexpr unsigned own = 3;

  // `hasty`: how long who is in haste waits for an answer.
  explicit Repeats(std::size_t cases, std::chrono::milliseconds hasty = {})
      : left_{6 * cases + 200}, hasty_{hasty} {}

  // How long to wait before the case is carried out again; nothing where that is of no more use.
  // `disturbed`: what came so far, each time. The wait grows and is spread: by `place`, so that a
  // run can be repeated.
  [[nodiscard]] std::optional<std::chrono::milliseconds> again(
      const std::vector<Disturbance>& disturbed, std::size_t place);

  // Whether nobody is to wait for long now: an answer that is lost does not come. Where all of them
  // are lost at one call it may be slow, and the whole is waited for.
  [[nodiscard]] bool makes_haste(const std::vector<Disturbance>& disturbed) const;

  // The case was carried out once more, and nothing came between. What did not come in haste, and
  // does now that nobody is, was slow.
  void got_past(const std::vector<Disturbance>& disturbed, bool in_haste = true);

  // It was disturbed to the last (so `disturbed` holds that, at least). Nothing where that is the
  // target's own; else one line.
  [[nodiscard]] std::optional<std::string> stays(const std::vector<Disturbance>& disturbed);

  // A case took so many exchanges, and to so many of them came no whole answer; `slowest`: of those
  // that came. `passed`: in the end it had all the answers that it needed.
  void count(std::size_t exchanges, std::size_t lost, bool passed,
             std::chrono::steady_clock::duration slowest = {});

  // What is said where an answer is lost; nothing as long as no case has got past that.
  [[nodiscard]] std::optional<std::string> loses() const;

  // One line: how often cases were carried out again, and why; empty where none was.
  [[nodiscard]] std::string in_words() const;
  // One line: which share of the answers a way that loses some has lost, and what to do; empty
  // where it loses none.
  [[nodiscard]] std::string losses_in_words() const;

 private:
  struct Known {
    unsigned own = 0;      // cases in which it came each time
    unsigned passing = 0;  // in which it came and went
  };
  [[nodiscard]] const Known* find(const Disturbance& one) const;
  [[nodiscard]] bool is_known_as_own(const Disturbance& one) const;
  [[nodiscard]] std::size_t enough(const Disturbance& one) const;
  [[nodiscard]] bool loses_now_and_then() const;

  mutable std::mutex mutex_;
  std::size_t left_;  // times that a case is carried out again, in all
  std::chrono::milliseconds hasty_;
  std::chrono::steady_clock::duration slowest_{};
  std::map<std::string, std::size_t> times_;  // that a case was, for what
  std::map<std::string, Known> known_;
  std::size_t exchanges_ = 0;
  std::size_t lost_ = 0;          // of these
  std::size_t passing_lost_ = 0;  // of these, by cases that had an answer in the end
};

}  // namespace hallmark::runner
