// SPDX-License-Identifier: Apache-2.0
//
// What stands between libFuzzer and an endpoint that is a function: its inputs are histories.
// Other projects have HALLMARK_FUZZ_ENDPOINT (hallmark/fuzz.hpp), which stands on this.
#pragma once

#include <cstddef>
#include <cstdint>

#include "fuzz/grammar/mutation.hpp"
#include "fuzz/play/player.hpp"

namespace hallmark::fuzz {

// Ends the program with the finding, if there is one. The history is played within the claims of
// the player's target. Where the history's world cannot be staged nothing is judged; the first
// reason why is printed.
void play_or_abort(Player& player, const History& history);

}  // namespace hallmark::fuzz

// The engine's inputs are histories: what mutates and crosses them.
#define HALLMARK_HISTORY_MUTATORS                                                             \
  extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,        \
                                                 std::size_t max_size, unsigned seed) {       \
    return hallmark::fuzz::mutate_bytes(data, size, max_size, seed);                          \
  }                                                                                           \
  extern "C" std::size_t LLVMFuzzerCustomCrossOver(                                           \
      const std::uint8_t* left, std::size_t left_size, const std::uint8_t* right,             \
      std::size_t right_size, std::uint8_t* out, std::size_t max_size, unsigned seed) {       \
    return hallmark::fuzz::cross_bytes({left, left_size}, {right, right_size}, out, max_size, \
                                       seed);                                                 \
  }

// `make_target` is called once and returns a hallmark::fuzz::PlayTarget: for an endpoint whose
// clock can be moved, or whose paths are other ones. PlayTarget::without says what it does not
// have.
#define HALLMARK_FUZZ_TARGET(make_target)                                             \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) { \
    static hallmark::fuzz::Player player{(make_target)()};                            \
    hallmark::fuzz::play_or_abort(player, hallmark::fuzz::decode({data, size}));      \
    return 0;                                                                         \
  }                                                                                   \
  HALLMARK_HISTORY_MUTATORS
