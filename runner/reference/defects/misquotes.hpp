// SPDX-License-Identifier: Apache-2.0
//
// The defects of the families status, code and text: documented refusals, quoted wrongly.
#pragma once

#include <vector>

#include "runner/reference/request/call.hpp"

namespace hallmark::runner::reference {

// What is quoted for `cause`, wrong where a defect of `call` says so.
[[nodiscard]] Quote quote_for(const ServedCall& call, Cause cause);

// The reasons that a defect quotes wrongly; none where it quotes all, or is about something else.
[[nodiscard]] std::vector<Reason> misquoted_by(Defect defect);

}  // namespace hallmark::runner::reference
