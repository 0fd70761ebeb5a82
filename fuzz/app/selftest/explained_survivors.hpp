// SPDX-License-Identifier: Apache-2.0
//
// Pairs of a fault and a trigger that no case can be expected to catch, and why. A line counts only
// as long as it holds: `selftest --depth 2` fails where one of its pairs is caught.
#pragma once

#include <span>
#include <string_view>

namespace hallmark::app {

struct ExplainedSurvivor {
  std::string_view fault;    // "*": any
  std::string_view trigger;  // "*": any
  std::string_view reason;   // in one line
  bool may_be_seen = false;  // where a look comes late enough, or by which call the count hits

  [[nodiscard]] bool explains(std::string_view of_fault, std::string_view of_trigger) const {
    return (fault == "*" || fault == of_fault) && (trigger == "*" || trigger == of_trigger);
  }
};

[[nodiscard]] std::span<const ExplainedSurvivor> explained_survivors();

}  // namespace hallmark::app
