// SPDX-License-Identifier: Apache-2.0
//
// JUnit XML, in the dialect that Jenkins (JUnit and xUnit), GitLab and GitHub's annotators all
// read.
//
//   testsuites                 the run
//     testsuite                a chapter; its properties hold the run and, by case, level and
//     citations
//       testcase               a case under a variant; its name is what --select takes
//         failure              fail: the block of the console and the exchanges
//         error                error: the case could not be carried out
//         skipped              unsupported and inconclusive, with the reason; under --require-all:
//         failure
//
// Properties stand at the testsuite because Jenkins' xUnit plugin refuses a file that has them
// deeper.
#pragma once

#include <iosfwd>

#include "reports/report.hpp"

namespace hallmark::reports {

void write_junit(const Report& report, std::ostream& out);

}  // namespace hallmark::reports
