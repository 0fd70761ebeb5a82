// SPDX-License-Identifier: Apache-2.0
//
// What is printed, and whether it got there: a full disk must not look like an end. A reader that
// has read enough, as head does, has what it wants.
#pragma once

#include <poll.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "runner/conduct/usage_error.hpp"

namespace hallmark::app {

// What require_written() throws where nobody reads any more: there is nobody to complain to.
struct ReaderGone {};

// Whether standard output is a pipe whose reader has gone.
[[nodiscard]] inline bool reader_has_gone() {
  pollfd output{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
  return poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
}

// That all of it was written until now. Throws UsageError or ReaderGone.
inline void require_written() {
  std::cout.flush();
  if (std::cout && std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return;
  if (reader_has_gone()) throw ReaderGone{};
  throw runner::UsageError{"standard output cannot be written"};
}

}  // namespace hallmark::app
