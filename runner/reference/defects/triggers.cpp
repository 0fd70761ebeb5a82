// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/defects/triggers.hpp"

#include <algorithm>
#include <iterator>

#include "runner/reference/defects/kebab_case.hpp"
#include "runner/reference/defects/misreadings.hpp"

namespace hallmark::runner::reference {
namespace {

constexpr TriggerInfo trigger_catalogue[] = {
#define HALLMARK_TRIGGER(family, name, when, condition)                                      \
  {kebab_case<Kebab{#name}>(), TriggerFamily::family, when, [](const Occasion& at) -> bool { \
     (void)at;                                                                               \
     return condition;                                                                       \
   }},
#include "runner/reference/defects/triggers.inc"
#undef HALLMARK_TRIGGER
};

constexpr std::string_view family_names[] = {
    "condition", "status",  "charge-type", "flag",  "company",    "history", "memory",
    "later",     "variant", "action",      "owner", "connection", "chance",  "crowd",
};

constexpr struct {
  std::string_view trigger;
  Delay delay;
} delays[] = {
    {"later-by-50-ms", {std::chrono::milliseconds{50}}},
    {"later-by-200-ms", {std::chrono::milliseconds{200}}},
    {"later-by-500-ms", {std::chrono::milliseconds{500}}},
    {"once-settled", {std::chrono::milliseconds{50}, true}},
};

const TriggerInfo* trigger_from(std::string_view name) {
  const auto* const found = std::ranges::find(trigger_catalogue, name, &TriggerInfo::name);
  return found == std::end(trigger_catalogue) ? nullptr : found;
}

}  // namespace

// Flags of one action say nothing to another; ReactivateInstances has none at all.
bool Occasion::has_undeclared_flag() const {
  const bool start = action == "StartInstance";
  const bool reboot = action == "RebootInstance";
  return std::ranges::any_of(parameters.sorted(), [&](const Parameter& parameter) {
    if (parameter.name == "DryRun") return is_reactivation(action);
    if (parameter.name == "ForceStop") return !reboot;
    if (parameter.name == "InitLocalDisk") return !start;
    return !is_known_parameter(parameter.name);
  });
}

std::string_view to_text(TriggerFamily family) {
  return family_names[static_cast<std::size_t>(family)];
}

std::span<const TriggerInfo> triggers() { return trigger_catalogue; }

std::optional<Trigger> Trigger::parse(std::string_view text) {
  std::vector<const TriggerInfo*> all;
  for (bool more = true; more;) {
    const auto plus = text.find('+');
    const TriggerInfo* const one = trigger_from(text.substr(0, plus));
    if (one == nullptr) return std::nullopt;
    all.push_back(one);
    more = plus != text.npos;
    if (more) text.remove_prefix(plus + 1);
  }
  return Trigger{std::move(all)};
}

std::string Trigger::name() const {
  std::string text;
  for (const TriggerInfo* one : all_) text.append(text.empty() ? "" : "+").append(one->name);
  return text;
}

bool Trigger::holds(const Occasion& at) const {
  return std::ranges::all_of(all_, [&at](const TriggerInfo* one) { return one->holds(at); });
}

bool Trigger::has(TriggerFamily family) const {
  return std::ranges::any_of(all_,
                             [family](const TriggerInfo* one) { return one->family == family; });
}

std::optional<Delay> Trigger::delay() const {
  for (const TriggerInfo* one : all_) {
    for (const auto& [name, delay] : delays) {
      if (name == one->name) return delay;
    }
  }
  return std::nullopt;
}

std::optional<ArmedFault> ArmedFault::parse(std::string_view text) {
  const auto at = text.find('@');
  const auto fault = defect_from(text.substr(0, at));
  if (!fault) return std::nullopt;
  if (at == text.npos) return ArmedFault{*fault};
  auto trigger = Trigger::parse(text.substr(at + 1));
  if (!trigger) return std::nullopt;
  return ArmedFault{*fault, *std::move(trigger)};
}

}  // namespace hallmark::runner::reference
