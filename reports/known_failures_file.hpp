// SPDX-License-Identifier: Apache-2.0
//
// A list of known failures as a file, a line each:
//
//   # comments and blank lines stay where they are
//   start-instance/precondition/*  # statuses are not looked at
//   stop-instance/effect/graceful@get.xml.v1  until=2026-12-31 finding="got 200"  # ticket 12
//   refusal-changes-nothing / StopInstance / 403 *  # of a campaign: checker / action / answer
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/known_failures.hpp"

namespace hallmark::reports {

// What such a file holds; `covers` is left empty. Throws InputError: "known.txt:3: ...".
[[nodiscard]] KnownFailures read_known_failures(const std::string& file, std::string_view text);

// Its lines without their ends, line 1 first.
[[nodiscard]] std::vector<std::string_view> lines_of_list(std::string_view text);

// A line with its end: what `line` says, of another pattern and with another finding.
[[nodiscard]] std::string line_of_list(const KnownFailure& line, std::string_view pattern,
                                       std::string_view finding);

// As behind `finding=`.
[[nodiscard]] std::string in_quotes(std::string_view text);

}  // namespace hallmark::reports
