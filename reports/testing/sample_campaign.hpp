// SPDX-License-Identifier: Apache-2.0
//
// A campaign that never took place, with one of everything that its reports can say.
#pragma once

#include <string>

#include "reports/report.hpp"

namespace hallmark::reports::testing {

// A finding with what every report of it needs.
[[nodiscard]] Record finding_of(std::string checker, cases::Level level);

[[nodiscard]] Report sample_campaign();

// A campaign that has not begun.
[[nodiscard]] Report no_campaign();

}  // namespace hallmark::reports::testing
