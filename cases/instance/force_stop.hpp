// SPDX-License-Identifier: Apache-2.0
//
// ForceStop, of every action whose pages say how it has the instance stopped: by force, or
// gracefully.
#pragma once

#include <string_view>
#include <vector>

#include "cases/base/tested_action.hpp"
#include "cases/case.hpp"

namespace hallmark::cases {

// An accepted call with the flag; an empty value leaves it out.
[[nodiscard]] Case force_stop_case(const TestedAction& action, std::string_view name,
                                   std::string_view value);

// True, false, absent, and where the call is refused all the same. None where the pages have no
// such flag.
[[nodiscard]] std::vector<Case> force_stop_cases(const TestedAction& action);

}  // namespace hallmark::cases
