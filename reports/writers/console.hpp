// SPDX-License-Identifier: Apache-2.0
//
// What a run says on the console: each failure with all that is needed to see it again, and at the
// end what was found, what was not exercised and what follows from it.
#pragma once

#include <iosfwd>

#include "reports/report.hpp"
#include "reports/writers/style.hpp"

namespace hallmark::reports {

// The block of one failed case, or of one that could not be carried out:
//
//   FAIL  start-instance/precondition/running  post.json.v3                              required
//         given   an instance that is Running
//         when    StartInstance(InstanceId = i-bp1)
//         wanted  403 IncorrectInstanceStatus            StartInstance 2020-10, error row 2
//         got     200, and the instance is Starting
//         again   hallmark run --select 'start-instance/precondition/running@post.json.v3'
void write_failure(const RunInfo& info, const CaseRecord& record, std::ostream& out, Style style);

// The end of a run; its last line is the headline.
void write_summary(const Report& report, const Summary& summary, std::ostream& out, Style style);

}  // namespace hallmark::reports
