// SPDX-License-Identifier: Apache-2.0
//
// What may forbid an action on an instance: its status, and the conditions of its world, each with
// the refusal that the action's page documents for it.
#pragma once

#include <span>

#include "runner/reference/request/call.hpp"

namespace hallmark::runner::reference {

// One action's view of one condition.
struct Obstacle {
  Circumstance condition;
  Cause cause;
  Defect ignored_by;  // the defect that overlooks it
};

// Refuses for the first obstacle, in their order, that stands in the way.
[[nodiscard]] Outcome check_obstacles(const ServedCall& call, const Instance& instance,
                                      std::span<const Obstacle> obstacles);

// A status that a defect lets pass although the action does not work in it.
struct Exemption {
  Status status;
  Defect defect;
};

// All that an action looks at, in this order.
struct Grounds {
  std::span<const Obstacle> whatever_the_status;
  Status wanted;
  std::span<const Exemption> exemptions;
  std::span<const Obstacle> in_the_wanted_status;
};

// Whether the instance is in the one status in which the action works.
[[nodiscard]] bool is_in(const ServedCall& call, Instance& instance, Status wanted,
                         std::span<const Exemption> exemptions);

// Whether the instance obeyed a call of this kind a moment ago: defects of concurrency look back.
[[nodiscard]] bool just_did(const ServedCall& call, const Instance& instance, Deed deed);

// Whether OperationLocks holds the reason "financial".
[[nodiscard]] bool is_locked_financially(const Instance& instance);

// DryRun of an action that has it.
[[nodiscard]] bool is_dry(const ServedCall& call, const Flag& dry_run);

// How a dry run ends whose checks ended in `checked`.
[[nodiscard]] Outcome end_dry_run(const ServedCall& call, Outcome checked, Defect answers_200);

}  // namespace hallmark::runner::reference
