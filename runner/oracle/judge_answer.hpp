// SPDX-License-Identifier: Apache-2.0
//
// The judge of one answer: whether it is one that its call allows, and what is wrong with it.
#pragma once

#include <optional>
#include <string>

#include "cases/case.hpp"
#include "reports/verdict.hpp"
#include "runner/oracle/told_call.hpp"
#include "runner/oracle/yardstick.hpp"

namespace hallmark::runner {

// Nothing when the call got one of the allowed answers. `effect_seen`: what was seen of the
// instance behind it; empty where nothing was.
[[nodiscard]] std::optional<reports::Finding> judge_answer(const cases::Case& one,
                                                           const ToldCall& told,
                                                           const Yardstick& yardstick,
                                                           const std::string& effect_seen);

// What a call shows that was throttled.
[[nodiscard]] reports::Finding put_off();

// The words of an answer that was not wanted; and where it dislikes the signature, and should not,
// what both sides signed.
void quote(const ToldCall& told, const Yardstick& yardstick, reports::Finding& finding);

}  // namespace hallmark::runner
