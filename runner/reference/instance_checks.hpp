// SPDX-License-Identifier: Apache-2.0
//
// What may forbid an action on an instance: the conditions of its world, each with the refusal that
// an action's page documents for it.
#pragma once

#include <span>

#include "runner/reference/call.hpp"

namespace hallmark::runner::reference {

// One action's view of one condition.
struct Obstacle {
  Condition condition;
  Reason reason;
  Defect ignored_by;  // the defect that overlooks it
};

// Refuses for the first obstacle, in their order, that stands in the way.
[[nodiscard]] Outcome check_obstacles(const Call& call, const Instance& instance,
                                      std::span<const Obstacle> obstacles);

// Whether OperationLocks holds the reason "financial".
[[nodiscard]] bool is_locked_financially(const Instance& instance);

}  // namespace hallmark::runner::reference
