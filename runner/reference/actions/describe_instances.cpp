// SPDX-License-Identifier: Apache-2.0
//
// DescribeInstances: the caller's instances, all or those that the filters name.
#include <boost/json.hpp>
#include <utility>

#include "runner/reference/actions/actions.hpp"
#include "runner/reference/answers/instance_members.hpp"

namespace hallmark::runner::reference::describe_instances {
namespace {

namespace json = boost::json;

// InstanceIds is a JSON array of at most 100 strings.
Outcome read_ids(const ServedCall& call, Selection& ids) {
  constexpr std::size_t most = 100;
  const std::string_view text = call.value("InstanceIds");
  if (text.empty()) return accepted;
  unsigned char buffer[4096];
  json::monotonic_resource memory{buffer};
  json::error_code error;
  const json::value value = json::parse({text.data(), text.size()}, error, &memory);
  if (error || !value.is_array()) return refuse(Reason::malformed_instance_ids);
  if (value.get_array().size() > most) return refuse(Reason::too_many_instance_ids);
  ids.emplace();
  for (const json::value& id : value.get_array()) {
    if (!id.is_string()) return refuse(Reason::malformed_instance_ids);
    ids->emplace_back(id.get_string().data(), id.get_string().size());
  }
  return accepted;
}

Outcome carry_out(const ServedCall& call, AnswerWriter& members) {
  const std::string_view region = call.value("RegionId");
  if (region.empty()) return missing("RegionId");
  if (region != region_id) return refuse(Reason::region_not_found);
  Selection ids;
  if (Outcome refusal = read_ids(call, ids)) return refusal;
  const std::string_view status = call.value("Status");
  if (!status.empty() && !status_from(status)) return refuse(Reason::status_filter_not_found);
  const std::string_view charge_type = call.value("InstanceChargeType");
  if (!charge_type.empty() && !charge_type_from(charge_type)) {
    return refuse(Reason::charge_type_filter_not_found);
  }
  Paging page;
  if (Outcome refusal = read_page(call, 100, page)) return refusal;
  const Flag dry_run{call, "DryRun"};
  if (Outcome refusal = check_flags({dry_run})) return refusal;
  if (dry_run) return refuse(Reason::dry_run_operation);

  std::vector<Instance> strangers;
  if (call.broken(Defect::describe_instances_shows_all_accounts)) {
    strangers = instances_of_others(call, ids);
  }
  Listing listing{call, page};
  const std::unique_lock lock{call.world->mutex};
  members.begin_list("Instances", "Instance");
  std::vector<Instance*> shown = select_instances(call, std::move(ids));
  for (Instance& stranger : strangers) shown.insert(shown.begin(), &stranger);
  for (Instance* const instance : shown) {
    if (!listing.is_wanted(*instance, status, charge_type)) continue;
    if (call.broken(Defect::describe_instances_loses_what_runs) &&
        instance->status(call.now) == Status::running) {
      continue;
    }
    for (unsigned times = listing.times_of_next(); times > 0; --times) {
      members.begin_item("Instance");
      write_instance(call, *instance, members);
      members.end_item("Instance");
    }
  }
  members.end_list("Instances");
  listing.write_page(members);
  return accepted;
}

}  // namespace

constinit const Action action{.name = "DescribeInstances", .carry_out = carry_out};

}  // namespace hallmark::runner::reference::describe_instances
