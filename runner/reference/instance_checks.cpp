// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/instance_checks.hpp"

namespace hallmark::runner::reference {

Outcome check_obstacles(const Call& call, const Instance& instance,
                        std::span<const Obstacle> obstacles) {
  for (const Obstacle& obstacle : obstacles) {
    if (instance.conditions().has(obstacle.condition) && !call.broken(obstacle.ignored_by)) {
      return refuse(obstacle.reason);
    }
  }
  return accepted;
}

bool is_locked_financially(const Instance& instance) {
  const Conditions& conditions = instance.conditions();
  return conditions.has(Condition::expired) || conditions.has(Condition::overdue_recycling) ||
         conditions.has(Condition::ecs_and_image_expired);
}

}  // namespace hallmark::runner::reference
