// SPDX-License-Identifier: Apache-2.0
//
// Which Hallmark this is, as reports tell it.
#pragma once

#include "reports/report.hpp"

namespace hallmark::runner {

// "1.0.0", of the project.
extern const char* const program_version;

// Version, commit and digests go into what is reported.
void tell_program(reports::Info& info);

// Of a report that begins now, by this program.
[[nodiscard]] reports::Info begun_info();

}  // namespace hallmark::runner
