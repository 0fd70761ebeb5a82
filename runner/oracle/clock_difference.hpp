// SPDX-License-Identifier: Apache-2.0
//
// Two clocks: ours, by which requests are dated, and the target's, which its answers tell.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "cases/case.hpp"
#include "reports/evidence.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

// "Sun, 06 Nov 1994 08:49:37 GMT"; nothing for any other shape.
[[nodiscard]] std::optional<std::chrono::system_clock::time_point> parse_http_date(
    std::string_view text);

// "your clock is 20 min behind the target's"; `ahead`: how far the target's is, negative where
// ours is.
[[nodiscard]] std::string describe_skew(std::chrono::seconds ahead);

// Refused for its time: IllegalTimestamp, InvalidTimeStamp.Expired ...
[[nodiscard]] bool refuses_time(const Reply& reply);

// How far the target's clock is ahead of the one by which the request was dated, where that is
// more than an exchange takes, from the request's Timestamp and the answer's Date. `moved`: by how
// much the request's is not what that clock said.
[[nodiscard]] std::optional<std::chrono::seconds> told_skew(const reports::Exchange& exchange,
                                                            std::chrono::seconds moved = {});

// The same where it may have decided the answer: to a call that was refused for its time; or to one
// whose time is moved, for the difference of the clocks is added to that.
[[nodiscard]] std::optional<std::chrono::seconds> skew_behind(const cases::Call& call,
                                                              const reports::Exchange& exchange,
                                                              const Reply& reply);

// "your clock is 20 min behind the target's: set it, or say --clock-skew auto".
[[nodiscard]] std::string advise_on_skew(std::chrono::seconds ahead);

// Of a call that was refused for its time, why that need not be the target's fault: what the clocks
// differ by, from the request's Timestamp and the answer's Date, or that the target tells none of
// its own. Nothing where they agree.
[[nodiscard]] std::optional<std::string> clock_difference(const reports::Exchange& exchange);

}  // namespace hallmark::runner
