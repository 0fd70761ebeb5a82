// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/worlds/instance_checks.hpp"

#include <algorithm>
#include <chrono>

namespace hallmark::runner::reference {

Outcome check_obstacles(const ServedCall& call, const Instance& instance,
                        std::span<const Obstacle> obstacles) {
  for (const Obstacle& obstacle : obstacles) {
    if (instance.conditions().has(obstacle.condition) && !call.broken(obstacle.ignored_by)) {
      return refuse(obstacle.cause);
    }
  }
  return accepted;
}

bool is_in(const ServedCall& call, Instance& instance, Status wanted,
           std::span<const Exemption> exemptions) {
  const Status status = instance.status(call.now);
  if (status == wanted) return true;
  return std::any_of(exemptions.begin(), exemptions.end(), [&](const Exemption& exemption) {
    return exemption.status == status && call.broken(exemption.defect);
  });
}

bool just_did(const ServedCall& call, const Instance& instance, Deed deed) {
  constexpr std::chrono::milliseconds moment{100};  // on a busy machine, too
  return instance.last_deed == deed && call.now - instance.last_deed_at < moment;
}

bool is_locked_financially(const Instance& instance) {
  const Conditions& conditions = instance.conditions();
  return conditions.has(Circumstance::expired) || conditions.has(Circumstance::overdue_recycling) ||
         conditions.has(Circumstance::ecs_and_image_expired);
}

bool is_dry(const ServedCall& call, const Flag& dry_run) {
  if (call.broken(Defect::dry_run_false_is_dry) && dry_run.is_false()) return true;
  if (call.broken(Defect::dry_run_by_default) && !dry_run.is_false()) return true;
  return static_cast<bool>(dry_run);
}

Outcome end_dry_run(const ServedCall& call, Outcome checked, Defect answers_200) {
  const bool overlooked = checked && checked->cause == Reason::locked_for_security &&
                          call.broken(Defect::dry_run_skips_security_lock);
  if (checked && !overlooked) return checked;
  if (call.broken(answers_200)) return accepted;
  return refuse(Reason::dry_run_operation);
}

}  // namespace hallmark::runner::reference
