// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/claims.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "fuzz/play/relations.hpp"

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

bool Claims::has(cases::Variant variant) const {
  const auto& all = Vocabulary::get().variants;
  return std::ranges::any_of(variants_, [&](std::uint8_t place) { return all[place] == variant; });
}

bool Claims::has(cases::Format format) const {
  const auto& all = Vocabulary::get().variants;
  return std::ranges::any_of(variants_,
                             [&](std::uint8_t place) { return all[place].format == format; });
}

// A method that nobody claims, because HTTP or the API does not have it, may be asked for.
bool Claims::has_method(std::string_view method) const {
  const auto& all = Vocabulary::get().variants;
  if (method != "GET" && method != "POST") return true;
  return std::ranges::any_of(variants_, [&](std::uint8_t place) {
    return (all[place].method == cases::Method::get) == (method == "GET");
  });
}

// Nor an action: what is there but for its case, say.
bool Claims::has_action(std::string_view action) const {
  const auto known = std::ranges::find(action_names, action);
  return known == action_names.end() ||
         actions_[static_cast<std::size_t>(known - action_names.begin())];
}

// Whether what it does to a request leaves that in a form that is claimed, or in none at all.
bool Claims::has(const Treatment& treatment) const {
  if (treatment.forgery == nullptr) return true;
  if (treatment.forgery->dry_run && !dry_run_) return false;
  return std::ranges::all_of(treatment.call().edits, [this](const cases::Edit& edit) {
    const std::string& value = edit.value.before;
    if (edit.where == cases::Edit::Where::method) return has_method(value);
    if (edit.name == "Action" && edit.op == cases::Edit::Op::set) return has_action(value);
    if (edit.name != "Format") return true;
    if (edit.op == cases::Edit::Op::drop) return has(cases::Format::xml);
    if (edit.op != cases::Edit::Op::set) return true;
    return !(value == "XML" && !has(cases::Format::xml)) &&
           !(value == "JSON" && !has(cases::Format::json));
  });
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
    const Vocabulary& words = Vocabulary::get();
    if (!has(words.treatments[step.treatment])) step.treatment = honest;
    // Without a Format it is XML.
    const bool has_guise = has(variant_in(words.variants[step.variant], step.again)) &&
                           (step.again != Guise::format_absent || has(cases::Format::xml));
    if (!has_guise) step.again = Guise::none;
  }
  return well_formed(std::move(history));
}

}  // namespace hallmark::fuzz
