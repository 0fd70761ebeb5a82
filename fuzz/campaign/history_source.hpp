// SPDX-License-Identifier: Apache-2.0
//
// Where the histories of a campaign come from: first those that it is given and whatever its corpus
// held, then most are drawn from the model, and the others made of what was kept. From any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "fuzz/campaign/corpus.hpp"
#include "fuzz/grammar/draw.hpp"
#include "fuzz/grammar/history.hpp"
#include "fuzz/grammar/random.hpp"
#include "fuzz/play/claims.hpp"
#include "runner/engine/plan.hpp"

namespace hallmark::fuzz {

class HistorySource {
 public:
  // `corpus` must outlive it. `without`: what the target does not claim. `longest_wait`: between
  // two calls of most histories.
  HistorySource(const Corpus& corpus, std::vector<History> first, const runner::Without& without,
                std::chrono::milliseconds longest_wait);

  // Within the target's claims: there may be no step in it.
  [[nodiscard]] History next(Random& random) { return claims_.within(any(random)); }

 private:
  [[nodiscard]] std::optional<History> next_found();
  [[nodiscard]] History any(Random& random);

  const Corpus& corpus_;
  Claims claims_;
  DrawOptions draw_;
  std::vector<History> found_;  // what is played first
  std::atomic<std::size_t> next_found_ = 0;
};

}  // namespace hallmark::fuzz
