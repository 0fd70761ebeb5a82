// SPDX-License-Identifier: Apache-2.0
//
// DescribeInstanceAttribute: one instance of the caller's.
#include "runner/reference/actions/actions.hpp"
#include "runner/reference/instance_members.hpp"

namespace hallmark::runner::reference {

Outcome describe_instance_attribute(const Call& call, AnswerWriter& members) {
  const std::string_view instance_id = call.parameters.value("InstanceId");
  if (instance_id.empty()) return missing("InstanceId");
  const FoundInstance found = find_instance(call, instance_id);
  if (found.instance == nullptr) return refuse(Reason::instance_not_found);
  write_instance(call, *found.instance, members);
  return accepted;
}

}  // namespace hallmark::runner::reference
