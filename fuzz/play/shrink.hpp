// SPDX-License-Identifier: Apache-2.0
//
// Makes a failing history small: calls that merely lead somewhere give way to a world that is
// there already, the rest to fewer (ddmin), then to plainer ones in a plainer world. Where the
// failure does not show every time, each candidate gets as many tries as make missing it unlikely,
// so that chance does not lead the search astray; where it does, what shows sometimes is not taken
// for it. Bounded by a number of plays.
#pragma once

#include <compare>
#include <cstddef>
#include <functional>

#include "fuzz/grammar/history.hpp"

namespace hallmark::fuzz {

// Plays a history once; whether the failure showed.
using Shows = std::function<bool(const History&)>;

// By which histories compare, what counts most first.
struct Weight {
  std::size_t calls = 0;
  std::size_t conditions = 0;  // of the world
  std::size_t adornments = 0;  // of the calls: whatever is not as a plain call has it
  std::size_t world = 0;       // what else is not as in the plainest one

  friend auto operator<=>(const Weight&, const Weight&) = default;
};
[[nodiscard]] Weight weight_of(const History& history);

struct ShrinkOptions {
  std::size_t plays = 2000;       // budget
  int samples = 10;               // plays by which the rate is estimated
  double missed = 0.05;           // chance to overlook a candidate that fails, at most
  std::size_t most_tries = 60;    // of one candidate
  std::size_t confirmations = 3;  // of a candidate, where the failure has shown every time
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
