// SPDX-License-Identifier: Apache-2.0
//
// StartInstance, after its page of 2020-10: Stopped -> Starting -> Running.
#include "runner/reference/actions/actions.hpp"
#include "runner/reference/instance_checks.hpp"

namespace hallmark::runner::reference {
namespace {

// clang-format off
constexpr Obstacle whatever_the_status[] = {
    {Condition::service_error, Reason::service_error, Defect::start_ignores_service_error},
    {Condition::service_failure, Reason::service_failure, Defect::start_ignores_service_failure},
    {Condition::security_lock, Reason::locked_for_security, Defect::start_ignores_security_lock},
    {Condition::expired, Reason::expired_post_paid, Defect::start_ignores_expired},
    {Condition::overdue_recycling, Reason::expired_post_paid, Defect::start_ignores_overdue_recycling},
    {Condition::image_expired, Reason::expired_post_paid, Defect::start_ignores_expired},
    {Condition::ecs_and_image_expired, Reason::expired_post_paid, Defect::start_ignores_expired},
    {Condition::pre_paid_expired, Reason::expired_pre_paid, Defect::start_ignores_pre_paid_expired},
};

constexpr Obstacle of_a_stopped_instance[] = {
    {Condition::insufficient_balance, Reason::insufficient_balance, Defect::start_ignores_insufficient_balance},
    {Condition::disk_incorrect_status, Reason::disk_error, Defect::start_ignores_disk_incorrect_status},
    {Condition::disk_in_arrears, Reason::disk_in_arrears, Defect::start_ignores_disk_in_arrears},
    {Condition::not_ready, Reason::instance_not_ready, Defect::start_ignores_not_ready},
    {Condition::unreachable, Reason::instance_unreachable, Defect::start_ignores_unreachable},
    {Condition::kms_unauthorized, Reason::kms_unauthorized, Defect::start_ignores_kms_unauthorized},
    {Condition::no_stock, Reason::no_stock, Defect::start_ignores_no_stock},
    {Condition::spot_price_low, Reason::spot_price_low, Defect::start_ignores_spot_price_low},
    {Condition::quota_type, Reason::quota_type, Defect::start_ignores_quota_type},
    {Condition::quota_instances, Reason::quota_instances, Defect::start_ignores_quota_instances},
    {Condition::quota_vcpus, Reason::quota_vcpus, Defect::start_ignores_quota_vcpus},
    {Condition::quota_instances_or_vcpus, Reason::quota_instances_or_vcpus, Defect::start_ignores_quota_instances_or_vcpus},
};
// clang-format on

Outcome check(const Call& call, Instance& instance) {
  if (Outcome refusal = check_obstacles(call, instance, whatever_the_status)) {
    // An image may expire under either way of paying; the text names the way.
    if (refusal->reason == Reason::expired_post_paid &&
        instance.charge_type() == ChargeType::pre_paid) {
      refusal->reason = Reason::expired_pre_paid;
    }
    return refusal;
  }
  if (instance.status(call.now) != Status::stopped) {
    return refuse(Reason::incorrect_instance_status);
  }
  return check_obstacles(call, instance, of_a_stopped_instance);
}

}  // namespace

Outcome start_instance(const Call& call, AnswerWriter&) {
  const std::string_view instance_id = call.parameters.value("InstanceId");
  if (instance_id.empty()) return missing("InstanceId");
  const Flag init_local_disk{call, "InitLocalDisk"};
  const Flag dry_run{call, "DryRun"};
  if (Outcome refusal = check_flags({init_local_disk, dry_run})) return refusal;

  const FoundInstance found = find_instance(call, instance_id);
  if (found.instance == nullptr) return refuse(Reason::instance_not_found);
  Instance& instance = *found.instance;
  if (Outcome refusal = check(call, instance)) return refusal;
  if (dry_run) return refuse(Reason::dry_run_operation);

  if (init_local_disk && instance.conditions().has(Condition::local_disk)) {
    instance.local_disk_data_lost = true;
    instance.conditions().remove(Condition::local_disk_failed);
  }
  instance.depart(Route{Status::starting, Status::running}, call.now);
  return accepted;
}

}  // namespace hallmark::runner::reference
