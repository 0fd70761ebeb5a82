// SPDX-License-Identifier: Apache-2.0
//
// Sets of what an instance may be in: the five statuses, one of them in two ways. An instance that
// is Stopping because somebody stopped it ends up Stopped, one that is Stopping on its way through
// a reboot ends up Running; both look alike.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string>

#include "specs/schema/lifecycle.hpp"

namespace hallmark::fuzz {

enum class Situation : std::uint8_t { pending, starting, running, stopping, stopped, restarting };
inline constexpr std::array all_situations{Situation::pending, Situation::starting,
                                           Situation::running, Situation::stopping,
                                           Situation::stopped, Situation::restarting};

// What it is seen as.
constexpr specs::InstanceStatus status_of(Situation situation) {
  return situation == Situation::restarting ? specs::InstanceStatus::stopping
                                            : static_cast<specs::InstanceStatus>(situation);
}

class Situations {
 public:
  constexpr Situations() = default;
  template <class... One>
  constexpr explicit Situations(One... ones)
      : bits_{static_cast<std::uint8_t>((0U | ... | bit(ones)))} {}

  // All that are seen as `status`.
  static constexpr Situations seen_as(specs::InstanceStatus status) {
    Situations all;
    for (const Situation one : all_situations) {
      if (status_of(one) == status) all = all | Situations{one};
    }
    return all;
  }

  [[nodiscard]] constexpr bool contains(Situation one) const { return (bits_ & bit(one)) != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  [[nodiscard]] constexpr int size() const { return std::popcount(bits_); }
  [[nodiscard]] constexpr std::uint8_t bits() const { return bits_; }

  friend constexpr Situations operator|(Situations left, Situations right) {
    return from_bits(left.bits_ | right.bits_);
  }
  friend constexpr Situations operator&(Situations left, Situations right) {
    return from_bits(left.bits_ & right.bits_);
  }
  friend constexpr Situations operator-(Situations left, Situations right) {
    return from_bits(left.bits_ & ~right.bits_);
  }
  friend constexpr bool operator==(Situations, Situations) = default;

  // "Starting or Running"; "nothing" for the empty set.
  [[nodiscard]] std::string text() const;

 private:
  static constexpr Situations from_bits(int bits) {
    Situations set;
    set.bits_ = static_cast<std::uint8_t>(bits);
    return set;
  }
  static constexpr unsigned bit(Situation one) { return 1U << static_cast<unsigned>(one); }
  std::uint8_t bits_ = 0;
};

}  // namespace hallmark::fuzz
