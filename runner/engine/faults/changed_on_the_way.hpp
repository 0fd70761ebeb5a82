// SPDX-License-Identifier: Apache-2.0
//
// What an answer shows of something between that changes requests, or mixes answers up: it speaks
// of another request than the one that was sent. What comes so each time is the target's own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.hpp"
#include "reports/evidence.hpp"
#include "runner/engine/faults/disturbance.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

// Whether the answer to a call of `action` is one to another: another root, or a list that is
// another one's.
[[nodiscard]] bool answers_another_action(std::string_view action, const Reply& reply);

// What one exchange shows of that, whatever it was to be: one line, or none. It is refused for what
// the request lacks and has, for another signed text than its own, or in the name of another host
// than `host`; or it is an answer to something else.
[[nodiscard]] std::string changed_on_the_way(const reports::CallRecord& record, const Reply& reply,
                                             std::string_view host);

// The first call of a case that shows it. `replies`: to the calls, decoded.
[[nodiscard]] std::optional<Disturbance> changed_in(const cases::Case& one,
                                                    const reports::Evidence& evidence,
                                                    const std::vector<Reply>& replies,
                                                    std::string_view host);

}  // namespace hallmark::runner
