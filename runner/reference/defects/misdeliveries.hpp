// SPDX-License-Identifier: Apache-2.0
//
// The defects of the family transport that concern answers: each spoils the way of some of them.
#pragma once

#include "runner/reference/request/call.hpp"

namespace hallmark::runner::reference {

// How the server is to send the answer to `call`, which ended in `outcome`.
[[nodiscard]] Delivery delivery_of(const ServedCall& call, const Outcome& outcome);

}  // namespace hallmark::runner::reference
