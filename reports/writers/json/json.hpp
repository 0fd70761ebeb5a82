// SPDX-License-Identifier: Apache-2.0
//
// What the JSON forms of runs and campaigns share with those who write a run while it goes on, and
// with those who read it.
#pragma once

#include <string>

#include "reports/report.hpp"

namespace hallmark::reports {

// The versions of the formats that are written. They grow when a reader of the one before would be
// misled.
inline constexpr int run_file_version = 1;
inline constexpr int campaign_file_version = 1;

// Between head and tail of a run stands one record a line, with commas in between.
[[nodiscard]] std::string json_head(const Report& run);
void append_json(std::string& out, const Info& info, const Record& record);
[[nodiscard]] std::string json_tail(const Report& run, const Summary& summary);

}  // namespace hallmark::reports
