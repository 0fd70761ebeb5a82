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

}  // namespace hallmark::runner
