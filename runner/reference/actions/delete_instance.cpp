// SPDX-License-Identifier: Apache-2.0
//
// DeleteInstance: a Stopped instance, or with Force any, is gone.
#include <utility>

#include "runner/reference/actions/actions.hpp"
#include "runner/reference/worlds/instance_lookup.hpp"

namespace hallmark::runner::reference::delete_instance {
namespace {

Outcome carry_out(const ServedCall& call, AnswerWriter&) {
  std::string_view instance_id;
  if (Outcome refusal = read_instance_id(call, instance_id)) return refusal;
  const Flag force{call, "Force"};
  const Flag dry_run{call, "DryRun"};
  if (Outcome refusal = check_flags({force, dry_run})) return refusal;

  FoundInstance found = find_instance(call, instance_id);
  if (found.instance == nullptr) return not_found(call, instance_id, std::move(found));
  Instance& instance = *found.instance;
  if (instance.charge_type() == ChargeType::pre_paid && !is_expired(instance)) {
    return refuse(Reason::charge_type_violation);
  }
  if (!force && instance.status(call.now) != Status::stopped) {
    return refuse(Reason::incorrect_instance_status);
  }
  if (dry_run) return refuse(Reason::dry_run_operation);

  auto& instances = found.world->instances;
  if (const auto at = instances.find(instance.id()); at != instances.end()) instances.erase(at);
  return accepted;
}

}  // namespace

constinit const Action action{.name = "DeleteInstance", .carry_out = carry_out};

}  // namespace hallmark::runner::reference::delete_instance
