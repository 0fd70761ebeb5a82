// SPDX-License-Identifier: Apache-2.0
#include "reports/sides.hpp"

#include <algorithm>
#include <vector>

namespace hallmark::reports {

std::optional<Side> side_named(std::string_view name) {
  const auto found = std::find(side_names.begin(), side_names.end(), name);
  if (found == side_names.end()) return std::nullopt;
  return static_cast<Side>(found - side_names.begin());
}

bool says_more_than_its_check(const Finding& finding) {
  return finding.answers.empty() && !finding.answer.empty();
}

bool is_silent(const Evidence& evidence) {
  std::size_t asked = 0;
  std::size_t answered = 0;
  const auto count = [&](const Exchange& exchange) {
    ++asked;
    if (exchange.fault.empty()) ++answered;
  };
  const auto count_looks = [&](const std::vector<Sighting>& looks) {
    for (const Sighting& look : looks) {
      if (look.exchange) count(*look.exchange);
    }
  };
  for (const CallRecord& call : evidence.calls) {
    count(call.exchange);
    count_looks(call.after);
  }
  count_looks(evidence.after);
  return asked > 0 && answered == 0;
}

}  // namespace hallmark::reports
