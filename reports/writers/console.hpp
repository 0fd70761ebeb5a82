// SPDX-License-Identifier: Apache-2.0
//
// What a run or a campaign says on the console: each failure or finding with all that is needed to
// see it again, and at the end what was checked, what was not and what follows from it.
#pragma once

#include <iosfwd>

#include "reports/report.hpp"
#include "reports/writers/style.hpp"

namespace hallmark::reports {

// The block of a record that failed, or could not be carried out:
//
//   FAIL  start-instance/precondition/running  post.json.v3                              required
//         given   an instance that is Running
//         when    StartInstance(InstanceId = i-bp1)
//         wanted  403 IncorrectInstanceStatus            StartInstance 2020-10, error row 2
//         got     200, and the instance is Starting
//         again   hallmark run --select 'start-instance/precondition/running@post.json.v3'
//
//   FIND  refusal-changes-nothing  StopInstance                                          required
//         history world Running PostPaid
//                 StopInstance id=odd/empty
//         wanted  a refused call changes nothing         StopInstance 2020-10, clause 2
//         got     403 after which the instance is Stopping
//         shows   in 75 % of the plays of this history
//         found   by history 812 of seed 42, after 12.300 s; shrunk from 17 to 1 call in 214 plays
//         again   hallmark replay refusal.txt
void write_record(const Report& report, const Record& record, std::ostream& out, Style style);

// Of a run: the block of the plainest case of each cause, the largest first, and how many more
// there are like it; then of each reason why cases could not be carried out. Where all is said:
// every one of them.
void write_failures(const Report& report, const Summary& summary, std::ostream& out, Style style);

// The end; its last line is the headline, and where little is said the only one.
void write_summary(const Report& report, const Summary& summary, std::ostream& out, Style style);

}  // namespace hallmark::reports
