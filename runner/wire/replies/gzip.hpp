// SPDX-License-Identifier: Apache-2.0
//
// Bodies that were packed on the way (Content-Encoding: gzip, RFC 1952).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hallmark::runner {

// Whether the bytes begin as gzip does.
[[nodiscard]] bool is_packed(std::string_view bytes);

// What came out of it, as far as it goes.
struct Unpacked {
  std::string text;    // at most as many bytes as were asked for
  bool whole = false;  // it is gzip from the first byte to the last, and no more than that
};
[[nodiscard]] Unpacked unpack(std::string_view packed, std::size_t most);

[[nodiscard]] std::string pack_gzip(std::string_view text);

}  // namespace hallmark::runner
