// SPDX-License-Identifier: Apache-2.0
//
// Requests of which a part was lost before they were read.
#pragma once

#include "reports/evidence.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

// Whether an answer refuses its request for the lack of a parameter or a header that it has.
[[nodiscard]] bool misses_what_came(const reports::Exchange& exchange, const Reply& reply);

}  // namespace hallmark::runner
