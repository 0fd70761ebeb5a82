// SPDX-License-Identifier: Apache-2.0
//
// What the target claims to support (--without takes from it), as far as histories go.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "fuzz/grammar/history.hpp"
#include "runner/engine/plan.hpp"

namespace hallmark::fuzz {

class Claims {
 public:
  explicit Claims(const runner::Without& without);

  // The history without what the target does not claim: other variants, fewer flags, conditions and
  // calls. What went back to a call that is gone is honest.
  [[nodiscard]] History within(History history) const;

 private:
  std::vector<std::uint8_t> variants_;  // that are claimed, as places in the Vocabulary
  cases::ConditionSet conditions_;
  std::array<bool, action_count> actions_{};
  bool dry_run_ = true;
  bool all_ = true;  // nothing is missing
};

}  // namespace hallmark::fuzz
