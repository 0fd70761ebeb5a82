// SPDX-License-Identifier: Apache-2.0
//
// What the second readings of XML and of JSON share.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hallmark::fuzz {

// A character as UTF-8, plainly; its length.
inline std::size_t encoded(std::uint32_t code, char (&out)[4]) {
  const std::size_t size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  constexpr std::uint32_t leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
  for (std::size_t i = size; i-- > 1; code /= 64) out[i] = static_cast<char>(0x80 + code % 64);
  out[0] = static_cast<char>(leads[size] + code);
  return size;
}

}  // namespace hallmark::fuzz
