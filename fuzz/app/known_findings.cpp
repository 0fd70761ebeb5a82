// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/known_findings.hpp"

#include <string_view>
#include <vector>

#include "fuzz/play/checkers.hpp"

namespace hallmark::app {

void look_up_checkers(reports::KnownFailures& known) {
  std::vector<std::string_view> names;
  for (const fuzz::CheckerInfo& checker : fuzz::checkers()) names.push_back(checker.name);
  reports::find_covered(known, names);
}

}  // namespace hallmark::app
