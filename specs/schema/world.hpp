// SPDX-License-Identifier: Apache-2.0
//
// What can be true of an instance and of the account that owns it, in the words of the fixture
// protocol (docs/fixture-protocol.md): what the preconditions of the pages speak of.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "specs/schema/lifecycle.hpp"
#include "specs/schema/set_of.hpp"

namespace hallmark::specs {

enum class ChargeType : std::uint8_t { post_paid, pre_paid };
inline constexpr std::array charge_types = {ChargeType::post_paid, ChargeType::pre_paid};

constexpr std::string_view name_of(ChargeType type) {
  return type == ChargeType::post_paid ? "PostPaid" : "PrePaid";
}

// One named truth about a world. The order is the protocol's.
enum class Condition : std::uint8_t {
  security_lock,
  expired,
  overdue_recycling,
  image_expired,
  ecs_and_image_expired,
  pre_paid_expired,
  insufficient_balance,
  disk_incorrect_status,
  disk_in_arrears,
  not_ready,
  unreachable,
  kms_unauthorized,
  no_stock,
  spot_price_low,
  quota_type,
  quota_instances,
  quota_vcpus,
  quota_instances_or_vcpus,
  local_disk,
  local_disk_failed,
  service_error,
  service_failure,
};

// What a condition is about.
enum class Concern : std::uint8_t {
  lock,       // what the instance's OperationLocks hold
  expiry,     // what is paid for, and until when
  resources,  // what the call needs: money, disks, stock, quota, keys, a reachable instance
  disk_kind,  // which disks the instance has; forbids nothing
  service,    // the service itself fails
};

// A condition, and where it can be true.
struct ConditionRow {
  Condition condition;
  std::string_view name;  // the protocol's word
  Concern concern;
  std::optional<ChargeType> only_with = {};  // the charge type that it goes with
  StatusSet only_in = any_status;            // the statuses in which the pages speak of it
  std::string_view lock_reason = {};  // what OperationLocks call it; empty: nothing, or unsaid
};

// clang-format off
inline constexpr ConditionRow condition_rows[] = {
    {Condition::security_lock,            "SecurityLock",          Concern::lock,   {}, any_status, "security"},
    {Condition::expired,                  "Expired",               Concern::expiry, ChargeType::post_paid, StatusSet{InstanceStatus::stopped}, "financial"},
    {Condition::overdue_recycling,        "OverdueRecycling",      Concern::expiry, ChargeType::post_paid, StatusSet{InstanceStatus::stopped}},
    {Condition::image_expired,            "ImageExpired",          Concern::expiry, {}, StatusSet{InstanceStatus::stopped}},
    {Condition::ecs_and_image_expired,    "EcsAndImageExpired",    Concern::expiry, {}, StatusSet{InstanceStatus::stopped}},
    {Condition::pre_paid_expired,         "PrePaidExpired",        Concern::expiry, ChargeType::pre_paid,  StatusSet{InstanceStatus::stopped}},
    {Condition::insufficient_balance,     "InsufficientBalance",   Concern::resources},
    {Condition::disk_incorrect_status,    "DiskIncorrectStatus",   Concern::resources},
    {Condition::disk_in_arrears,          "DiskInArrears",         Concern::resources},
    {Condition::not_ready,                "NotReady",              Concern::resources},
    {Condition::unreachable,              "Unreachable",           Concern::resources},
    {Condition::kms_unauthorized,         "KmsUnauthorized",       Concern::resources},
    {Condition::no_stock,                 "NoStock",               Concern::resources},
    {Condition::spot_price_low,           "SpotPriceLow",          Concern::resources},
    {Condition::quota_type,               "QuotaType",             Concern::resources},
    {Condition::quota_instances,          "QuotaInstances",        Concern::resources},
    {Condition::quota_vcpus,              "QuotaVcpus",            Concern::resources},
    {Condition::quota_instances_or_vcpus, "QuotaInstancesOrVcpus", Concern::resources},
    {Condition::local_disk,               "LocalDisk",             Concern::disk_kind},
    {Condition::local_disk_failed,        "LocalDiskFailed",       Concern::disk_kind},
    {Condition::service_error,            "ServiceError",          Concern::service},
    {Condition::service_failure,          "ServiceFailure",        Concern::service},
};
// clang-format on

constexpr const ConditionRow& row_of(Condition condition) {
  return condition_rows[static_cast<std::size_t>(condition)];
}
constexpr std::string_view name_of(Condition condition) { return row_of(condition).name; }

inline constexpr std::size_t condition_count = std::size(condition_rows);

// Each once, and their names, in the protocol's order.
inline constexpr std::array<Condition, condition_count> all_conditions = [] {
  std::array<Condition, condition_count> all = {};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = condition_rows[i].condition;
  return all;
}();
inline constexpr std::array<std::string_view, condition_count> condition_names = [] {
  std::array<std::string_view, condition_count> all = {};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = condition_rows[i].name;
  return all;
}();

consteval bool in_protocol_order() {
  for (std::size_t i = 0; i < all_conditions.size(); ++i) {
    if (all_conditions[i] != static_cast<Condition>(i)) throw "conditions stand in their order";
  }
  return all_conditions.back() == Condition::service_failure;
}
static_assert(in_protocol_order());

using ConditionSet = SetOf<Condition>;

// Every condition about the one concern.
constexpr ConditionSet conditions_about(Concern concern) {
  ConditionSet all;
  for (const ConditionRow& row : condition_rows) {
    if (row.concern == concern) all = all.with(row.condition);
  }
  return all;
}

inline constexpr ConditionSet expired_images{Condition::image_expired,
                                             Condition::ecs_and_image_expired};

// What the fixture protocol tells of an instance beyond the API, in its words.
enum class LocalDiskData : std::uint8_t { kept, lost };
inline constexpr std::array<std::string_view, 2> local_disk_data_names = {"kept", "lost"};
constexpr std::string_view name_of(LocalDiskData data) {
  return local_disk_data_names[static_cast<std::size_t>(data)];
}
enum class LastStop : std::uint8_t { none, graceful, forced };
inline constexpr std::array<std::string_view, 3> last_stop_names = {"none", "graceful", "forced"};
constexpr std::string_view name_of(LastStop stop) {
  return last_stop_names[static_cast<std::size_t>(stop)];
}

}  // namespace hallmark::specs
