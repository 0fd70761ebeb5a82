// SPDX-License-Identifier: Apache-2.0
//
// RebootInstance, after its page of 2019-04: Running -> Starting -> Running.
#include <utility>

#include "runner/reference/actions/actions.hpp"
#include "runner/reference/worlds/instance_lookup.hpp"

namespace hallmark::runner::reference::reboot_instance {
namespace {

// clang-format off
constexpr Obstacle whatever_the_status[] = {
    {Circumstance::service_error, Reason::service_error, Defect::reboot_ignores_service_error},
    {Circumstance::service_failure, Reason::service_failure, Defect::reboot_ignores_service_failure},
    {Circumstance::security_lock, Reason::locked_for_security, Defect::reboot_ignores_security_lock},
    {Circumstance::expired, Reason::expired_or_in_arrears, Defect::reboot_ignores_expired},
    {Circumstance::overdue_recycling, Reason::expired_or_in_arrears, Defect::reboot_ignores_overdue_recycling},
    {Circumstance::image_expired, Reason::expired_or_in_arrears, Defect::reboot_ignores_expired},
    {Circumstance::ecs_and_image_expired, Reason::expired_or_in_arrears, Defect::reboot_ignores_expired},
    {Circumstance::pre_paid_expired, Reason::expired_or_in_arrears, Defect::reboot_ignores_pre_paid_expired},
};

constexpr Obstacle of_a_running_instance[] = {
    {Circumstance::disk_incorrect_status, Reason::disk_error, Defect::reboot_ignores_disk_incorrect_status},
    {Circumstance::kms_unauthorized, Reason::kms_unauthorized, Defect::reboot_ignores_kms_unauthorized},
};
// clang-format on

constexpr Exemption wrong_statuses[] = {
    {Status::stopped, Defect::reboot_while_stopped},
    {Status::starting, Defect::reboot_while_starting},
    {Status::stopping, Defect::reboot_while_stopping},
    {Status::pending, Defect::reboot_while_pending},
};

// An expired instance is a Stopped one; who overlooks the one overlooks the other.
bool is_expiry_ignored(const ServedCall& call, const Instance& instance) {
  const Conditions& conditions = instance.conditions();
  return (call.broken(Defect::reboot_ignores_expired) && is_expired(instance)) ||
         (call.broken(Defect::reboot_ignores_overdue_recycling) &&
          conditions.has(Circumstance::overdue_recycling));
}

bool is_admitted(const ServedCall& call, Instance& instance) {
  return is_expiry_ignored(call, instance) ||
         is_in(call, instance, Status::running, wrong_statuses) ||
         (just_did(call, instance, Deed::start) &&
          call.broken(Defect::reboot_accepted_during_start));
}

Outcome check(const ServedCall& call, Instance& instance) {
  if (is_locked_financially(instance) && call.broken(Defect::financial_lock_taken_for_security)) {
    return refuse(Reason::locked_for_security);
  }
  if (Outcome refusal = check_obstacles(call, instance, whatever_the_status)) return refusal;
  const bool pre_paid = instance.charge_type() == ChargeType::pre_paid;
  if (!is_admitted(call, instance) || (pre_paid && call.broken(Defect::reboot_pre_paid_refused))) {
    return refuse(Reason::incorrect_instance_status);
  }
  return check_obstacles(call, instance, of_a_running_instance);
}

Route route(const ServedCall& call) {
  if (call.broken(Defect::reboot_goes_by_stopped)) {
    return Route{Status::stopping, Status::stopped, Status::starting, Status::running};
  }
  if (call.broken(Defect::reboot_goes_by_pending)) {
    return Route{Status::pending, Status::starting, Status::running};
  }
  if (call.broken(Defect::reboot_never_settles)) return Route{Status::starting};
  if (call.broken(Defect::reboot_ends_stopped)) return Route{Status::starting, Status::stopped};
  return Route{Status::starting, Status::running};
}

LastStop way_of_stopping(const ServedCall& call, const Flag& force_stop) {
  if (call.broken(Defect::force_stop_ignored)) return LastStop::graceful;
  if (call.broken(Defect::force_stop_always)) return LastStop::forced;
  if (call.broken(Defect::force_stop_on_false) && force_stop.is_false()) return LastStop::forced;
  return force_stop ? LastStop::forced : LastStop::graceful;
}

void reboot(const ServedCall& call, Instance& instance, const Flag& force_stop) {
  if (call.broken(Defect::reboot_does_nothing)) return;
  if (call.broken(Defect::reboot_loses_local_disk)) instance.local_disk_data_lost = true;
  instance.last_stop = way_of_stopping(call, force_stop);
  instance.depart(route(call), call.now);
  instance.last_deed = Deed::reboot;
  instance.last_deed_at = call.now;
}

Outcome carry_out(const ServedCall& call, AnswerWriter&) {
  std::string_view instance_id;
  if (Outcome refusal = read_instance_id(call, instance_id)) return refusal;
  const Flag force_stop{call, "ForceStop"};
  const Flag dry_run{call, "DryRun"};
  Outcome malformed = check_flags({force_stop, dry_run});
  if (malformed && !call.broken(Defect::malformed_flag_carried_out)) return malformed;

  FoundInstance found = find_instance(call, instance_id);
  if (found.instance == nullptr) return not_found(call, instance_id, std::move(found));
  Instance& instance = *found.instance;
  Outcome refusal = check(call, instance);
  if (is_dry(call, dry_run)) {
    if (!refusal && call.broken(Defect::reboot_dry_run_executes)) {
      reboot(call, instance, force_stop);
    }
    return end_dry_run(call, std::move(refusal), Defect::reboot_dry_run_answers_200);
  }
  if (refusal) {
    if (call.broken(Defect::refused_reboot_reboots)) reboot(call, instance, force_stop);
    return refusal;
  }
  reboot(call, instance, force_stop);
  return malformed;
}

}  // namespace

Grounds grounds() {
  return {whatever_the_status, Status::running, wrong_statuses, of_a_running_instance};
}

constinit const Action action{.name = "RebootInstance",
                              .carry_out = carry_out,
                              .is_lifecycle = true,
                              .v3_refused = Defect::v3_reboot_refused,
                              .reaches_foreign = Defect::foreign_instance_rebooted};

}  // namespace hallmark::runner::reference::reboot_instance
