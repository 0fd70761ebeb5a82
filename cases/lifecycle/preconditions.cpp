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

// What may be accepted so soon, and what a call leaves behind for later, shows when some time has
// passed. There is no second look: by then it has.
Case later_case(const TestedAction& action, std::string_view name, const Fixture& world) {
  Case one = case_of(action, world);
  one.id = std::string{action.slug}.append("/precondition/later/").append(name);
  one.depth = 2;
  one.effect.look = Effect::Look::no;
  return one;
}

void add_call(Case& one, const TestedAction& action, const Fixture& world, const Flags& flags,
              bool late) {
  Ruling ruling = ruling_on(action, world, Text::ignored, flags);
  Call& call = one.calls.emplace_back(plain_call(action));
  add_flags(call, flags);
  call.expect = {.allowed = std::move(ruling.allowed), .lenience = std::string{ruling.lenience}};
  call.late = late;
}

// An instance that stays on its way is on its way, however long.
Case still_on_its_way(const TestedAction& action) {
  Case one = later_case(action, "still-starting", action.fixture());
  const Fixture starting{.status = specs::InstanceStatus::starting};
  for (const TestedAction& next : tested_actions) {
    add_call(one, next, starting, {}, one.calls.size() == 1);
    one.needs.push_back(needs_of(next).back());
  }
  return one;
}

// A lock stays, whoever tried it, and as what.
Case still_locked(const TestedAction& action, bool dry_run) {
  Fixture locked = action.fixture();
  locked.conditions = locked.conditions.with(Condition::security_lock);
  Case one = later_case(action, dry_run ? "still-locked-behind-a-dry-run" : "still-locked", locked);
  if (dry_run) {
    Flags dry;
    dry[specs::BooleanParameter::dry_run] = true;
    add_call(one, action, locked, dry, false);
    one.dry_run = true;  // and stands on no more, to wait while others do
  }
  add_call(one, action, locked, {}, true);
  return one;
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

std::vector<Case> later_cases() {
  std::vector<Case> cases;
  for (const TestedAction& action : tested_actions) {
    cases.push_back(still_on_its_way(action));
    cases.push_back(still_locked(action, false));
    if (!action.dry_run.empty()) cases.push_back(still_locked(action, true));
  }
  return cases;
}

}  // namespace hallmark::cases
