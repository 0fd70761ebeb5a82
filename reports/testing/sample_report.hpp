// SPDX-License-Identifier: Apache-2.0
//
// A run that never took place, with one of everything that a report can say.
#pragma once

#include <string_view>
#include <vector>

#include "reports/report.hpp"

namespace hallmark::reports::testing {

// Invented cases; the checks of the sample's records are made of them.
[[nodiscard]] const std::vector<cases::Case>& sample_cases();

// Among sample_cases(); null where none has that id.
[[nodiscard]] const cases::Case* find_sample(std::string_view id);

// A record of one of them. The id must exist.
[[nodiscard]] Record record_of(std::string_view id, std::string_view variant, Verdict verdict);

[[nodiscard]] Report sample_report();

}  // namespace hallmark::reports::testing
