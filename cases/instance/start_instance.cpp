// SPDX-License-Identifier: Apache-2.0
//
// StartInstance, page by page: its error rows, its sample requests, and InitLocalDisk.
#include <optional>
#include <string>
#include <utility>

#include "cases/base/answers.hpp"
#include "cases/families.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/instance/outcomes.hpp"
#include "cases/instance/sample_requests.hpp"

namespace hallmark::cases {
namespace {

namespace e2019 = specs::start_instance::e2019_05;
namespace e2020 = specs::start_instance::e2020_10;
namespace common = specs::common::errors;
using specs::InstanceStatus;

consteval specs::Citation row19(int n) { return cite_row(e2019::page, n); }
consteval specs::Citation row20(int n) { return cite_row(e2020::page, n); }
consteval specs::Citation clause19(int n) { return cite_clause(e2019::page, n); }
consteval specs::Citation clause20(int n) { return cite_clause(e2020::page, n); }

constexpr std::string_view two_not_ready =
    "the 2020-10 page has InstanceNotReady twice, 403 with and 500 without the final full stop; "
    "older pages have 403 without it";
constexpr std::string_view two_internal_errors =
    "the pages print two texts for InternalError and do not say which is for what";
constexpr Alternatives not_ready = {
    Documented{row20(10), row19(5)}, Documented{row20(5)},
    Documented{common_row(common::instance_not_ready_2017), row20(10), row19(5)}};
constexpr Alternatives internal_error = {Documented{row20(6)}, Documented{row20(16), row19(8)}};

constexpr DocumentedRefusal refusals[] = {
    {.name = "invalid-instance-id-not-found",
     .reason = Reason::unknown_instance,
     .instance_id = unknown_instance_id,
     .allowed = {Documented{row20(1), common_row(common::invalid_instance_id_not_found)}}},
    {.name = "incorrect-instance-status",
     .reason = Reason::wrong_status,
     .world = {.status = InstanceStatus::running},
     .allowed = {Documented{row20(2), row19(1), clause19(e2019::clause::precondition),
                            clause20(e2020::clause::precondition)},
                 Documented{row20(14), row19(6)}},
     .lenience = "one row prints a fixed text, another leaves the text to the endpoint (%s)"},
    {.name = "instance-locked-for-security",
     .reason = Reason::security_lock,
     .world = {.conditions = ConditionSet{Condition::security_lock}},
     .allowed = {Documented{row20(3), clause20(e2020::clause::security_lock),
                            clause19(e2019::clause::security_lock)}}},
    {.name = "insufficient-balance",
     .reason = Reason::insufficient_balance,
     .world = {.conditions = ConditionSet{Condition::insufficient_balance}},
     .allowed = {Documented{row20(4)},
                 Documented{common_row(common::insufficient_balance), row20(4)}},
     .lenience = "the page gives InsufficientBalance with 403, the common table with 400"},
    {.name = "instance-not-ready",
     .reason = Reason::not_ready,
     .world = {.conditions = ConditionSet{Condition::not_ready}},
     .allowed = not_ready,
     .lenience = two_not_ready},
    {.name = "instance-not-ready-unreachable",
     .reason = Reason::not_ready,
     .world = {.conditions = ConditionSet{Condition::unreachable}},
     .allowed = not_ready,
     .lenience = two_not_ready},
    {.name = "internal-error",
     .reason = Reason::service_fails,
     .world = {.conditions = ConditionSet{Condition::service_error}},
     .allowed = internal_error,
     .lenience = two_internal_errors},
    {.name = "internal-error-exception-or-failure",
     .reason = Reason::service_fails,
     .world = {.conditions = ConditionSet{Condition::service_failure}},
     .allowed = internal_error,
     .lenience = two_internal_errors},
    {.name = "disk-error",
     .reason = Reason::disk,
     .world = {.conditions = ConditionSet{Condition::disk_incorrect_status}},
     .allowed = {Documented{row20(7), row19(2)}}},
    {.name = "instance-expired-post-paid",
     .reason = Reason::post_paid_expired,
     .world = {.conditions = ConditionSet{Condition::expired}},
     .allowed = {Documented{row20(8), row19(3)}}},
    {.name = "instance-expired-pre-paid",
     .reason = Reason::pre_paid_expired,
     .world = {.charge_type = ChargeType::pre_paid,
               .conditions = ConditionSet{Condition::pre_paid_expired}},
     .allowed = {Documented{row20(9), row19(4)}}},
    {.name = "disk-in-arrears",
     .reason = Reason::disk,
     .world = {.conditions = ConditionSet{Condition::disk_in_arrears}},
     .allowed = {Documented{row20(11)}}},
    {.name = "operation-denied-no-stock",
     .reason = Reason::stock,
     .world = {.conditions = ConditionSet{Condition::no_stock}},
     .allowed = {Documented{row20(12)}}},
    {.name = "operation-denied-spot-price-lower-than-public-price",
     .reason = Reason::spot_price,
     .world = {.conditions = ConditionSet{Condition::spot_price_low}},
     .allowed = {Documented{row20(13)}}},
    {.name = "kms-unauthorized",
     .reason = Reason::kms,
     .world = {.conditions = ConditionSet{Condition::kms_unauthorized}},
     .allowed = {Documented{row20(15), row19(7)}}},
    {.name = "quota-exceed-elastic-quota-type",
     .reason = Reason::quota,
     .world = {.conditions = ConditionSet{Condition::quota_type}},
     .allowed = {Documented{row20(17)}}},
    {.name = "quota-exceed-elastic-quota-instances",
     .reason = Reason::quota,
     .world = {.conditions = ConditionSet{Condition::quota_instances}},
     .allowed = {Documented{row20(18)}}},
    {.name = "quota-exceed-elastic-quota-vcpus",
     .reason = Reason::quota,
     .world = {.conditions = ConditionSet{Condition::quota_vcpus}},
     .allowed = {Documented{row20(19)}}},
    {.name = "quota-exceed-elastic-quota-instances-or-vcpus",
     .reason = Reason::quota,
     .world = {.conditions = ConditionSet{Condition::quota_instances_or_vcpus}},
     .allowed = {Documented{row20(20)}}},
};

constexpr ConditionSet healthy_local_disk{Condition::local_disk};
constexpr ConditionSet failed_local_disk{Condition::local_disk, Condition::local_disk_failed};

// What InitLocalDisk does to which instance. No expected data: the pages do not say.
struct InitLocalDisk {
  std::string_view name;
  std::string_view value;  // empty: the parameter is left out
  ConditionSet disks;
  std::optional<LocalDiskData> data = {};
};

constexpr InitLocalDisk init_local_disk[] = {
    {.name = "true-failed-disk",
     .value = "true",
     .disks = failed_local_disk,
     .data = LocalDiskData::lost},
    {.name = "false-failed-disk",
     .value = "false",
     .disks = failed_local_disk,
     .data = LocalDiskData::kept},
    {.name = "absent-failed-disk",
     .value = "",
     .disks = failed_local_disk,
     .data = LocalDiskData::kept},
    {.name = "true-healthy-disk", .value = "true", .disks = healthy_local_disk},
    {.name = "false-healthy-disk",
     .value = "false",
     .disks = healthy_local_disk,
     .data = LocalDiskData::kept},
    {.name = "absent-healthy-disk",
     .value = "",
     .disks = healthy_local_disk,
     .data = LocalDiskData::kept},
    {.name = "true-other-type", .value = "true", .disks = {}},
    {.name = "false-other-type", .value = "false", .disks = {}},
};

Citations places_of(const InitLocalDisk& row) {
  Citations places = {
      cite_parameter(e2019::page, "InitLocalDisk"), cite_parameter(e2020::page, "InitLocalDisk"),
      clause19(e2019::clause::local_disk_families), clause20(e2020::clause::local_disk_families)};
  if (row.value == "true") {
    places.push_back(clause19(e2019::clause::local_disk_reset));
    places.push_back(clause20(e2020::clause::local_disk_reset));
  } else {
    places.push_back(clause19(e2019::clause::local_disk_kept));
    places.push_back(clause20(e2020::clause::local_disk_kept));
  }
  if (row.disks.contains(Condition::local_disk_failed)) {
    places.push_back(clause19(e2019::clause::local_disk_failed));
    places.push_back(clause20(e2020::clause::local_disk_failed));
  }
  return places;
}

Case init_local_disk_case(const InitLocalDisk& row) {
  Call call = plain_call(start_instance_action);
  if (!row.value.empty()) {
    call.arguments.push_back({.name = "InitLocalDisk", .value = text(std::string{row.value})});
  }
  call.expect.allowed = {accepted_as(start_instance_action)};
  return {.id = std::string{"start-instance/init-local-disk/"}.append(row.name),
          .level = row.data ? Level::required : Level::recommended,
          .fixture = {.conditions = row.disks},
          .calls = {std::move(call)},
          .effect = {.look = Effect::Look::once,
                     .channel = row.data ? Channel::fixture : Channel::any,
                     .local_disk_data = row.data},
          .citations = places_of(row),
          .needs = needs_of(start_instance_action)};
}

// What is not started is not initialised either.
Case init_local_disk_refused_case() {
  Case one = init_local_disk_case({.name = "true-refused",
                                   .value = "true",
                                   .disks = failed_local_disk.with(Condition::security_lock),
                                   .data = LocalDiskData::kept});
  one.calls[0].expect.allowed.clear();
  allow(one.calls[0].expect.allowed, refusal_of(start_instance_action, Reason::security_lock));
  return one;
}

}  // namespace

std::span<const DocumentedRefusal> start_instance_refusals() { return refusals; }

std::vector<Case> start_instance_cases() {
  std::vector<Case> cases = error_row_cases(start_instance_action);
  for (const specs::Page* page : start_instance_action.editions) {
    cases.push_back(sample_case(start_instance_action, *page));
  }
  for (const InitLocalDisk& row : init_local_disk) cases.push_back(init_local_disk_case(row));
  cases.push_back(init_local_disk_refused_case());
  return cases;
}

}  // namespace hallmark::cases
