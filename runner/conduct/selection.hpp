// SPDX-License-Identifier: Apache-2.0
//
// What is wanted of a run, as reports write it down (reports::Selection), becomes a plan and the
// beginning of a report. Whoever conducts runs comes by here: the program, the library.
#pragma once

#include <string>

#include "reports/report.hpp"
#include "runner/conduct/target_options.hpp"
#include "runner/engine/plan.hpp"
#include "runner/oracle/yardstick.hpp"

namespace hallmark::runner {

// What an edition says that `option` gives. Throws UsageError: no such word, or a day before the
// first page.
[[nodiscard]] Yardstick yardstick_of(const std::string& option, const std::string& edition);

// Throws UsageError where `without` names what nobody knows.
[[nodiscard]] PlanOptions plan_options_of(const reports::Selection& selection,
                                          const Yardstick& yardstick);

// What a report says of its run before the first case: who asks whom, and what.
[[nodiscard]] reports::Info info_of(const reports::Selection& selection, unsigned jobs,
                                    const TargetOptions& where, const OpenTarget& target);

// Puts into the report's notes by which editions it was judged, where that is not any.
void note_yardstick(const Yardstick& yardstick, reports::Report& report);

}  // namespace hallmark::runner
