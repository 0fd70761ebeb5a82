// SPDX-License-Identifier: Apache-2.0
//
// DeleteInstance: a Stopped instance, or with Force any, is gone.
#include "runner/reference/actions/actions.hpp"

namespace hallmark::runner::reference {

Outcome delete_instance(const Call& call, AnswerWriter&) {
  const std::string_view instance_id = call.parameters.value("InstanceId");
  if (instance_id.empty()) return missing("InstanceId");
  const Flag force{call, "Force"};
  const Flag dry_run{call, "DryRun"};
  if (Outcome refusal = check_flags({force, dry_run})) return refusal;

  const FoundInstance found = find_instance(call, instance_id);
  if (found.instance == nullptr) return refuse(Reason::instance_not_found);
  Instance& instance = *found.instance;
  if (instance.charge_type() == ChargeType::pre_paid && !is_expired(instance)) {
    return refuse(Reason::charge_type_violation);
  }
  if (!force && instance.status(call.now) != Status::stopped) {
    return refuse(Reason::incorrect_instance_status);
  }
  if (dry_run) return refuse(Reason::dry_run_operation);

  auto& instances = call.world->instances;
  if (const auto at = instances.find(instance_id); at != instances.end()) instances.erase(at);
  return accepted;
}

}  // namespace hallmark::runner::reference
