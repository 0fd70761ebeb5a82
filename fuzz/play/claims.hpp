// SPDX-License-Identifier: Apache-2.0
//
// What the target claims to support, as far as histories go. The words by which something is taken
// from it are those of --without: v1 v3 xml json get post-query post-form dry-run,
// fixture:CONDITION, an action.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "fuzz/grammar/history.hpp"
#include "runner/engine/plan.hpp"

namespace hallmark::fuzz {

class Claims {
 public:
  explicit Claims(const runner::Without& without);

  // The history without what the target does not claim: other variants, fewer flags, conditions,
  // guises, forgeries and calls. What went back to a call that is gone is honest. What is within
  // already stays as it is.
  [[nodiscard]] History within(History history) const;

  [[nodiscard]] bool all() const { return all_; }  // nothing is missing

 private:
  [[nodiscard]] bool has(cases::Variant variant) const;
  [[nodiscard]] bool has(cases::Format format) const;
  [[nodiscard]] bool has_method(std::string_view method) const;
  [[nodiscard]] bool has_action(std::string_view action) const;
  [[nodiscard]] bool has(const Treatment& treatment) const;

  std::vector<std::uint8_t> variants_;  // that are claimed, as places in the Vocabulary
  cases::ConditionSet conditions_;
  std::array<bool, action_count> actions_{};
  bool dry_run_ = true;
  bool all_ = true;
};

}  // namespace hallmark::fuzz
