// SPDX-License-Identifier: Apache-2.0
//
// Random numbers that are the same on every machine, for every standard library (splitmix64).
#pragma once

#include <cstddef>
#include <cstdint>

namespace hallmark::fuzz {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_{seed} {}
  // The stream of one of several that share a seed: they start far apart.
  Random(std::uint64_t seed, unsigned stream)
      : state_{Random{Random{seed}.next() ^ stream}.next()} {}

  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }
  // From 0 to count - 1; count is at least 1.
  std::size_t below(std::size_t count) {
    return static_cast<std::size_t>((next() >> 32U) * count >> 32U);
  }
  // True in so many of a hundred times.
  bool percent(unsigned chance) { return below(100) < chance; }
  template <class List>
  decltype(auto) one_of(const List& list) {
    return list[below(list.size())];
  }

 private:
  std::uint64_t state_;
};

}  // namespace hallmark::fuzz
