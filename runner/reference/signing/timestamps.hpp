// SPDX-License-Identifier: Apache-2.0
//
// The two time formats of the API: to the second in requests, to the minute in answers. Always UTC.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace hallmark::runner::reference {

using Time = std::chrono::system_clock::time_point;

// "2016-02-23T12:46:24Z" and nothing else; nothing for a day or an hour that does not exist.
[[nodiscard]] std::optional<Time> parse_timestamp(std::string_view text);

// "2016-02-23T12:46:24.123Z" without its fraction, as some clients send it; any other text as it
// is.
[[nodiscard]] std::string without_fraction(std::string_view text);

// "2017-12-10T04:04Z"
[[nodiscard]] std::string print_to_the_minute(Time time);

}  // namespace hallmark::runner::reference
