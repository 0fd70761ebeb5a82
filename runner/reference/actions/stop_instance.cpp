// SPDX-License-Identifier: Apache-2.0
//
// StopInstance: Running -> Stopping -> Stopped.
#include <utility>

#include "runner/reference/actions/actions.hpp"
#include "runner/reference/worlds/instance_checks.hpp"
#include "runner/reference/worlds/instance_lookup.hpp"

namespace hallmark::runner::reference::stop_instance {
namespace {

Outcome check(const ServedCall& call, Instance& instance) {
  const Conditions& conditions = instance.conditions();
  if (conditions.has(Circumstance::service_error)) return refuse(Reason::service_error);
  if (conditions.has(Circumstance::service_failure)) return refuse(Reason::service_failure);
  if (conditions.has(Circumstance::security_lock)) return refuse(Reason::locked_for_security);
  if (is_expired(instance)) return refuse(Reason::expired_or_in_arrears);
  if (instance.status(call.now) != Status::running) {
    return refuse(Reason::incorrect_instance_status);
  }
  return accepted;
}

Outcome carry_out(const ServedCall& call, AnswerWriter&) {
  std::string_view instance_id;
  if (Outcome refusal = read_instance_id(call, instance_id)) return refusal;
  const Flag force_stop{call, "ForceStop"};
  const Flag dry_run{call, "DryRun"};
  if (Outcome refusal = check_flags({force_stop, dry_run})) return refusal;

  FoundInstance found = find_instance(call, instance_id);
  if (found.instance == nullptr) return not_found(call, instance_id, std::move(found));
  Instance& instance = *found.instance;
  if (Outcome refusal = check(call, instance)) return refusal;
  if (dry_run) return refuse(Reason::dry_run_operation);

  instance.last_stop = force_stop ? LastStop::forced : LastStop::graceful;
  if (call.broken(Defect::stop_loses_local_disk)) instance.local_disk_data_lost = true;
  instance.depart(Route{Status::stopping, Status::stopped}, call.now);
  return accepted;
}

}  // namespace

constinit const Action action{.name = "StopInstance",
                              .carry_out = carry_out,
                              .reaches_foreign = Defect::foreign_instance_stopped};

}  // namespace hallmark::runner::reference::stop_instance
