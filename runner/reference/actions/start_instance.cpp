// SPDX-License-Identifier: Apache-2.0
//
// StartInstance, after its pages of 2019-05 and 2020-10: Stopped -> Starting -> Running.
#include <utility>

#include "runner/reference/actions/actions.hpp"
#include "runner/reference/worlds/instance_lookup.hpp"

namespace hallmark::runner::reference::start_instance {
namespace {

// clang-format off
constexpr Obstacle whatever_the_status[] = {
    {Circumstance::service_error, Reason::service_error, Defect::start_ignores_service_error},
    {Circumstance::service_failure, Reason::service_failure, Defect::start_ignores_service_failure},
    {Circumstance::security_lock, Reason::locked_for_security, Defect::start_ignores_security_lock},
    {Circumstance::expired, Reason::expired_post_paid, Defect::start_ignores_expired},
    {Circumstance::overdue_recycling, Reason::expired_post_paid, Defect::start_ignores_overdue_recycling},
    {Circumstance::image_expired, Reason::expired_post_paid, Defect::start_ignores_expired},
    {Circumstance::ecs_and_image_expired, Reason::expired_post_paid, Defect::start_ignores_expired},
    {Circumstance::pre_paid_expired, Reason::expired_pre_paid, Defect::start_ignores_pre_paid_expired},
};

constexpr Obstacle of_a_stopped_instance[] = {
    {Circumstance::insufficient_balance, Reason::insufficient_balance, Defect::start_ignores_insufficient_balance},
    {Circumstance::disk_incorrect_status, Reason::disk_error, Defect::start_ignores_disk_incorrect_status},
    {Circumstance::disk_in_arrears, Reason::disk_in_arrears, Defect::start_ignores_disk_in_arrears},
    {Circumstance::not_ready, Reason::instance_not_ready, Defect::start_ignores_not_ready},
    {Circumstance::unreachable, Reason::instance_unreachable, Defect::start_ignores_unreachable},
    {Circumstance::kms_unauthorized, Reason::kms_unauthorized, Defect::start_ignores_kms_unauthorized},
    {Circumstance::no_stock, Reason::no_stock, Defect::start_ignores_no_stock},
    {Circumstance::spot_price_low, Reason::spot_price_low, Defect::start_ignores_spot_price_low},
    {Circumstance::quota_type, Reason::quota_type, Defect::start_ignores_quota_type},
    {Circumstance::quota_instances, Reason::quota_instances, Defect::start_ignores_quota_instances},
    {Circumstance::quota_vcpus, Reason::quota_vcpus, Defect::start_ignores_quota_vcpus},
    {Circumstance::quota_instances_or_vcpus, Reason::quota_instances_or_vcpus, Defect::start_ignores_quota_instances_or_vcpus},
};
// clang-format on

constexpr Exemption wrong_statuses[] = {
    {Status::running, Defect::start_while_running},
    {Status::starting, Defect::start_while_starting},
    {Status::stopping, Defect::start_while_stopping},
};

// An image may expire under either way of paying; the text names the way.
Reason expired_reason(const ServedCall& call, const Instance& instance) {
  const bool pre_paid = instance.charge_type() == ChargeType::pre_paid;
  return pre_paid != call.broken(Defect::start_confuses_pay_types) ? Reason::expired_pre_paid
                                                                   : Reason::expired_post_paid;
}

Outcome check_status(const ServedCall& call, Instance& instance) {
  if (is_in(call, instance, Status::stopped, wrong_statuses)) return accepted;
  if (just_did(call, instance, Deed::start)) {
    if (call.broken(Defect::simultaneous_starts_accepted)) return accepted;
    if (call.broken(Defect::simultaneous_starts_answer_400)) {
      return refuse(Reason::malformed_request);
    }
    if (call.broken(Defect::second_start_undoes_first)) {
      instance.depart(Route{Status::stopped}, call.now);
    }
  }
  if (just_did(call, instance, Deed::reboot) && call.broken(Defect::start_accepted_during_reboot)) {
    return accepted;
  }
  return refuse(Reason::incorrect_instance_status);
}

Outcome check(const ServedCall& call, Instance& instance) {
  if (is_locked_financially(instance) && call.broken(Defect::financial_lock_taken_for_security)) {
    return refuse(Reason::locked_for_security);
  }
  if (Outcome refusal = check_obstacles(call, instance, whatever_the_status)) {
    if (refusal->cause == Reason::expired_post_paid || refusal->cause == Reason::expired_pre_paid) {
      refusal->cause = expired_reason(call, instance);
    }
    return refusal;
  }
  if (Outcome refusal = check_status(call, instance)) return refusal;
  const bool pre_paid = instance.charge_type() == ChargeType::pre_paid;
  if ((pre_paid && call.broken(Defect::start_pre_paid_refused)) ||
      (instance.conditions().has(Circumstance::local_disk) &&
       call.broken(Defect::start_local_disk_refused))) {
    return refuse(Reason::incorrect_instance_status);
  }
  return check_obstacles(call, instance, of_a_stopped_instance);
}

// The rows that the page of 2019-05 lacks, by those which it has.
Outcome as_in_2019(Outcome refusal) {
  if (!refusal) return refusal;
  if (refusal->cause == Reason::instance_unreachable) refusal->cause = Reason::instance_not_ready;
  if (refusal->cause == Reason::service_error) refusal->cause = Reason::service_failure;
  return refusal;
}

Route route(const ServedCall& call) {
  if (call.broken(Defect::start_goes_by_pending)) {
    return Route{Status::pending, Status::starting, Status::running};
  }
  if (call.broken(Defect::start_goes_by_stopping)) {
    return Route{Status::stopping, Status::starting, Status::running};
  }
  if (call.broken(Defect::start_never_settles)) return Route{Status::starting};
  if (call.broken(Defect::start_falls_back)) return Route{Status::starting, Status::stopped};
  return Route{Status::starting, Status::running};
}

bool initialises_local_disk(const ServedCall& call, const Flag& init_local_disk) {
  if (call.broken(Defect::init_local_disk_ignored)) return false;
  if (call.broken(Defect::init_local_disk_always)) return true;
  if (call.broken(Defect::init_local_disk_on_false) && init_local_disk.is_false()) return true;
  return static_cast<bool>(init_local_disk);
}

// The disks of a local-disk type are healthy again, and empty; other types have none.
void initialise_local_disk(Instance& instance) {
  if (!instance.conditions().has(Circumstance::local_disk)) return;
  instance.local_disk_data_lost = true;
  instance.conditions().remove(Circumstance::local_disk_failed);
}

void start(const ServedCall& call, Instance& instance, const Flag& init_local_disk) {
  if (call.broken(Defect::start_does_nothing)) return;
  if (initialises_local_disk(call, init_local_disk)) initialise_local_disk(instance);
  instance.depart(route(call), call.now);
  instance.last_deed = Deed::start;
  instance.last_deed_at = call.now;
}

// What a refused start does to the instance: nothing, but for defects.
void after_refusal(const ServedCall& call, Instance& instance, const Flag& init_local_disk) {
  if (call.broken(Defect::refused_start_starts)) start(call, instance, init_local_disk);
  if (call.broken(Defect::refused_start_stops)) instance.depart(Route{Status::stopped}, call.now);
  if (call.broken(Defect::refused_start_initialises_local_disk) && init_local_disk) {
    initialise_local_disk(instance);
  }
}

void after_dry_run(const ServedCall& call, Instance& instance, const Flag& init_local_disk) {
  if (call.broken(Defect::start_dry_run_executes)) start(call, instance, init_local_disk);
  if (call.broken(Defect::start_dry_run_initialises_local_disk) && init_local_disk) {
    initialise_local_disk(instance);
  }
}

Outcome carry_out(const ServedCall& call, AnswerWriter&) {
  std::string_view instance_id;
  if (Outcome refusal = read_instance_id(call, instance_id)) return refusal;
  const Flag init_local_disk{call, "InitLocalDisk"};
  const Flag dry_run{call, "DryRun"};
  const bool knows_dry_run = call.manners.of_start_2020;
  if (!call.value("DryRun").empty() && call.broken(Defect::start_dry_run_breaks_down)) {
    return refuse(Reason::service_failure);
  }
  Outcome malformed = check_flags({init_local_disk});
  if (!malformed && knows_dry_run) malformed = check_flags({dry_run});
  if (malformed && !call.broken(Defect::malformed_flag_carried_out)) return malformed;

  FoundInstance found = find_instance(call, instance_id);
  if (found.instance == nullptr) return not_found(call, instance_id, std::move(found));
  Instance& instance = *found.instance;
  Outcome refusal = check(call, instance);
  if (!call.manners.of_start_2020) refusal = as_in_2019(std::move(refusal));
  if (knows_dry_run && is_dry(call, dry_run)) {
    if (!refusal) after_dry_run(call, instance, init_local_disk);
    return end_dry_run(call, std::move(refusal), Defect::start_dry_run_answers_200);
  }
  if (refusal) {
    after_refusal(call, instance, init_local_disk);
    return refusal;
  }
  start(call, instance, init_local_disk);
  return malformed;
}

}  // namespace

Grounds grounds() {
  return {whatever_the_status, Status::stopped, wrong_statuses, of_a_stopped_instance};
}

constinit const Action action{.name = "StartInstance",
                              .carry_out = carry_out,
                              .is_lifecycle = true,
                              .v3_refused = Defect::v3_start_refused,
                              .reaches_foreign = Defect::foreign_instance_started};

}  // namespace hallmark::runner::reference::start_instance
