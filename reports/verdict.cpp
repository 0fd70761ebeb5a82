// SPDX-License-Identifier: Apache-2.0
#include "reports/verdict.hpp"

#include <algorithm>

namespace hallmark::reports {

std::optional<Verdict> verdict_named(std::string_view name) {
  const auto found = std::find(verdict_names.begin(), verdict_names.end(), name);
  if (found == verdict_names.end()) return std::nullopt;
  return static_cast<Verdict>(found - verdict_names.begin());
}

}  // namespace hallmark::reports
