// SPDX-License-Identifier: Apache-2.0
//
// RebootInstance, after its page of 2019-04: Running -> Starting -> Running.
#include "runner/reference/actions/actions.hpp"
#include "runner/reference/instance_checks.hpp"

namespace hallmark::runner::reference {
namespace {

// clang-format off
constexpr Obstacle whatever_the_status[] = {
    {Condition::service_error, Reason::service_error, Defect::reboot_ignores_service_error},
    {Condition::service_failure, Reason::service_failure, Defect::reboot_ignores_service_failure},
    {Condition::security_lock, Reason::locked_for_security, Defect::reboot_ignores_security_lock},
    {Condition::expired, Reason::expired_or_in_arrears, Defect::reboot_ignores_expired},
    {Condition::overdue_recycling, Reason::expired_or_in_arrears, Defect::reboot_ignores_overdue_recycling},
    {Condition::image_expired, Reason::expired_or_in_arrears, Defect::reboot_ignores_expired},
    {Condition::ecs_and_image_expired, Reason::expired_or_in_arrears, Defect::reboot_ignores_expired},
    {Condition::pre_paid_expired, Reason::expired_or_in_arrears, Defect::reboot_ignores_pre_paid_expired},
};

constexpr Obstacle of_a_running_instance[] = {
    {Condition::disk_incorrect_status, Reason::disk_error, Defect::reboot_ignores_disk_incorrect_status},
    {Condition::kms_unauthorized, Reason::kms_unauthorized, Defect::reboot_ignores_kms_unauthorized},
};
// clang-format on

Outcome check(const Call& call, Instance& instance) {
  if (Outcome refusal = check_obstacles(call, instance, whatever_the_status)) return refusal;
  if (instance.status(call.now) != Status::running) {
    return refuse(Reason::incorrect_instance_status);
  }
  return check_obstacles(call, instance, of_a_running_instance);
}

}  // namespace

Outcome reboot_instance(const Call& call, AnswerWriter&) {
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
  instance.depart(Route{Status::starting, Status::running}, call.now);
  return accepted;
}

}  // namespace hallmark::runner::reference
