// SPDX-License-Identifier: Apache-2.0
//
// On whose side something went wrong, in words, and whether anybody said anything at all: what a
// target did not answer, it did not refuse either.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "reports/evidence.hpp"
#include "reports/verdict.hpp"

namespace hallmark::reports {

inline constexpr std::array<std::string_view, 5> side_names = {"target", "nobody", "between",
                                                               "fixtures", "ours"};
constexpr std::string_view name_of(Side side) { return side_names[static_cast<std::size_t>(side)]; }
[[nodiscard]] std::optional<Side> side_named(std::string_view name);

// Something was asked, and nothing of it answered.
[[nodiscard]] bool is_silent(const Evidence& evidence);

}  // namespace hallmark::reports
