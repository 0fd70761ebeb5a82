// SPDX-License-Identifier: Apache-2.0
//
// What every command's exit code means.
#pragma once

namespace hallmark::app {

enum ExitCode : int {
  exit_holds = 0,        // the target holds what the documents say
  exit_contradicts = 1,  // it does not, or a finding was made
  // Bad usage, target or fixtures unreachable, nothing executed, the suite failed.
  exit_no_verdict = 2,
};

}  // namespace hallmark::app
