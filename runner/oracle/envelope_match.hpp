// SPDX-License-Identifier: Apache-2.0
//
// Whether an answer's form is the documented one: what a case's Checks ask for, and no more.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cases/case.hpp"
#include "reports/evidence.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

struct EnvelopeFinding {
  std::string reason;
  std::string wanted;
  std::string got;
};

// `action`: as spelled on the wire. `variant`: how the call travelled. `host`: the Host header.
[[nodiscard]] std::optional<EnvelopeFinding> check_envelope(const cases::Call& call,
                                                            std::string_view action,
                                                            const Reply& reply,
                                                            const reports::Exchange& exchange,
                                                            std::optional<cases::Variant> variant,
                                                            std::string_view host);

// The same for other checks than the call's own.
[[nodiscard]] std::optional<EnvelopeFinding> check_envelope(
    cases::AnswerChecks checks, const cases::Call& call, std::string_view action,
    const Reply& reply, const reports::Exchange& exchange, std::optional<cases::Variant> variant,
    std::string_view host);

// 8-4-4-4-12 hexadecimal digits, capital letters.
[[nodiscard]] bool is_request_id(std::string_view text);

}  // namespace hallmark::runner
