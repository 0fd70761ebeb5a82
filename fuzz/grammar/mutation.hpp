// SPDX-License-Identifier: Apache-2.0
//
// Mutator and crossover of histories. They know actions, ids, Booleans, parameters and nonces, and
// leave a request honestly signed about 15 times in 16, for what is forged ends at the door. The
// same seed gives the same result.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "fuzz/grammar/history.hpp"
#include "fuzz/grammar/random.hpp"

namespace hallmark::fuzz {

// A call of any kind, common ones more often.
[[nodiscard]] Step random_step(Random& random);

[[nodiscard]] History mutate(History history, Random& random);

// The beginning of one and the end of the other, in the world of either.
[[nodiscard]] History cross(const History& left, const History& right, Random& random);

// The same over the byte form, as LLVMFuzzerCustomMutator and LLVMFuzzerCustomCrossOver want it:
// they return the size of what they wrote, at most `max_size`.
std::size_t mutate_bytes(std::uint8_t* data, std::size_t size, std::size_t max_size,
                         std::uint64_t seed);
std::size_t cross_bytes(std::span<const std::uint8_t> left, std::span<const std::uint8_t> right,
                        std::uint8_t* out, std::size_t max_size, std::uint64_t seed);

}  // namespace hallmark::fuzz
