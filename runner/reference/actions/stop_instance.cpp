// SPDX-License-Identifier: Apache-2.0
//
// StopInstance: Running -> Stopping -> Stopped.
#include "runner/reference/actions/actions.hpp"
#include "runner/reference/instance_checks.hpp"

namespace hallmark::runner::reference {
namespace {

Outcome check(const Call& call, Instance& instance) {
  const Conditions& conditions = instance.conditions();
  if (conditions.has(Condition::service_error)) return refuse(Reason::service_error);
  if (conditions.has(Condition::service_failure)) return refuse(Reason::service_failure);
  if (conditions.has(Condition::security_lock)) return refuse(Reason::locked_for_security);
  if (is_expired(instance)) return refuse(Reason::expired_or_in_arrears);
  if (instance.status(call.now) != Status::running) {
    return refuse(Reason::incorrect_instance_status);
  }
  return accepted;
}

}  // namespace

Outcome stop_instance(const Call& call, AnswerWriter&) {
  const std::string_view instance_id = call.parameters.value("InstanceId");
  if (instance_id.empty()) return missing("InstanceId");
  const Flag force_stop{call, "ForceStop"};
  const Flag dry_run{call, "DryRun"};
  if (Outcome refusal = check_flags({force_stop, dry_run})) return refusal;

  const FoundInstance found = find_instance(call, instance_id);
  if (found.instance == nullptr) return refuse(Reason::instance_not_found);
  Instance& instance = *found.instance;
  if (Outcome refusal = check(call, instance)) return refusal;
  if (dry_run) return refuse(Reason::dry_run_operation);

  instance.last_stop = force_stop ? LastStop::forced : LastStop::graceful;
  instance.depart(Route{Status::stopping, Status::stopped}, call.now);
  return accepted;
}

}  // namespace hallmark::runner::reference
