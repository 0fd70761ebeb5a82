// SPDX-License-Identifier: Apache-2.0
//
// ReactivateInstances (later spelt ReActivateInstances), after its page of 2018-11: an expired or
// overdue pay-as-you-go instance, Stopped -> Starting -> Running. It has no DryRun.
#include "runner/reference/actions/actions.hpp"
#include "runner/reference/instance_checks.hpp"

namespace hallmark::runner::reference {
namespace {

// clang-format off
constexpr Obstacle whatever_the_status[] = {
    {Condition::service_error, Reason::service_error, Defect::reactivate_ignores_service_error},
    {Condition::service_failure, Reason::service_failure, Defect::reactivate_ignores_service_failure},
    {Condition::security_lock, Reason::locked_for_security, Defect::reactivate_ignores_security_lock},
};

constexpr Obstacle of_an_expired_instance[] = {
    {Condition::insufficient_balance, Reason::insufficient_balance, Defect::reactivate_ignores_insufficient_balance},
};
// clang-format on

Outcome check(const Call& call, Instance& instance) {
  if (Outcome refusal = check_obstacles(call, instance, whatever_the_status)) return refusal;
  if (instance.charge_type() == ChargeType::pre_paid) return refuse(Reason::pay_type_not_supported);
  if (instance.status(call.now) != Status::stopped) {
    return refuse(Reason::incorrect_instance_status);
  }
  if (!is_expired(instance)) return refuse(Reason::not_reactivatable);
  return check_obstacles(call, instance, of_an_expired_instance);
}

// The bill is paid: what was expired no longer is, and the financial lock is gone.
void settle_the_bill(Instance& instance) {
  for (const Condition condition : {Condition::expired, Condition::overdue_recycling,
                                    Condition::image_expired, Condition::ecs_and_image_expired}) {
    instance.conditions().remove(condition);
  }
}

}  // namespace

Outcome reactivate_instances(const Call& call, AnswerWriter&) {
  const std::string_view instance_id = call.parameters.value("InstanceId");
  if (instance_id.empty()) return missing("InstanceId");

  const FoundInstance found = find_instance(call, instance_id);
  if (found.instance == nullptr) return refuse(Reason::instance_not_found);
  Instance& instance = *found.instance;
  if (Outcome refusal = check(call, instance)) return refusal;

  settle_the_bill(instance);
  instance.depart(Route{Status::starting, Status::running}, call.now);
  return accepted;
}

}  // namespace hallmark::runner::reference
