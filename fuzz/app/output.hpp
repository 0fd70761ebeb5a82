// SPDX-License-Identifier: Apache-2.0
//
// What is printed, and whether it got there: a full disk or a closed pipe must not look like an
// end.
#pragma once

#include <cstdio>
#include <iostream>

#include "runner/conduct/usage_error.hpp"

namespace hallmark::app {

// That all of it was written until now. Throws UsageError.
inline void require_written() {
  std::cout.flush();
  if (std::cout && std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return;
  throw runner::UsageError{"standard output cannot be written"};
}

}  // namespace hallmark::app
