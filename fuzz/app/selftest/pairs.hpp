// SPDX-License-Identifier: Apache-2.0
//
// Every fault under every trigger that makes sense, each put to no more of the plan than it takes
// to catch it. Can be ended at any time and gone on with.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "fuzz/app/selftest/run.hpp"

namespace hallmark::app {

struct PairSelection {
  std::vector<std::string> defects;   // FAULT: all its pairs, FAULT@TRIGGER: this one; empty: all
  std::vector<std::string> triggers;  // empty: all
  unsigned workers = 1;
  std::string journal;  // empty: none is kept
  // Of which cases it is asked whether they are needed: all others come before them, and whatever
  // is left for them is told. Patterns; empty: of none.
  std::vector<std::string> in_question;
  bool verbose = false;
};

// Prints what became of each pair, to `aside` what can be left out; true where all were caught, but
// for those that are explained. Throws UsageError.
[[nodiscard]] bool selftest_pairs(const runner::Plan& plan, const SelftestRun& run,
                                  const PairSelection& selection, std::ostream& aside);

}  // namespace hallmark::app
