// SPDX-License-Identifier: Apache-2.0
//
// What a call may be answered because others came at the same moment.
#pragma once

#include <string_view>
#include <vector>

#include "cases/base/tested_action.hpp"
#include "cases/case.hpp"

namespace hallmark::cases {

[[nodiscard]] Answer conflict(const TestedAction& action);
[[nodiscard]] Answer throttled(const TestedAction& action);
// The same beside answers of which no page of an action speaks.
[[nodiscard]] Answer throttled();

// Both of them, and the refusal for the status that the accepted call of the moment led to.
void allow_the_loser(std::vector<Answer>& allowed, const TestedAction& action);

inline constexpr std::string_view any_order =
    "one of them comes first; to the others several documented reasons to refuse apply";

}  // namespace hallmark::cases
