// SPDX-License-Identifier: Apache-2.0
//
// The checkers and what they find, as reports tell them.
#pragma once

#include <memory>
#include <vector>

#include "fuzz/grammar/history.hpp"
#include "fuzz/play/checkers.hpp"
#include "fuzz/play/violation.hpp"
#include "reports/check.hpp"
#include "reports/evidence.hpp"
#include "reports/verdict.hpp"

namespace hallmark::fuzz {

[[nodiscard]] const std::shared_ptr<const reports::Check>& check_of(Checker checker);

// A failure.
[[nodiscard]] reports::Finding finding_of(const Violation& violation);

// What was asked in a history, and what came.
[[nodiscard]] reports::Evidence played_evidence(const History& history,
                                                std::vector<reports::Exchange> exchanges);

}  // namespace hallmark::fuzz
