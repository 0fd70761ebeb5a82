// SPDX-License-Identifier: Apache-2.0
//
// The actions. Each checks its call, acts on the caller's world, and writes what its answer holds
// besides the RequestId; after a refusal nothing of what it wrote is sent.
#pragma once

#include <optional>
#include <string_view>

#include "runner/reference/request/call.hpp"

namespace hallmark::runner::reference {

using Action = Outcome (*)(const ServedCall& call, AnswerWriter& members);

Outcome start_instance(const ServedCall& call, AnswerWriter& members);
Outcome reboot_instance(const ServedCall& call, AnswerWriter& members);
Outcome reactivate_instances(const ServedCall& call, AnswerWriter& members);
Outcome stop_instance(const ServedCall& call, AnswerWriter& members);
Outcome run_instances(const ServedCall& call, AnswerWriter& members);
Outcome delete_instance(const ServedCall& call, AnswerWriter& members);
Outcome describe_instances(const ServedCall& call, AnswerWriter& members);
Outcome describe_instance_status(const ServedCall& call, AnswerWriter& members);
Outcome describe_instance_attribute(const ServedCall& call, AnswerWriter& members);

// Null where there is no such action. Names are case-sensitive, but for a defect.
[[nodiscard]] Action find_action(std::string_view name, bool in_any_case);

// Whether it is one of the actions that the suite is about.
[[nodiscard]] bool is_lifecycle_action(std::string_view name);

// The defect with which the action may not be signed with V3; nothing where it has none.
[[nodiscard]] std::optional<Defect> defect_of_v3(std::string_view name);

}  // namespace hallmark::runner::reference
