// SPDX-License-Identifier: Apache-2.0
//
// Headers that a user has sent along with every request: what a gateway before the target wants.
#pragma once

#include <string>

#include "runner/wire/http/headers.hpp"

namespace hallmark::runner {

// "Name=Value". Throws UsageError: it is no header, or one that the requests themselves say.
[[nodiscard]] Headers::value_type parse_header(const std::string& option, const std::string& text);

// Whether the documents have endpoints print `text`: it is no secret, and answers are judged by it.
[[nodiscard]] bool is_printed_by_endpoints(const std::string& text);

}  // namespace hallmark::runner
