// SPDX-License-Identifier: Apache-2.0
//
// Who calls, and did they sign what they sent? The checks stand in the order of the common gateway:
// mandatory parameters, access key, signature method and version, timestamp, signature, nonce.
#pragma once

#include "runner/reference/request/call.hpp"

namespace hallmark::runner::reference {

// Refuses, or sets call.world.
[[nodiscard]] Outcome authenticate(ServedCall& call);

}  // namespace hallmark::runner::reference
