// SPDX-License-Identifier: Apache-2.0
//
// DescribeInstanceAttribute: one instance of the caller's.
#include <utility>

#include "runner/reference/actions/actions.hpp"
#include "runner/reference/answers/instance_members.hpp"
#include "runner/reference/worlds/instance_lookup.hpp"

namespace hallmark::runner::reference::describe_instance_attribute {
namespace {

Outcome carry_out(const ServedCall& call, AnswerWriter& members) {
  std::string_view instance_id;
  if (Outcome refusal = read_instance_id(call, instance_id)) return refusal;
  FoundInstance found = find_instance(call, instance_id);
  if (found.instance == nullptr) return not_found(call, instance_id, std::move(found));
  write_instance(call, *found.instance, members);
  return accepted;
}

}  // namespace

constinit const Action action{.name = "DescribeInstanceAttribute",
                              .carry_out = carry_out,
                              .reaches_foreign = Defect::foreign_instance_described};

}  // namespace hallmark::runner::reference::describe_instance_attribute
