// SPDX-License-Identifier: Apache-2.0
//
// Durations, rates and counts as the user writes them: one spelling of each for all options. What
// is none throws UsageError, a line that names the option and what it takes.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>

namespace hallmark::runner {

// "500ms", "10s", "2m", "8h"; a bare number is seconds.
[[nodiscard]] std::chrono::milliseconds parse_duration(const std::string& option,
                                                       const std::string& text);

// "20m", "-90s": how far a clock is ahead of ours.
[[nodiscard]] std::chrono::seconds parse_skew(const std::string& option, const std::string& text);

// Of requests: "20", "20/s", "100/m", "600/h", "5/500ms"; 0: no limit. Returns so many a second.
[[nodiscard]] double parse_rate(const std::string& option, const std::string& text);

struct CountRange {
  std::uint64_t least = 0;
  std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
};

// Digits and nothing else.
[[nodiscard]] std::uint64_t parse_count(const std::string& option, const std::string& text,
                                        CountRange range = {});

}  // namespace hallmark::runner
