// SPDX-License-Identifier: Apache-2.0
//
// The digest of a text: the 64-bit FNV-1a hash of its UTF-8 bytes with all white space left out.
#pragma once

#include <cstdint>
#include <string_view>

namespace hallmark::specs {

using Digest = std::uint64_t;

constexpr Digest digest_of(std::string_view text) {
  Digest hash = 0xcbf29ce484222325U;
  for (const char c : text) {
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r') continue;
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  }
  return hash;
}

}  // namespace hallmark::specs
