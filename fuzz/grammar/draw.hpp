// SPDX-License-Identifier: Apache-2.0
//
// Histories drawn from the model: most calls are such that the documents accept them in the
// situation that the calls before led to, the rest are refused for one documented reason.
#pragma once

#include <chrono>
#include <cstddef>

#include "fuzz/grammar/history.hpp"
#include "fuzz/grammar/random.hpp"

namespace hallmark::fuzz {

struct DrawOptions {
  unsigned legal = 85;      // of a hundred calls, where the world has a legal one
  std::size_t longest = 8;  // calls, at least 1 and at most max_steps
  unsigned races = 0;       // of a hundred histories: several clients at the same moment
  unsigned again = 10;      // of a hundred calls: once more, in another guise
  // Between two calls, but for one wait in each `wait_seldom`th history; 0: in none.
  std::chrono::milliseconds longest_wait{5000};
  std::size_t wait_seldom = 0;
};

[[nodiscard]] History draw_history(Random& random, const DrawOptions& options = {});

// The history with no more than `long_ones` waits between calls that take longer than `limit`.
[[nodiscard]] History with_waits_up_to(std::chrono::milliseconds limit, History history,
                                       std::size_t long_ones = 0);

}  // namespace hallmark::fuzz
