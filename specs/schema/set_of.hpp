// SPDX-License-Identifier: Apache-2.0
//
// A set of the enumerators of an enum, in a word: the statuses, conditions and flags of a row.
#pragma once

#include <concepts>
#include <cstdint>

namespace hallmark::specs {

template <class One>
class SetOf {
 public:
  constexpr SetOf() = default;
  template <std::same_as<One>... Ones>
  constexpr explicit SetOf(Ones... ones) : bits_{(0U | ... | bit(ones))} {}

  [[nodiscard]] constexpr bool contains(One one) const { return (bits_ & bit(one)) != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  [[nodiscard]] constexpr bool includes(SetOf others) const {
    return (bits_ & others.bits_) == others.bits_;
  }
  [[nodiscard]] constexpr bool meets(SetOf others) const { return (bits_ & others.bits_) != 0; }
  [[nodiscard]] constexpr SetOf with(One one) const { return *this | SetOf{one}; }
  [[nodiscard]] constexpr SetOf without(SetOf others) const {
    SetOf rest = *this;
    rest.bits_ &= ~others.bits_;
    return rest;
  }
  friend constexpr SetOf operator|(SetOf left, SetOf right) {
    left.bits_ |= right.bits_;
    return left;
  }
  friend constexpr SetOf operator&(SetOf left, SetOf right) {
    left.bits_ &= right.bits_;
    return left;
  }
  friend constexpr bool operator==(SetOf, SetOf) = default;

 private:
  static constexpr std::uint32_t bit(One one) {
    return std::uint32_t{1} << static_cast<unsigned>(one);
  }
  std::uint32_t bits_ = 0;
};

}  // namespace hallmark::specs
