// SPDX-License-Identifier: Apache-2.0
//
// Calls of one moment, on one instance: whatever the order in which they are carried out, one of
// them is accepted, and what it does makes the others impossible.
#include "cases/concurrency/simultaneous.hpp"

#include <array>
#include <string>
#include <utility>

#include "cases/base/answers.hpp"
#include "cases/families.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/instance/outcomes.hpp"

namespace hallmark::cases {
namespace {

namespace common = specs::common::errors;

// Refused because of the status that the accepted call led to, or because it came at the same
// moment. The common rows hold with the action's page, not instead of it.
void allow_the_loser(std::vector<Answer>& allowed, const TestedAction& action) {
  allow(allowed, refusal_of(action, RefusalReason::wrong_status));
  Answer conflict = refused(409, "OperationConflict", {common_row(common::operation_conflict)});
  add_places(conflict.citations, action.accepted);
  allowed.push_back(std::move(conflict));
  allowed.push_back(throttled(action));
}

constexpr std::string_view any_order =
    "one of them comes first; to the others several documented reasons to refuse apply";

Case copies_case(const TestedAction& action, int copies) {
  Call call = plain_call(action);
  call.copies = copies;
  call.expect.allowed = {accepted_as(action)};
  allow_the_loser(call.expect.allowed, action);
  call.expect.lenience = any_order;
  return {
      .id = std::string{"concurrency/"}
                .append(action.slug)
                .append("/")
                .append(std::to_string(copies)),
      .tags = {.chapter = Chapter::concurrency, .family = Family::copies, .action = action.name},
      .level = Level::recommended,
      .fixture = action.fixture(),
      .calls = {std::move(call)},
      .relation = Relation::exactly_one_accepted,
      .effect = {.look = Effect::Look::once},
      .citations = {action.accepted.begin(), action.accepted.end()},
      .needs = needs_of(action)};
}

// Two actions of which only the first can be accepted in its world, before the other or after it.
struct Duel {
  std::string_view name;
  const TestedAction* accepted;
  const TestedAction* refused;
  RefusalReason reason;  // to refuse the second one before the first is accepted
};

constexpr std::array<Duel, 4> duels = {{
    {"start-against-reboot", &start_instance_action, &reboot_instance_action,
     RefusalReason::wrong_status},
    {"reboot-against-start", &reboot_instance_action, &start_instance_action,
     RefusalReason::wrong_status},
    {"start-against-reactivate", &start_instance_action, &reactivate_instances_action,
     RefusalReason::not_expired},
    {"reactivate-against-start", &reactivate_instances_action, &start_instance_action,
     RefusalReason::post_paid_expired},
}};

Case duel_case(const Duel& duel) {
  Call first = plain_call(*duel.accepted);
  first.expect.allowed = {accepted_as(*duel.accepted)};
  Call second = plain_call(*duel.refused);
  second.with_previous = true;
  allow(second.expect.allowed, refusal_of(*duel.refused, duel.reason));
  allow_the_loser(second.expect.allowed, *duel.refused);
  second.expect.lenience = any_order;
  std::vector<std::string> needs = needs_of(*duel.accepted);
  needs.push_back(needs_of(*duel.refused).back());
  return {.id = std::string{"concurrency/"}.append(duel.name),
          .tags = {.chapter = Chapter::concurrency, .family = Family::duel},
          .level = Level::recommended,
          .fixture = duel.accepted->fixture(),
          .calls = {std::move(first), std::move(second)},
          .relation = Relation::exactly_one_accepted,
          .effect = {.look = Effect::Look::once},
          .needs = std::move(needs)};
}

}  // namespace

Answer throttled(const TestedAction& action) {
  Answer answer =
      refused(400, "Throttling*",
              {common_row(common::throttling), common_row(common::gateway_throttling_user),
               common_row(common::gateway_throttling_api)});
  add_places(answer.citations, action.accepted);
  return answer;
}

std::vector<Case> concurrency_cases() {
  std::vector<Case> cases;
  for (const TestedAction& action : tested_actions) {
    for (const int copies : {2, 8, 32}) cases.push_back(copies_case(action, copies));
  }
  for (const Duel& duel : duels) cases.push_back(duel_case(duel));
  return cases;
}

}  // namespace hallmark::cases
