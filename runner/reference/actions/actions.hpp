// SPDX-License-Identifier: Apache-2.0
//
// The actions. Each checks its call, acts on the caller's world, and writes what its answer holds
// besides the RequestId; after a refusal nothing of what it wrote is sent.
#pragma once

#include <optional>
#include <string_view>

#include "runner/reference/request/call.hpp"
#include "runner/reference/worlds/instance_checks.hpp"

namespace hallmark::runner::reference {

struct Action {
  std::string_view name;
  Outcome (*carry_out)(const ServedCall& call, AnswerWriter& members);
  std::string_view other_spelling = {};
  bool is_lifecycle = false;  // one of those that the suite is about
  // The defects with which it may not be signed with V3, and reaches the instances of others.
  std::optional<Defect> v3_refused = {};
  std::optional<Defect> reaches_foreign = {};
};

// Each in the file and in the namespace of its name.
#define HALLMARK_ACTION(name) \
  namespace name {            \
  extern const Action action; \
  }
#include "runner/reference/actions/actions.inc"
#undef HALLMARK_ACTION

// Null where there is no such action. Names are case-sensitive, but for a defect.
[[nodiscard]] const Action* find_action(std::string_view name, bool in_any_case = false);

// What forbids the actions that the suite is about.
namespace start_instance {
[[nodiscard]] Grounds grounds();
}
namespace reboot_instance {
[[nodiscard]] Grounds grounds();
}
namespace reactivate_instances {
[[nodiscard]] Grounds grounds();
}

// Whether it is one of the actions that the suite is about.
[[nodiscard]] bool is_lifecycle_action(std::string_view name);

// Whether `call` shows the defect that its action has for this.
[[nodiscard]] bool is_broken(const ServedCall& call, std::optional<Defect> Action::*defect);

}  // namespace hallmark::runner::reference
