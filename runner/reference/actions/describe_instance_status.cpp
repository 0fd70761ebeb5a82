// SPDX-License-Identifier: Apache-2.0
//
// DescribeInstanceStatus: the statuses of the caller's instances, all or those of InstanceId.N.
#include <utility>

#include "runner/reference/actions/actions.hpp"
#include "runner/reference/answers/instance_members.hpp"

namespace hallmark::runner::reference::describe_instance_status {
namespace {

// The values of InstanceId.1, InstanceId.2 ...
Selection read_ids(const ServedCall& call) {
  constexpr std::string_view prefix = "InstanceId.";
  Selection ids;
  for (const Parameter& parameter : call.parameters.sorted()) {
    const bool listed = parameter.name.starts_with(prefix) && parameter.name.size() > prefix.size();
    if (!listed) continue;
    if (!ids) ids.emplace();
    ids->emplace_back(parameter.value);
  }
  return ids;
}

Outcome carry_out(const ServedCall& call, AnswerWriter& members) {
  const std::string_view region = call.value("RegionId");
  if (region.empty()) return missing("RegionId");
  if (region != region_id) return refuse(Reason::region_not_found);
  Selection ids = read_ids(call);
  if (ids && ids->size() > 100) return refuse(Reason::too_many_instance_ids);
  Paging page;
  if (Outcome refusal = read_page(call, 50, page)) return refusal;

  std::vector<Instance> strangers;
  if (call.broken(Defect::describe_instance_status_shows_all_accounts)) {
    strangers = instances_of_others(call, ids);
  }
  Listing listing{call, page};
  const std::unique_lock lock{call.world->mutex};
  members.begin_list("InstanceStatuses", "InstanceStatus");
  std::vector<Instance*> shown = select_instances(call, std::move(ids));
  for (Instance& stranger : strangers) shown.insert(shown.begin(), &stranger);
  for (Instance* const instance : shown) {
    for (unsigned times = listing.times_of_next(); times > 0; --times) {
      members.begin_item("InstanceStatus");
      members.text("InstanceId", instance->id());
      members.text("Status", shown_status(call, *instance));
      members.end_item("InstanceStatus");
    }
  }
  members.end_list("InstanceStatuses");
  listing.write_page(members);
  return accepted;
}

}  // namespace

constinit const Action action{.name = "DescribeInstanceStatus", .carry_out = carry_out};

}  // namespace hallmark::runner::reference::describe_instance_status
