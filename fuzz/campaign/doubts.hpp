// SPDX-License-Identifier: Apache-2.0
//
// Whether somebody else than the target explains a finding: the fixtures, whose worlds are looked
// at before anything is asked of them, or what stands in between and changes what passes.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>

#include "cases/fixture.hpp"
#include "fuzz/campaign/doubt.hpp"
#include "reports/evidence.hpp"
#include "runner/conduct/target_options.hpp"
#include "runner/engine/way/way_shown.hpp"
#include "runner/engine/without.hpp"

namespace hallmark::fuzz {

class Beside;  // the target once more
class Budget;

// Safe from any thread.
class Doubts {
 public:
  using Clock = std::chrono::steady_clock;

  // `options`: how the target is reached; `without`: what it does not claim; `end`: when the
  // campaign's time is up, though it may be over before.
  explicit Doubts(runner::TargetOptions options, runner::Without without = {},
                  Clock::time_point end = {});

  // Nothing where the finding is the target's. It was met in a world of `fixture`, with such calls;
  // `rate`: how often it shows; the fewer, the more worlds are looked at. Each of its four
  // questions takes twenty seconds at most, and all that are asked for together no more than a second
  // after the campaign's time is up: what comes of those that had no time says so. Nobody is
  // doubted where the target or its fixtures cannot be reached any more.
  [[nodiscard]] std::optional<Doubt> about(const cases::Fixture& fixture, double rate,
                                           const reports::Evidence& evidence);

 private:
  [[nodiscard]] std::optional<runner::WayShown> known_way();
  [[nodiscard]] runner::WayShown find_out_way(Beside& beside);

  const runner::TargetOptions options_;
  const runner::Without without_;
  const std::shared_ptr<Budget> time_;  // of all looks
  std::mutex mutex_;
  std::optional<runner::WayShown> way_;  // as soon as it has been found out
  std::atomic<bool> strangers_ = false;  // some requests reach them
};

}  // namespace hallmark::fuzz
