// SPDX-License-Identifier: Apache-2.0
//
// A moment, written as a case wants it. In a pattern stand [year], [month], [day], [hour], [minute]
// and [second] for its parts in UTC, each also with a number added or taken away: [hour+24]. A
// careless reader, who does not mind an hour past the last, takes [day-1] and [hour+24] for the
// same moment. [unix] are the seconds since 1970, [weekday] and [month-name] the three letters of
// both.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace hallmark::runner {

[[nodiscard]] std::string written_after(std::string_view pattern,
                                        std::chrono::system_clock::time_point moment);

}  // namespace hallmark::runner
