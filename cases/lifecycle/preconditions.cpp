// SPDX-License-Identifier: Apache-2.0
//
// Every action in every world of status, charge type and one condition: what the documents leave
// open there is open, everything else is settled. That a refusal changes nothing is another
// family's question; where the call may be accepted, its effect is looked at.
#include <string>
#include <utility>
#include <vector>

#include "cases/families.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/lifecycle/ruling.hpp"
#include "cases/pairs/worlds.hpp"
#include "specs/schema/world.hpp"

namespace hallmark::cases {
namespace {

// The conditions that the pages speak of where they say when a call is accepted, one at a time; and
// none. What else surely forbids a call is asked with its error rows; what may forbid it, here.
std::vector<ConditionSet> asked_conditions(const TestedAction& action) {
  ConditionSet in_doubt;
  for (const UnitedPrecondition& one : preconditions_of(action)) {
    if (one.certainty == specs::Certainty::perhaps) in_doubt = in_doubt | one.when.conditions();
  }
  std::vector<ConditionSet> all = {{}};
  for (const specs::ConditionRow& row : specs::condition_rows) {
    if (row.concern == specs::Concern::lock || row.concern == specs::Concern::expiry ||
        in_doubt.contains(row.condition)) {
      all.push_back(ConditionSet{row.condition});
    }
  }
  return all;
}

// start-instance/precondition/stopped-pre-paid-expired
std::string id_of(const TestedAction& action, const Fixture& world) {
  std::string id =
      std::string{action.slug} + "/precondition/" + cases::slug_of(name_of(world.status));
  const std::string charge_type = cases::slug_of(name_of(ChargeType::pre_paid));
  if (world.charge_type == ChargeType::pre_paid) id += "-" + charge_type;
  for (const Condition condition : all_conditions) {
    if (!world.conditions.contains(condition)) continue;
    std::string slug = cases::slug_of(name_of(condition));
    // PrePaidExpired says the charge type itself.
    if (slug.starts_with(charge_type)) slug.erase(0, charge_type.size() + 1);
    id += "-" + slug;
  }
  return id;
}

Case case_of(const TestedAction& action, const Fixture& world) {
  Ruling ruling = ruling_on(action, world);
  Call call = plain_call(action);
  call.expect.allowed = std::move(ruling.allowed);
  call.expect.lenience = ruling.lenience;
  return {.id = id_of(action, world),
          .tags = about(action, Family::precondition),
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
    for (const specs::InstanceStatus status : specs::all_statuses) {
      for (const ChargeType charge_type : specs::charge_types) {
        for (const ConditionSet conditions : asked_conditions(action)) {
          const Fixture world{
              .status = status, .charge_type = charge_type, .conditions = conditions};
          if (!can_be(world)) continue;
          if (world == action.fixture()) continue;  // that is the prerequisite, base/action
          cases.push_back(case_of(action, world));
        }
      }
    }
  }
  return cases;
}

}  // namespace hallmark::cases
