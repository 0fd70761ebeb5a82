// SPDX-License-Identifier: Apache-2.0
//
// Worlds by what they differ in from the one in which an action's plain call is accepted.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cases/base/tested_action.hpp"
#include "cases/fixture.hpp"

namespace hallmark::cases {

// No contradiction: each condition where it can be true, a failed local disk in an instance that
// has local disks, one state of what is paid for at a time, and no spot instance but a PostPaid
// one.
[[nodiscard]] bool can_be(const Fixture& world);

// One difference; one of its members says which.
struct Difference {
  std::string slug;  // in the id of a case
  std::optional<specs::InstanceStatus> status = {};
  std::optional<ChargeType> charge_type = {};
  std::optional<Condition> condition = {};
  bool lacks_what_is_wanted = false;  // of the conditions under which the action is accepted
};

// The statuses, then the charge type, then the conditions in the protocol's order.
[[nodiscard]] std::vector<Difference> differences_of(const TestedAction& action);

// Of the case that asks for one difference alone: start-instance/pair/security-lock.
[[nodiscard]] std::string id_of_one(const TestedAction& action, const Difference& one);

// Where the service fails, so does looking through the API.
[[nodiscard]] bool fails_as_a_whole(const Fixture& world);

// The world that differs in all of these; nothing where there is none, or where fewer of them
// make the same one.
[[nodiscard]] std::optional<Fixture> world_of(const TestedAction& action,
                                              std::span<const Difference> differences);

}  // namespace hallmark::cases
