// SPDX-License-Identifier: Apache-2.0
//
// The world that must stand before a request is sent, in the words of the fixture protocol
// (docs/fixture-protocol.md): one account, one instance, and what is true of them.
#pragma once

#include <optional>
#include <string>

#include "specs/schema/lifecycle.hpp"
#include "specs/schema/world.hpp"

namespace hallmark::cases {

using specs::all_conditions;
using specs::ChargeType;
using specs::Condition;
using specs::condition_names;
using specs::ConditionSet;
using specs::name_of;

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
