// SPDX-License-Identifier: Apache-2.0
//
// Bugs that are planted on purpose, to show that a fuzzer can find one. A build with the option
// HALLMARK_PLANTED_BUGS has them all; the environment variable HALLMARK_PLANTED_BUG names the one
// that is awake. They stand between a fuzzer and the code under test, never in that code. The name
// starts with the fuzzer's: planted("utf8/takes-surrogates"); planted_bugs_test.py reads them here.
#pragma once

#include <cstdlib>
#include <string_view>

namespace hallmark::fuzz {

#ifdef HALLMARK_PLANTED_BUGS
inline bool planted(std::string_view name) {
  static const char* const awake = std::getenv("HALLMARK_PLANTED_BUG");  // NOLINT: nobody sets it
  return awake != nullptr && name == awake;
}
#else
constexpr bool planted(std::string_view) { return false; }
#endif

}  // namespace hallmark::fuzz
