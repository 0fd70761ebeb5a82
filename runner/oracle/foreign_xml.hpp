// SPDX-License-Identifier: Apache-2.0
//
// Refusals that gateways and stores write in XML of their own, which looks like the API's.
#pragma once

#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

// Whether an answer is one: its Code is none of the documents', and it names neither the request
// that it refuses nor the host that does.
[[nodiscard]] bool is_foreign_xml(const Reply& reply);

}  // namespace hallmark::runner
