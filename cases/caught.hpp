// SPDX-License-Identifier: Apache-2.0
//
// How many defects the cases of a place catch: what `hallmark selftest` showed, and holds true.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "specs/schema/page.hpp"

namespace hallmark::cases {

struct Caught {
  std::string_view place;  // as name_in_table() has it
  std::size_t defects;     // single defects of the reference endpoint, at least
};

[[nodiscard]] std::span<const Caught> caught();

// "StartInstance 2020-10, error row 2", without where it was read.
[[nodiscard]] std::string name_in_table(const specs::Citation& place);

// By its cases of depth 1; 0: it has none.
[[nodiscard]] std::size_t defects_caught_at(const specs::Citation& place);

}  // namespace hallmark::cases
