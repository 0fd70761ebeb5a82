// SPDX-License-Identifier: Apache-2.0
//
// The two values that make every signed request a new one: when it was made, and a nonce.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hallmark::runner {

// UTC as yyyy-MM-ddTHH:mm:ssZ, fractions of a second cut off.
[[nodiscard]] std::string utc_timestamp(std::chrono::system_clock::time_point when);

// The inverse; nothing for any other shape, for days and hours that do not exist, and for years
// that the clock cannot count (before 1678, after 2261).
[[nodiscard]] std::optional<std::chrono::system_clock::time_point> parse_timestamp(
    std::string_view text);

// Makes values in the shape of a UUID, 8-4-4-4-12 lower-case hexadecimal digits: a count of 48
// bits, then the 80 bits of its origin, the same in all of one generator, so that saved runs pack
// small. No two of one generator are equal; two generators with different seeds will not meet.
class NonceGenerator {
 public:
  NonceGenerator();  // seeded from the system's entropy
  explicit NonceGenerator(std::uint64_t seed);

  [[nodiscard]] std::string next();

 private:
  std::uint64_t count_;  // in the upper 48 bits; below them the first of the origin
  std::uint64_t origin_;
};

// From a generator of the calling thread.
[[nodiscard]] std::string nonce();

}  // namespace hallmark::runner
