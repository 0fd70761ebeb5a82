// SPDX-License-Identifier: Apache-2.0
//
// The same call in another guise, which must not make a difference.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cases/case.hpp"
#include "fuzz/grammar/history.hpp"
#include "fuzz/play/checkers.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::fuzz {

// Whose promise it is that the guise makes no difference. Not for Guise::none.
[[nodiscard]] Checker checker_of(Guise guise);

// Whether the call can travel so: that its spelling is not what it is about.
[[nodiscard]] bool can_wear(const Step& step, Guise guise);

[[nodiscard]] cases::Variant variant_in(cases::Variant variant, Guise guise);
void dress(cases::Call& call, cases::Variant variant, Guise guise);

// What the two answers say differently: nothing, or the second one in words.
[[nodiscard]] std::optional<std::string> difference(CalledAction action, Guise guise,
                                                    const runner::Reply& first,
                                                    const runner::Reply& second,
                                                    std::string_view instance_id);

}  // namespace hallmark::fuzz
