// SPDX-License-Identifier: Apache-2.0
//
// A campaign as JUnit XML, in the dialect of junit.hpp.
//
//   testsuites                  the campaign
//     testsuite checkers        its properties hold the campaign and, by checker, what it says
//       testcase                a checker
//         failure               all that it found, each with its history and exchanges; readers
//                               show no second failure of a case
//         skipped               it was never exercised, or there is no verdict
//     testsuite answer-coverage no cases; its properties hold the rows that were met, the answers
//                               and the transitions
#pragma once

#include <iosfwd>

#include "reports/campaign.hpp"

namespace hallmark::reports {

void write_campaign_junit(const Campaign& campaign, std::ostream& out);

}  // namespace hallmark::reports
