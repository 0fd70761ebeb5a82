// SPDX-License-Identifier: Apache-2.0
//
// Refusals that gateways write in JSON of their own: {"message": "Unauthorized"}, {"error": {...}}.
#pragma once

#include <string>

#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

// Whether an answer is one: an object whose members are such as gateways have, each with a small
// letter first, and none of the API's, however that is spelled.
[[nodiscard]] bool is_foreign_json(const Reply& reply);

// What it says, without what is another each time.
[[nodiscard]] std::string words_of_foreign_json(const Reply& reply);

}  // namespace hallmark::runner
