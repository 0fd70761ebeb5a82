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

// Of a failure on which others stand: the same answer came to whatever else was asked, so that the
// words that its check has for a failure are not those for this one.
[[nodiscard]] bool says_more_than_its_check(const Finding& finding);

// Something was asked, and nothing of it answered.
[[nodiscard]] bool is_silent(const Evidence& evidence);

}  // namespace hallmark::reports
