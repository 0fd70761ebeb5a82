// SPDX-License-Identifier: Apache-2.0
//
// A saved history again, until it fails.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "fuzz/campaign/finding_file.hpp"
#include "fuzz/play/play_target.hpp"
#include "fuzz/play/player.hpp"

namespace hallmark::fuzz {

struct Replayed {
  std::optional<Violation> finding;  // none: it holds
  bool is_the_same = true;           // as the saved one, where that is known
  std::size_t plays = 0;             // with this pause; all of them where it holds
  std::chrono::milliseconds pause{0};
  std::optional<Hindrance> hindrance;             // ends the replay
  std::vector<reports::Exchange> exchanges = {};  // of the finding
};

// How many plays show it in 99 of 100 replays; no more than 100.
[[nodiscard]] std::size_t plays_of(const SavedFinding& saved);

// At most `times` without a pause. Then, where the target's time can pass, with pauses of 20 and of
// 100 ms before each request and up to ten times each: what a busy campaign has found may need
// requests that come slowly. A finding other than the saved one counts when no play shows that one.
[[nodiscard]] Replayed replay(PlayTarget target, const SavedFinding& saved, std::size_t times,
                              std::uint64_t seed);

}  // namespace hallmark::fuzz
