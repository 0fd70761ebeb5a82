// SPDX-License-Identifier: Apache-2.0
//
// Faults that show late: the call is answered honestly, and what the fault would have done to the
// instance is done after a while.
#pragma once

#include "runner/reference/actions/actions.hpp"

namespace hallmark::runner::reference {

// Carries the call out as an honest endpoint does, and what its late faults do later.
[[nodiscard]] Outcome act_with_late_faults(const Action& action, const ServedCall& call,
                                           AnswerWriter& answer);

// Of a call that is refused because of its signature: nothing, but what late faults do later.
void refuse_with_late_faults(const Action& action, const ServedCall& call);

}  // namespace hallmark::runner::reference
