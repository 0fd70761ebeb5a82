// SPDX-License-Identifier: Apache-2.0
//
// Makes a failing history small: first fewer calls (ddmin), then plainer ones. Where the failure
// does not show every time, each candidate gets as many tries as make missing it unlikely, so that
// chance does not lead the search astray. Bounded by a number of plays.
#pragma once

#include <cstddef>
#include <functional>

#include "fuzz/grammar/history.hpp"

namespace hallmark::fuzz {

// Plays a history once; whether the failure showed.
using Shows = std::function<bool(const History&)>;

struct ShrinkOptions {
  std::size_t plays = 2000;     // budget
  int samples = 10;             // plays by which the rate is estimated
  double missed = 0.05;         // chance to overlook a candidate that fails, at most
  std::size_t most_tries = 60;  // of one candidate
};

struct Shrunk {
  History history;
  double rate = 0;        // in how many plays of `history` the failure shows, as far as was seen
  std::size_t tries = 1;  // that each candidate got
  std::size_t plays = 0;
  bool out_of_plays = false;
};

// ceil(ln missed / ln(1 - rate)): so many plays and it shows, but for a chance of `missed`.
// 1 for a rate of 1; `most` for a rate of 0.
[[nodiscard]] std::size_t tries_for(double rate, double missed, std::size_t most);

[[nodiscard]] Shrunk shrink(const History& failing, const Shows& shows,
                            const ShrinkOptions& options = {});

}  // namespace hallmark::fuzz
