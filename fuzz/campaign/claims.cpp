// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/claims.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace hallmark::fuzz {

Claims::Claims(const runner::Without& without) {
  const auto& all = Vocabulary::get().variants;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!without.excludes(all[i])) variants_.push_back(static_cast<std::uint8_t>(i));
  }
  for (const cases::Condition condition : cases::all_conditions) {
    cases::Case probe;
    probe.fixture.conditions = cases::ConditionSet{condition};
    if (!without.excludes(probe, std::nullopt)) conditions_ = conditions_.with(condition);
  }
  for (std::size_t i = 0; i < action_count; ++i) {
    cases::Case probe;
    probe.calls.push_back({.action = std::string{action_names[i]}});
    actions_[i] = !without.excludes(probe, std::nullopt);
  }
  cases::Case probe;
  probe.dry_run = true;
  dry_run_ = !without.excludes(probe, std::nullopt);
  all_ = dry_run_ && variants_.size() == all.size() &&
         std::ranges::all_of(actions_, [](bool claimed) { return claimed; }) &&
         std::ranges::all_of(cases::all_conditions,
                             [this](auto one) { return conditions_.contains(one); });
}

History Claims::within(History history) const {
  if (all_) return history;
  if (variants_.empty()) return {};
  std::vector<bool> keep;
  for (const Step& step : history.steps) {
    keep.push_back(actions_[static_cast<std::size_t>(step.action)]);
  }
  history = with_steps(history, keep);
  for (const cases::Condition condition : cases::all_conditions) {
    if (conditions_.contains(condition)) continue;
    history.fixture.conditions = history.fixture.conditions.without(cases::ConditionSet{condition});
  }
  for (Step& step : history.steps) {
    if (!dry_run_) step.dry_run = absent_flag;
    if (std::ranges::find(variants_, step.variant) == variants_.end()) {
      step.variant = variants_[step.variant % variants_.size()];
    }
  }
  return well_formed(std::move(history));
}

}  // namespace hallmark::fuzz
