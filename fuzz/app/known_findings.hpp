// SPDX-License-Identifier: Apache-2.0
//
// What the list of known failures holds where it is a campaign's.
#pragma once

#include "reports/report.hpp"

namespace hallmark::app {

inline constexpr const char* bucket_patterns =
    "CHECKER / ACTION / ANSWER as findings are named, * anything";

void look_up_checkers(reports::KnownFailures& known);

}  // namespace hallmark::app
