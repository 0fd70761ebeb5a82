// SPDX-License-Identifier: Apache-2.0
//
// Whether something that is measured every second grows over a campaign. Advice, and no more: a
// machine has other things to do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace hallmark::fuzz {

struct Growth {
  double at_first = 0;  // median of the first quarter
  double at_last = 0;   // and of the last
};

// Growth to more than `factor` times the first value and by more than `least`, where each quarter
// of the campaign is above the one before. Nothing for fewer than 16 values.
[[nodiscard]] std::optional<Growth> growth_of(std::span<const double> values, double factor,
                                              double least);

// Resident memory of a process of this machine, in bytes; nothing where it cannot be read.
[[nodiscard]] std::optional<std::uint64_t> resident_memory(int process);

}  // namespace hallmark::fuzz
