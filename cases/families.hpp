// SPDX-License-Identifier: Apache-2.0
//
// The families of cases. Each function lives in the folder that its comment names; library.cpp
// collects them in this order.
#pragma once

#include <vector>

#include "cases/case.hpp"

namespace hallmark::cases {

// Prerequisites: every other case names some of these in `needs`.
[[nodiscard]] std::vector<Case> base_cases();

// instance/: the pages' error rows, sample requests, flags and spellings.
[[nodiscard]] std::vector<Case> instance_cases();

// lifecycle/
[[nodiscard]] std::vector<Case> precondition_cases();
[[nodiscard]] std::vector<Case> transition_cases();
[[nodiscard]] std::vector<Case> sequence_cases();
[[nodiscard]] std::vector<Case> refusal_cases();
[[nodiscard]] std::vector<Case> history_cases();
[[nodiscard]] std::vector<Case> long_history_cases();  // of depth 3
[[nodiscard]] std::vector<Case> description_cases();
[[nodiscard]] std::vector<Case> list_cases();
[[nodiscard]] std::vector<Case> later_cases();

// pairs/
[[nodiscard]] std::vector<Case> pair_cases();
[[nodiscard]] std::vector<Case> triple_cases();
// Each in the company that client libraries bring. Behind all others, so that the
// ways in which those travel are as they were.
[[nodiscard]] std::vector<Case> accompanied_cases();

// dry_run/
[[nodiscard]] std::vector<Case> dry_run_cases();

// The common protocol.
[[nodiscard]] std::vector<Case> parameter_cases();
// Parameters apart from the rest. Behind all others, too.
[[nodiscard]] std::vector<Case> placed_cases();
[[nodiscard]] std::vector<Case> carried_flag_cases();
[[nodiscard]] std::vector<Case> envelope_cases();
[[nodiscard]] std::vector<Case> authentication_cases();
[[nodiscard]] std::vector<Case> http_cases();

// concurrency/
[[nodiscard]] std::vector<Case> concurrency_cases();
[[nodiscard]] std::vector<Case> crowd_cases();

}  // namespace hallmark::cases
