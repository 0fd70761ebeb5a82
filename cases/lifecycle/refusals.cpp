// SPDX-License-Identifier: Apache-2.0
//
// A refusal changes nothing: after every reason to refuse, the instance is as before, both as the
// API shows it and as it really is. Which refusal it was is for the families of the rows and the
// preconditions to say; here any will do.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "cases/base/answers.hpp"
#include "cases/families.hpp"
#include "cases/instance/documented_refusal.hpp"

namespace hallmark::cases {
namespace {

using specs::InstanceStatus;

// A status in which the action is refused, besides the one that its row is asked in.
struct WrongStatus {
  const TestedAction* action;
  InstanceStatus status;
  std::string_view name;
};

// clang-format off
constexpr WrongStatus wrong_statuses[] = {  // StartInstance on Pending: the documents contradict
    {&start_instance_action,       InstanceStatus::starting, "incorrect-instance-status-starting"},
    {&start_instance_action,       InstanceStatus::stopping, "incorrect-instance-status-stopping"},
    {&reboot_instance_action,      InstanceStatus::pending,  "incorrect-instance-status-pending"},
    {&reboot_instance_action,      InstanceStatus::starting, "incorrect-instance-status-starting"},
    {&reboot_instance_action,      InstanceStatus::stopping, "incorrect-instance-status-stopping"},
    {&reactivate_instances_action, InstanceStatus::pending,  "incorrect-instance-status-pending"},
    {&reactivate_instances_action, InstanceStatus::starting, "incorrect-instance-status-starting"},
    {&reactivate_instances_action, InstanceStatus::stopping, "incorrect-instance-status-stopping"},
};
// clang-format on

// Any refusal of the classes that the rows have, 4xx, or 5xx where a row says so; in whichever
// edition.
std::vector<Answer> any_refusal_like(const DocumentedRefusal& refusal) {
  std::vector<Answer> classes;
  Citations places;
  for (const Documented& documented : refusal.allowed) {
    add_places(places, documented.places());
    Answer answer = documented.answer(Text::ignored);
    answer.status = 0;
    answer.code.clear();
    const bool known = std::any_of(classes.begin(), classes.end(), [&answer](const Answer& other) {
      return other.status_class == answer.status_class;
    });
    if (!known) classes.push_back(std::move(answer));
  }
  for (Answer& answer : classes) answer.citations = places;
  return classes;
}

struct Look {
  std::string_view slug;
  Channel channel;
};

constexpr std::array<Look, 2> looks = {{
    {.slug = "as-described", .channel = Channel::any},
    {.slug = "as-it-is", .channel = Channel::fixture},
}};

void add(std::vector<Case>& cases, const TestedAction& action, const DocumentedRefusal& refusal,
         const Fixture& world, std::string_view name) {
  for (const Look& look : looks) {
    if (look.channel != Channel::fixture && !refusal.can_be_looked_at()) continue;
    Call call = call_of(action, refusal);
    call.expect.allowed = any_refusal_like(refusal);
    if (call.expect.allowed.size() > 1) call.expect.lenience = refusal.lenience;
    cases.push_back({.id = std::string{action.slug} + "/refusal/" + std::string{name} + "/" +
                           std::string{look.slug},
                     .fixture = world,
                     .calls = {std::move(call)},
                     .effect = {.look = Effect::Look::once, .channel = look.channel},
                     .citations = {any_refusal},
                     .needs = needs_of(action)});
  }
}

}  // namespace

std::vector<Case> refusal_cases() {
  std::vector<Case> cases;
  for (const TestedAction& action : tested_actions) {
    for (const DocumentedRefusal& refusal : refusals_of(action)) {
      add(cases, action, refusal, refusal.world, refusal.name);
    }
  }
  for (const WrongStatus& wrong : wrong_statuses) {
    const DocumentedRefusal& refusal = refusal_of(*wrong.action, Reason::wrong_status);
    add(cases, *wrong.action, refusal, {.status = wrong.status}, wrong.name);
  }
  return cases;
}

}  // namespace hallmark::cases
