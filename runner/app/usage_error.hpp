// SPDX-License-Identifier: Apache-2.0
//
// Something of the user's is wrong, or nothing can be judged: one line on stderr that says what,
// where and what to do, and exit code 2.
#pragma once

#include <stdexcept>

namespace hallmark::runner {

struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Exit codes of every command.
enum ExitCode : int {
  exit_holds = 0,        // the target holds what the documents say
  exit_contradicts = 1,  // it does not, or a finding was made
  exit_no_verdict =
      2,  // bad usage, target or fixtures unreachable, nothing executed, the suite failed
};

}  // namespace hallmark::runner
