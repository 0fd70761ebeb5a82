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
  std::chrono::milliseconds longest_wait{5000};  // between two calls
  // One history in so many looks at a transition all the way, or a second later, whatever
  // `longest_wait` says; 0: none does.
  std::size_t patient = 0;
  // Of a hundred of those: makes calls that are accepted four times instead, in one format, twice
  // in the other one, and in the first again.
  unsigned both_formats = 0;
};

[[nodiscard]] History draw_history(Random& random, const DrawOptions& options = {});

// The history without waits between calls that take longer than `limit`.
[[nodiscard]] History with_waits_up_to(std::chrono::milliseconds limit, History history);

}  // namespace hallmark::fuzz
