// SPDX-License-Identifier: Apache-2.0
//
// Histories drawn from the model: most calls are such that the documents accept them in the
// situation that the calls before led to, the rest are refused for one documented reason.
#pragma once

#include <cstddef>

#include "fuzz/grammar/history.hpp"
#include "fuzz/grammar/random.hpp"

namespace hallmark::fuzz {

struct DrawOptions {
  unsigned legal = 85;      // of a hundred calls, where the world has a legal one
  std::size_t longest = 8;  // calls, at least 1 and at most max_steps
};

[[nodiscard]] History draw_history(Random& random, const DrawOptions& options = {});

}  // namespace hallmark::fuzz
