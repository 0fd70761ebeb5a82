// SPDX-License-Identifier: Apache-2.0
//
// Two clocks: ours, by which requests are dated, and the target's, which its answers tell.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

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

// Of a call that was refused for its time, why that need not be the target's fault: what the clocks
// differ by, from the request's Timestamp and the answer's Date, or that the target tells none of
// its own. Nothing where they agree.
[[nodiscard]] std::optional<std::string> clock_difference(const reports::Exchange& exchange);

}  // namespace hallmark::runner
