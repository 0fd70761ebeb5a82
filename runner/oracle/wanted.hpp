// SPDX-License-Identifier: Apache-2.0
//
// What a yardstick lets a call be answered, and in which words a finding says so.
#pragma once

#include <ranges>
#include <string>

#include "cases/case.hpp"
#include "reports/verdict.hpp"
#include "runner/oracle/yardstick.hpp"

namespace hallmark::runner {

[[nodiscard]] inline auto allowed_answers(const cases::Call& call, const Yardstick& yardstick) {
  return std::views::filter(call.expect.allowed, [&yardstick](const cases::Answer& answer) {
    return yardstick.allows(answer);
  });
}

// The places in force on which the whole case rests.
[[nodiscard]] std::string citations(const cases::Case& one, const Yardstick& yardstick);

// Fills in `wanted`, `answers` and `wanted_by`.
void describe_allowed(const cases::Call& call, const cases::Case& one, const Yardstick& yardstick,
                      reports::Finding& finding);

// Why several answers are right, of the first call that has several; empty where none has.
[[nodiscard]] std::string lenience_of(const cases::Case& one, const Yardstick& yardstick);

}  // namespace hallmark::runner
