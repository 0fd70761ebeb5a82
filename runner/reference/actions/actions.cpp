// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/actions/actions.hpp"

#include <algorithm>

#include "runner/reference/text.hpp"

namespace hallmark::runner::reference {
namespace {

constexpr const Action* actions[] = {
#define HALLMARK_ACTION(name) &name::action,
#include "runner/reference/actions/actions.inc"
#undef HALLMARK_ACTION
};

bool is_called(const Action& action, std::string_view name, bool in_any_case) {
  const auto is = [&](std::string_view spelling) {
    return spelling == name || (in_any_case && equal_ignoring_case(spelling, name));
  };
  return is(action.name) || (!action.other_spelling.empty() && is(action.other_spelling));
}

}  // namespace

const Action* find_action(std::string_view name, bool in_any_case) {
  const auto* const found = std::ranges::find_if(
      actions, [&](const Action* action) { return is_called(*action, name, in_any_case); });
  return found == std::end(actions) ? nullptr : *found;
}

bool is_lifecycle_action(std::string_view name) {
  const Action* const action = find_action(name);
  return action != nullptr && action->is_lifecycle;
}

bool is_broken(const ServedCall& call, std::optional<Defect> Action::*defect) {
  const Action* const action = find_action(call.action);
  return action != nullptr && (action->*defect) && call.broken(*(action->*defect));
}

}  // namespace hallmark::runner::reference
