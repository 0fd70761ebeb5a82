// SPDX-License-Identifier: Apache-2.0
//
// ReactivateInstances (later spelt ReActivateInstances), after its pages of 2018-11 and 2020-09: an
// expired or overdue pay-as-you-go instance, Stopped -> Starting -> Running. It has no DryRun.
#include <utility>

#include "runner/reference/actions/actions.hpp"
#include "runner/reference/worlds/instance_lookup.hpp"

namespace hallmark::runner::reference::reactivate_instances {
namespace {

// clang-format off
constexpr Obstacle whatever_the_status[] = {
    {Circumstance::service_error, Reason::service_error, Defect::reactivate_ignores_service_error},
    {Circumstance::service_failure, Reason::service_failure, Defect::reactivate_ignores_service_failure},
    {Circumstance::security_lock, Reason::locked_for_security, Defect::reactivate_ignores_security_lock},
};

constexpr Obstacle of_an_expired_instance[] = {
    {Circumstance::insufficient_balance, Reason::insufficient_balance, Defect::reactivate_ignores_insufficient_balance},
};
// clang-format on

constexpr Exemption wrong_statuses[] = {
    {Status::running, Defect::reactivate_while_running},
    {Status::starting, Defect::reactivate_while_starting},
    {Status::stopping, Defect::reactivate_while_stopping},
    {Status::pending, Defect::reactivate_while_pending},
};

// The conditions that a reactivation is for, each with the defect that does not know it.
constexpr struct {
  Circumstance condition;
  Defect refused_by;
} expired_conditions[] = {
    {Circumstance::expired, Defect::reactivate_expired_refused},
    {Circumstance::overdue_recycling, Defect::reactivate_overdue_recycling_refused},
    {Circumstance::image_expired, Defect::reactivate_image_expired_refused},
    {Circumstance::ecs_and_image_expired, Defect::reactivate_ecs_and_image_expired_refused},
};

bool can_be_reactivated(const ServedCall& call, const Instance& instance) {
  for (const auto& [condition, refused_by] : expired_conditions) {
    if (instance.conditions().has(condition)) return !call.broken(refused_by);
  }
  return false;
}

Outcome check(const ServedCall& call, Instance& instance) {
  if (Outcome refusal = check_obstacles(call, instance, whatever_the_status)) return refusal;
  if (instance.charge_type() == ChargeType::pre_paid) {
    return call.broken(Defect::reactivate_pre_paid) ? accepted
                                                    : refuse(Reason::pay_type_not_supported);
  }
  const bool simultaneous = just_did(call, instance, Deed::reactivation) &&
                            call.broken(Defect::simultaneous_reactivations_accepted);
  if (simultaneous) return accepted;
  if (!is_in(call, instance, Status::stopped, wrong_statuses)) {
    return refuse(Reason::incorrect_instance_status);
  }
  if (instance.status(call.now) != Status::stopped) return accepted;  // an exempted status
  if (!can_be_reactivated(call, instance) && !call.broken(Defect::reactivate_while_not_expired)) {
    return refuse(call.manners.of_reactivate_2020 ? Reason::not_reactivatable_2020
                                                  : Reason::not_reactivatable);
  }
  return check_obstacles(call, instance, of_an_expired_instance);
}

Route route(const ServedCall& call) {
  if (call.broken(Defect::reactivate_goes_by_pending)) {
    return Route{Status::pending, Status::starting, Status::running};
  }
  if (call.broken(Defect::reactivate_never_settles)) return Route{Status::starting};
  if (call.broken(Defect::reactivate_ends_stopped)) {
    return Route{Status::starting, Status::stopped};
  }
  return Route{Status::starting, Status::running};
}

// The bill is paid: what was expired no longer is, and the financial lock is gone.
void settle_the_bill(Instance& instance) {
  for (const auto& [condition, refused_by] : expired_conditions) {
    instance.conditions().remove(condition);
  }
}

void reactivate(const ServedCall& call, Instance& instance) {
  if (call.broken(Defect::reactivate_does_nothing)) return;
  if (!call.broken(Defect::reactivated_instance_stays_expired)) settle_the_bill(instance);
  instance.depart(route(call), call.now);
  instance.last_deed = Deed::reactivation;
  instance.last_deed_at = call.now;
}

Outcome carry_out(const ServedCall& call, AnswerWriter&) {
  std::string_view instance_id;
  if (Outcome refusal = read_instance_id(call, instance_id)) return refusal;

  FoundInstance found = find_instance(call, instance_id);
  if (found.instance == nullptr) return not_found(call, instance_id, std::move(found));
  Instance& instance = *found.instance;
  if (Outcome refusal = check(call, instance)) {
    if (call.broken(Defect::refused_reactivation_reactivates)) reactivate(call, instance);
    return refusal;
  }
  if (call.broken(Defect::reactivate_honours_dry_run) && call.value("DryRun") == "true") {
    return refuse(Reason::dry_run_operation);
  }
  reactivate(call, instance);
  return accepted;
}

}  // namespace

Grounds grounds() {
  return {whatever_the_status, Status::stopped, wrong_statuses, of_an_expired_instance};
}

constinit const Action action{
    .name = "ReactivateInstances",
    .carry_out = carry_out,
    .other_spelling = "ReActivateInstances",  // of later pages and every SDK
    .is_lifecycle = true,
    .v3_refused = Defect::v3_reactivate_refused,
    .reaches_foreign = Defect::foreign_instance_reactivated};

}  // namespace hallmark::runner::reference::reactivate_instances
