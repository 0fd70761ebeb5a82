// SPDX-License-Identifier: Apache-2.0
//
// Covering arrays: few rows of values in which every combination of values of any two (or any
// three) factors stands in at least one row. The same factors give the same rows, always.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace hallmark::cases {

// For each factor the place of one of its values.
using ArrayRow = std::vector<std::size_t>;

// A factor of a row that has no value yet.
inline constexpr std::size_t unset = static_cast<std::size_t>(-1);

// Whether a row may be, with the values that it has so far. Where it says no it must say no to
// every row that agrees with this one and has more values.
using CanBe = std::function<bool(const ArrayRow&)>;

// `sizes`: how many values each factor has, none 0. `strength`: how many factors come together, 1
// to their number. Combinations that stand in no row that may be are left out. What the first
// values cover comes first, so that a value added at the end of a factor leaves most rows as they
// were.
[[nodiscard]] std::vector<ArrayRow> covering_array(std::span<const std::size_t> sizes,
                                                   std::size_t strength, const CanBe& can_be);

}  // namespace hallmark::cases
