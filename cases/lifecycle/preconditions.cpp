// SPDX-License-Identifier: Apache-2.0
//
// Every action in every world of status, charge type and one condition: what the documents leave
// open there is open, everything else is settled. That a refusal changes nothing is another
// family's question; where the call may be accepted, its effect is looked at.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "cases/base/answers.hpp"
#include "cases/families.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/instance/outcomes.hpp"

namespace hallmark::cases {
namespace {

using specs::InstanceStatus;

constexpr std::array<std::string_view, 5> status_slugs = {"pending", "starting", "running",
                                                          "stopping", "stopped"};

// A condition that the pages speak of, and the worlds in which it can be true.
struct Situation {
  std::string_view slug;
  std::optional<Condition> condition = {};
  std::optional<ChargeType> only_with = {};
  bool only_stopped = false;
};

// clang-format off
constexpr Situation situations[] = {
    {.slug = ""},
    {.slug = "security-lock",         .condition = Condition::security_lock},
    {.slug = "expired",               .condition = Condition::expired,               .only_with = ChargeType::post_paid, .only_stopped = true},
    {.slug = "overdue-recycling",     .condition = Condition::overdue_recycling,     .only_with = ChargeType::post_paid, .only_stopped = true},
    {.slug = "image-expired",         .condition = Condition::image_expired,         .only_with = ChargeType::post_paid, .only_stopped = true},
    {.slug = "ecs-and-image-expired", .condition = Condition::ecs_and_image_expired, .only_with = ChargeType::post_paid, .only_stopped = true},
    {.slug = "expired",               .condition = Condition::pre_paid_expired,      .only_with = ChargeType::pre_paid,  .only_stopped = true},
};
// clang-format on

// What the documents say of one action in one world.
struct Verdicts {
  std::vector<Answer> allowed;
  std::string lenience;

  void refuse(const TestedAction& action, Reason reason) {
    allow(allowed, refusal_of(action, reason));
  }
  void accept(const TestedAction& action) { allowed.push_back(accepted_as(action)); }
};

Verdicts of_start(const Fixture& world) {
  const TestedAction& action = start_instance_action;
  const bool expired = world.conditions.contains(Condition::expired);
  const bool recycling = world.conditions.contains(Condition::overdue_recycling);
  const bool image = world.conditions.contains(Condition::image_expired);
  const bool image_too = world.conditions.contains(Condition::ecs_and_image_expired);
  Verdicts all;
  if (world.status != InstanceStatus::stopped) all.refuse(action, Reason::wrong_status);
  if (world.conditions.contains(Condition::security_lock)) {
    all.refuse(action, Reason::security_lock);
  }
  if (world.conditions.contains(Condition::pre_paid_expired)) {
    all.refuse(action, Reason::pre_paid_expired);
  }
  if (expired || recycling || image || image_too) all.refuse(action, Reason::post_paid_expired);
  if (recycling || image || image_too) {
    all.refuse(action, Reason::wrong_status);
    all.lenience = "no row names this condition: expired, or in a status that does not allow it";
  }
  if (image || image_too) {
    all.accept(action);
    all.lenience = "the pages of StartInstance do not speak of expired images";
  }
  if (world.status == InstanceStatus::pending && world.conditions.empty()) {
    all.accept(action);
    all.lenience =
        "the page asks for Stopped, the page on instance states of 2020-12 lets Pending start";
  }
  if (all.allowed.empty()) all.accept(action);
  return all;
}

Verdicts of_reboot(const Fixture& world) {
  const TestedAction& action = reboot_instance_action;
  Verdicts all;
  if (world.status != InstanceStatus::running) all.refuse(action, Reason::wrong_status);
  if (world.conditions.contains(Condition::security_lock)) {
    all.refuse(action, Reason::security_lock);
  } else if (world.conditions.contains(Condition::pre_paid_expired)) {
    all.refuse(action, Reason::pre_paid_expired);
  } else if (!world.conditions.empty()) {
    all.refuse(action, Reason::post_paid_expired);
  }
  if (all.allowed.empty()) all.accept(action);
  return all;
}

Verdicts of_reactivate(const Fixture& world) {
  const TestedAction& action = reactivate_instances_action;
  const bool overdue = world.conditions.contains(Condition::expired) ||
                       world.conditions.contains(Condition::overdue_recycling);
  const bool image = world.conditions.contains(Condition::image_expired) ||
                     world.conditions.contains(Condition::ecs_and_image_expired);
  const bool pre_paid = world.charge_type == ChargeType::pre_paid;
  Verdicts all;
  if (pre_paid) all.refuse(action, Reason::pay_type);
  if (world.conditions.contains(Condition::security_lock)) {
    all.refuse(action, Reason::security_lock);
  }
  if (world.status != InstanceStatus::stopped) all.refuse(action, Reason::wrong_status);
  if (!overdue && !image && !world.conditions.contains(Condition::pre_paid_expired)) {
    all.refuse(action, Reason::not_expired);
  }
  if (image) {
    // A refusal that says "is not ImageExpired" would contradict itself.
    all.refuse(action, Reason::wrong_status);
    std::erase_if(all.allowed, [](const Answer& answer) {
      return answer.code.ends_with("InstanceStatusNotValid");
    });
    all.accept(action);
    all.lenience =
        "the row's message counts expired images among the expired, the page's prose does not";
  }
  if (all.allowed.empty()) all.accept(action);
  return all;
}

Verdicts verdicts_of(const TestedAction& action, const Fixture& world) {
  if (&action == &start_instance_action) return of_start(world);
  if (&action == &reboot_instance_action) return of_reboot(world);
  return of_reactivate(world);
}

// start-instance/precondition/stopped-pre-paid-expired
std::string id_of(const TestedAction& action, const Fixture& world, const Situation& situation) {
  std::string id = std::string{action.slug} + "/precondition/";
  id += status_slugs[static_cast<std::size_t>(world.status)];
  if (world.charge_type == ChargeType::pre_paid) id += "-pre-paid";
  if (!situation.slug.empty()) id.append("-").append(situation.slug);
  return id;
}

Case case_of(const TestedAction& action, const Fixture& world, const Situation& situation) {
  Verdicts verdicts = verdicts_of(action, world);
  if (verdicts.lenience.empty() && verdicts.allowed.size() > 1) {
    verdicts.lenience = "more than one documented reason fits this world";
  }
  Call call = plain_call(action);
  call.expect.allowed = std::move(verdicts.allowed);
  call.expect.lenience = std::move(verdicts.lenience);
  return {.id = id_of(action, world, situation),
          .fixture = world,
          .calls = {std::move(call)},
          .effect = {.look = Effect::Look::once},
          .citations = {action.accepted.begin(), action.accepted.end()},
          .needs = needs_of(action)};
}

}  // namespace

std::vector<Case> precondition_cases() {
  std::vector<Case> cases;
  for (const TestedAction& action : tested_actions) {
    for (std::size_t status = 0; status < status_slugs.size(); ++status) {
      for (const ChargeType charge_type : {ChargeType::post_paid, ChargeType::pre_paid}) {
        for (const Situation& situation : situations) {
          Fixture world{.status = static_cast<InstanceStatus>(status), .charge_type = charge_type};
          if (situation.only_stopped && world.status != InstanceStatus::stopped) continue;
          if (situation.only_with && situation.only_with != charge_type) continue;
          if (situation.condition) world.conditions = ConditionSet{*situation.condition};
          if (world == action.fixture()) continue;  // that is the prerequisite, base/action
          cases.push_back(case_of(action, world, situation));
        }
      }
    }
  }
  return cases;
}

}  // namespace hallmark::cases
