// SPDX-License-Identifier: Apache-2.0
//
// FNV-1a, 64 bits: quick, the same on every machine, and good for names; nothing that must not be
// guessed.
#pragma once

#include <cstdint>
#include <string_view>

namespace hallmark::runner {

class Fnv1a {
 public:
  constexpr Fnv1a& add(std::string_view bytes) {
    for (const char byte : bytes) add_byte(static_cast<unsigned char>(byte));
    return *this;
  }
  // Its eight bytes, the lowest first.
  constexpr Fnv1a& add(std::uint64_t number) {
    for (unsigned i = 0; i < 8; ++i) add_byte(static_cast<unsigned char>(number >> (8 * i)));
    return *this;
  }
  [[nodiscard]] constexpr std::uint64_t value() const { return value_; }

 private:
  constexpr void add_byte(unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001b3U; }

  std::uint64_t value_ = 0xcbf29ce484222325U;
};

static_assert(Fnv1a{}.add("foobar").value() == 0x85944171f73967e8U);  // of its authors' test suite

}  // namespace hallmark::runner
