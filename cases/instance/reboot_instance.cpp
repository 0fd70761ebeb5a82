// SPDX-License-Identifier: Apache-2.0
//
// RebootInstance, page by page: its error rows, its sample request, and ForceStop.
#include <string>
#include <string_view>
#include <utility>

#include "cases/base/answers.hpp"
#include "cases/families.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/instance/outcomes.hpp"
#include "cases/instance/sample_requests.hpp"

namespace hallmark::cases {
namespace {

namespace e2019 = specs::reboot_instance::e2019_04;
namespace common = specs::common::errors;
using specs::InstanceStatus;

consteval specs::Citation row(int n) { return cite_row(e2019::page, n); }
consteval specs::Citation clause(int n) { return cite_clause(e2019::page, n); }

constexpr std::string_view two_internal_errors =
    "the page prints two texts for InternalError and does not say which is for what";
constexpr std::string_view expired_is_stopped =
    "an expired instance is Stopped, so that the row on its status fits as well";
constexpr Documented wrong_status{row(2), clause(e2019::clause::precondition)};
constexpr Documented wrong_status_free_text{row(7)};
constexpr Alternatives internal_error = {Documented{row(5)}, Documented{row(9)}};
constexpr Alternatives expired = {Documented{row(6)}, wrong_status, wrong_status_free_text};

constexpr DocumentedRefusal refusals[] = {
    {.name = "invalid-instance-id-not-found",
     .reason = Reason::unknown_instance,
     .world = {.status = InstanceStatus::running},
     .instance_id = unknown_instance_id,
     .allowed = {Documented{row(1), common_row(common::invalid_instance_id_not_found)}}},
    {.name = "incorrect-instance-status",
     .reason = Reason::wrong_status,
     .world = {.status = InstanceStatus::stopped},
     .allowed = {wrong_status, wrong_status_free_text},
     .lenience = "one row prints a fixed text, another leaves the text to the endpoint (%s)"},
    {.name = "instance-locked-for-security",
     .reason = Reason::security_lock,
     .world = {.status = InstanceStatus::running,
               .conditions = ConditionSet{Condition::security_lock}},
     .allowed = {Documented{row(3), clause(e2019::clause::security_lock)}}},
    {.name = "disk-error",
     .reason = Reason::disk,
     .world = {.status = InstanceStatus::running,
               .conditions = ConditionSet{Condition::disk_incorrect_status}},
     .allowed = {Documented{row(4)}}},
    {.name = "internal-error",
     .reason = Reason::service_fails,
     .world = {.status = InstanceStatus::running,
               .conditions = ConditionSet{Condition::service_error}},
     .allowed = internal_error,
     .lenience = two_internal_errors},
    {.name = "internal-error-exception-or-failure",
     .reason = Reason::service_fails,
     .world = {.status = InstanceStatus::running,
               .conditions = ConditionSet{Condition::service_failure}},
     .allowed = internal_error,
     .lenience = two_internal_errors},
    {.name = "instance-expired-or-in-arrears-pre-paid",
     .reason = Reason::pre_paid_expired,
     .world = {.status = InstanceStatus::running,
               .charge_type = ChargeType::pre_paid,
               .conditions = ConditionSet{Condition::pre_paid_expired}},
     .allowed = expired,
     .lenience = expired_is_stopped},
    {.name = "instance-expired-or-in-arrears-post-paid",
     .reason = Reason::post_paid_expired,
     .world = {.status = InstanceStatus::stopped, .conditions = ConditionSet{Condition::expired}},
     .allowed = expired,
     .lenience = expired_is_stopped},
    {.name = "kms-unauthorized",
     .reason = Reason::kms,
     .world = {.status = InstanceStatus::running,
               .conditions = ConditionSet{Condition::kms_unauthorized}},
     .allowed = {Documented{row(8)}}},
};

// ForceStop, and how the instance is stopped on its way.
struct ForceStop {
  std::string_view name;
  std::string_view value;  // empty: the parameter is left out
  LastStop stop;
  int clause;
};

constexpr ForceStop force_stop[] = {
    {.name = "true",
     .value = "true",
     .stop = LastStop::forced,
     .clause = e2019::clause::force_stop_on},
    {.name = "false",
     .value = "false",
     .stop = LastStop::graceful,
     .clause = e2019::clause::force_stop_off},
    {.name = "absent",
     .value = "",
     .stop = LastStop::graceful,
     .clause = e2019::clause::force_stop_off},
};

Call call_with(const ForceStop& flag) {
  Call call = plain_call(reboot_instance_action);
  if (!flag.value.empty()) {
    call.arguments.push_back({.name = "ForceStop", .value = text(std::string{flag.value})});
  }
  return call;
}

Case force_stop_case(const ForceStop& flag) {
  Call call = call_with(flag);
  call.expect.allowed = {accepted_as(reboot_instance_action)};
  return {
      .id = std::string{"reboot-instance/force-stop/"}.append(flag.name),
      .fixture = reboot_instance_action.fixture(),
      .calls = {std::move(call)},
      .effect = {.look = Effect::Look::once, .channel = Channel::fixture, .last_stop = flag.stop},
      .citations = {{&e2019::page, specs::Citation::Kind::clause, flag.clause},
                    clause(e2019::clause::forced_stop),
                    cite_parameter(e2019::page, "ForceStop")},
      .needs = needs_of(reboot_instance_action)};
}

// Force is no way round the precondition.
Case force_stop_on_stopped_case() {
  Call call = call_with(force_stop[0]);
  allow(call.expect.allowed, refusal_of(reboot_instance_action, Reason::wrong_status));
  return {
      .id = "reboot-instance/force-stop/true-on-stopped",
      .calls = {std::move(call)},
      .effect = {.look = Effect::Look::once, .channel = Channel::fixture},
      .citations = {clause(e2019::clause::precondition), cite_parameter(e2019::page, "ForceStop")},
      .needs = needs_of(reboot_instance_action)};
}

// What may be lost is what was not yet written; local disks are not initialised by a restart.
Case local_disk_case() {
  Case one = force_stop_case(force_stop[2]);
  one.id = "reboot-instance/force-stop/absent-local-disk";
  one.level = Level::recommended;
  one.fixture.conditions = ConditionSet{Condition::local_disk};
  one.effect.local_disk_data = LocalDiskData::kept;
  return one;
}

}  // namespace

std::span<const DocumentedRefusal> reboot_instance_refusals() { return refusals; }

std::vector<Case> reboot_instance_cases() {
  std::vector<Case> cases = error_row_cases(reboot_instance_action);
  for (const specs::Page* page : reboot_instance_action.editions) {
    cases.push_back(sample_case(reboot_instance_action, *page));
  }
  for (const ForceStop& flag : force_stop) cases.push_back(force_stop_case(flag));
  cases.push_back(force_stop_on_stopped_case());
  cases.push_back(local_disk_case());
  return cases;
}

}  // namespace hallmark::cases
