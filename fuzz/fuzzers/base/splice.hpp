// SPDX-License-Identifier: Apache-2.0
//
// A mutator for formats with brackets. Bytes that are changed at random hardly ever stay
// well-formed; so half of the time pieces are put in, copied or taken out where brackets and
// separators stand. The other half is the engine's own. Compiled without instrumentation, for it is
// not what is tested, and comparing bytes with marks has nothing to tell the engine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace hallmark::fuzz {

struct SplicedFormat {
  std::string_view least;                    // a whole input, to start over with
  std::string_view marks;                    // beside them pieces may be put
  std::span<const std::string_view> pieces;  // which
};

// What LLVMFuzzerCustomMutator returns.
[[nodiscard]] std::size_t splice(const SplicedFormat& format, std::uint8_t* data, std::size_t size,
                                 std::size_t max_size, unsigned seed);

}  // namespace hallmark::fuzz
