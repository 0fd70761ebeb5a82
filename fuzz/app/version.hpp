// SPDX-License-Identifier: Apache-2.0
//
// Which Hallmark this is: the version of the project and what it was built from, as reports tell
// it.
#pragma once

#include <string>

#include "reports/report.hpp"

namespace hallmark::app {

inline constexpr const char* version = HALLMARK_VERSION;

// Version, commit and digests go into what is reported.
void tell_program(reports::Info& info);

// What `hallmark --version` prints: the same, and the libraries that are linked.
[[nodiscard]] std::string version_text();

}  // namespace hallmark::app
