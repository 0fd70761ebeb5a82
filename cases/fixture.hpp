// SPDX-License-Identifier: Apache-2.0
//
// The world that must stand before a request is sent, in the words of the fixture protocol
// (docs/fixture-protocol.md): one account, one instance, and what is true of them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "specs/schema/lifecycle.hpp"

namespace hallmark::cases {

enum class ChargeType : std::uint8_t { post_paid, pre_paid };

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

inline constexpr std::array<std::string_view, 22> condition_names = {"SecurityLock",
                                                                     "Expired",
                                                                     "OverdueRecycling",
                                                                     "ImageExpired",
                                                                     "EcsAndImageExpired",
                                                                     "PrePaidExpired",
                                                                     "InsufficientBalance",
                                                                     "DiskIncorrectStatus",
                                                                     "DiskInArrears",
                                                                     "NotReady",
                                                                     "Unreachable",
                                                                     "KmsUnauthorized",
                                                                     "NoStock",
                                                                     "SpotPriceLow",
                                                                     "QuotaType",
                                                                     "QuotaInstances",
                                                                     "QuotaVcpus",
                                                                     "QuotaInstancesOrVcpus",
                                                                     "LocalDisk",
                                                                     "LocalDiskFailed",
                                                                     "ServiceError",
                                                                     "ServiceFailure"};

// Each once, in the protocol's order.
inline constexpr std::array<Condition, condition_names.size()> all_conditions = [] {
  std::array<Condition, condition_names.size()> all = {};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<Condition>(i);
  return all;
}();

constexpr std::string_view name_of(Condition condition) {
  return condition_names[static_cast<std::size_t>(condition)];
}

class ConditionSet {
 public:
  constexpr ConditionSet() = default;
  template <class... C>
  constexpr explicit ConditionSet(C... conditions) : bits_{(0U | ... | bit(conditions))} {}
  [[nodiscard]] constexpr bool contains(Condition condition) const {
    return (bits_ & bit(condition)) != 0;
  }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  [[nodiscard]] constexpr ConditionSet with(Condition condition) const {
    ConditionSet both = *this;
    both.bits_ |= bit(condition);
    return both;
  }
  [[nodiscard]] constexpr ConditionSet without(ConditionSet others) const {
    ConditionSet rest = *this;
    rest.bits_ &= ~others.bits_;
    return rest;
  }
  [[nodiscard]] constexpr bool includes(ConditionSet others) const {
    return (bits_ & others.bits_) == others.bits_;
  }
  friend constexpr bool operator==(ConditionSet, ConditionSet) = default;

 private:
  static constexpr std::uint32_t bit(Condition condition) {
    return std::uint32_t{1} << static_cast<unsigned>(condition);
  }
  std::uint32_t bits_ = 0;
};

struct Fixture {
  specs::InstanceStatus status = specs::InstanceStatus::stopped;
  ChargeType charge_type = ChargeType::post_paid;
  ConditionSet conditions = {};
  // How long an accepted call's transitory status lasts, ms; nothing: until the fixture is deleted.
  std::optional<int> settle_ms = {};

  friend bool operator==(const Fixture&, const Fixture&) = default;
};

// "an instance that is Stopped, PrePaid, under SecurityLock": the `given` of a report.
[[nodiscard]] std::string describe(const Fixture& fixture);

}  // namespace hallmark::cases
