// SPDX-License-Identifier: Apache-2.0
//
// Whether an answer is one that the documents allow.
#pragma once

#include <string>
#include <string_view>

#include "cases/expectation.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

// `pattern` with '*' for any run of characters, the empty one included.
[[nodiscard]] bool matches_glob(std::string_view pattern, std::string_view text);

// `row` as a page prints it, "%s" for any non-empty text.
[[nodiscard]] bool matches_message(std::string_view row, std::string_view message);

// 2xx with a well-formed body that names no error, neither as the API does nor as a gateway.
[[nodiscard]] bool is_accepted(const Reply& reply);

// How near an answer comes to an allowed one, so that a report can name the nearest.
enum class Nearness : std::uint8_t { unlike, same_kind, same_code, same_but_text, match };
[[nodiscard]] Nearness compare(const cases::Answer& allowed, const Reply& reply);

// "403 IncorrectInstanceStatus", "200", "any 4xx with Missing*": the `wanted` of a report.
[[nodiscard]] std::string describe(const cases::Answer& answer);

// "403 IncorrectInstanceStatus", "200", "404, and the body is not XML: ...": the `got` of a report.
[[nodiscard]] std::string describe(const Reply& reply);

// The same without what differs from answer to answer: messages, and what is wrong with a body.
[[nodiscard]] std::string shape_of(const cases::Answer& answer);
[[nodiscard]] std::string shape_of(const Reply& reply);

}  // namespace hallmark::runner
