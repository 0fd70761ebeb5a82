// SPDX-License-Identifier: Apache-2.0
//
// hallmark selftest --sdk: the cases for clients against a client that is bad on purpose. Every
// defect is caught by a case of the chapter that it names, and the honest client fails none.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace hallmark::app {

struct SdkSelftest {
  std::vector<std::string> command;
  std::vector<std::string> defects;  // empty: all that the command lists
  unsigned workers = 0;              // defects under way at once; 0: four a core
  bool verbose = false;
};

// The exit code; `aside`: where that is said which can be left out. Throws UsageError where the
// command does not list its defects, or does not speak.
[[nodiscard]] int selftest_sdk(const SdkSelftest& how, std::ostream& aside);

}  // namespace hallmark::app
