// SPDX-License-Identifier: Apache-2.0
//
// Whether somebody else than the target explains a finding: the fixtures, whose worlds are looked
// at before anything is asked of them, or what stands in between and changes what passes.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <utility>

#include "cases/fixture.hpp"
#include "fuzz/campaign/doubt.hpp"
#include "reports/evidence.hpp"
#include "runner/conduct/target_options.hpp"
#include "runner/engine/way_shown.hpp"
#include "runner/engine/without.hpp"

namespace hallmark::fuzz {

class Beside;  // the target once more

// Safe from any thread.
class Doubts {
 public:
  // `options`: how the target is reached; `without`: what it does not claim.
  explicit Doubts(runner::TargetOptions options, runner::Without without = {})
      : options_{std::move(options)}, without_{std::move(without)} {}

  // Nothing where the finding is the target's. It was met in a world of `fixture`, with such calls;
  // `rate`: how often it shows; the fewer, the more worlds are looked at. It takes five seconds at
  // most, and a second where the campaign is over. Nobody is doubted where the target or its
  // fixtures cannot be reached any more.
  [[nodiscard]] std::optional<Doubt> about(const cases::Fixture& fixture, double rate,
                                           const reports::Evidence& evidence);

 private:
  [[nodiscard]] std::optional<runner::WayShown> known_way();
  [[nodiscard]] runner::WayShown find_out_way(Beside& beside);

  const runner::TargetOptions options_;
  const runner::Without without_;
  std::mutex mutex_;
  std::optional<runner::WayShown> way_;  // as soon as it has been found out
  std::atomic<bool> strangers_ = false;  // some requests reach them
};

}  // namespace hallmark::fuzz
