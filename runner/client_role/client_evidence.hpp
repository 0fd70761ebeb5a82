// SPDX-License-Identifier: Apache-2.0
//
// What reports keep of a client's calls: requests and answers as exchanges, secrets struck out.
#pragma once

#include <chrono>
#include <cstddef>

#include "reports/evidence.hpp"
#include "reports/verdict.hpp"
#include "runner/client_role/seen.hpp"

namespace hallmark::runner {

// Of a case with many calls only some, among them the one at `shown`.
[[nodiscard]] reports::Evidence client_evidence(const SeenCase& seen, std::size_t shown,
                                                std::chrono::steady_clock::time_point began);

// What a finding quotes of requests and answers, without their secrets.
void strike_out(reports::Finding& finding, const SeenCase& seen);

}  // namespace hallmark::runner
