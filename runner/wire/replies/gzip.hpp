// SPDX-License-Identifier: Apache-2.0
//
// Bodies that were packed on the way (Content-Encoding: gzip, RFC 1952).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hallmark::runner {

// What was packed; nothing where it is not gzip from the first byte to the last, and where it is
// more than `most` bytes.
[[nodiscard]] std::optional<std::string> unpack_gzip(std::string_view packed, std::size_t most);

}  // namespace hallmark::runner
