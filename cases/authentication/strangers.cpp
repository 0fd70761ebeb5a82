// SPDX-License-Identifier: Apache-2.0
//
// To another account an instance does not exist: it is refused in the words for one that there is
// not, so that nobody can find out by asking what others have.
#include <string>
#include <utility>

#include "cases/authentication/door.hpp"
#include "cases/base/undeclared.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/lifecycle/ruling.hpp"

namespace hallmark::cases {
namespace {

using specs::BooleanParameter;

Case of_a_stranger(const Door& door, const TestedAction& action, std::string_view asked) {
  Call call = plain_call(action);
  call.arguments.front().value = {.handle = Handle::other_instance_id};
  Case one =
      door_case(door, action, std::string{asked}.append("/").append(action.slug), std::move(call));
  one.second_world = true;
  return one;
}

// The row, its text included, or a refusal that says openly what is forbidden.
Case in_the_words_of_the_row(const Door& door, const TestedAction& action) {
  Case one = of_a_stranger(door, action, "foreign-instance-text");
  Expectation& expect = one.calls.front().expect;
  const DocumentedRefusal& unknown = refusal_of(action, RefusalReason::unknown_instance);
  allow(expect.allowed, unknown, Text::judged);
  Answer forbidden =
      refused(403, "Forbidden*", {common_row(specs::common::errors::forbidden_unauthorized)});
  for (const UnitedAnswer& answer : unknown.allowed) {
    add_places(forbidden.citations, answer.places);
  }
  expect.allowed.push_back(std::move(forbidden));
  expect.lenience = "to another account an instance does not exist, or is forbidden";
  return one;
}

Case as_an_unknown_one(const Door& door, const TestedAction& action) {
  Case one = of_a_stranger(door, action, "foreign-instance-as-unknown");
  one.level = Level::recommended;
  one.relation = Relation::same_answer;
  one.calls.front().expect = refused_with(fault::any);
  one.calls.push_back(one.calls.front());
  one.calls.back().arguments.front().value = text(std::string{unknown_instance_id});
  return one;
}

// Nor when the account has called before.
Case as_an_unknown_one_again(const Door& door, const TestedAction& action) {
  Case one = as_an_unknown_one(door, action);
  one.needs.push_back(one.id);
  one.id += "/again";
  one.depth = 2;
  one.calls.insert(one.calls.begin(), one.calls.back());
  return one;
}

// So it is whatever else the call says, and whatever is true of the instance: nothing of that is
// looked at for a stranger.
Case with_more(const Door& door, const TestedAction& action, std::string_view slug) {
  Case one = of_a_stranger(door, action, "foreign-instance");
  one.needs.push_back(one.id);
  one.id.append("/").append(slug);
  one.tags.word = slug;
  one.depth = 2;
  Expectation& expect = one.calls.front().expect;
  expect = refused_with(fault::not_yours);
  expect.lenience = "to another account an instance does not exist, or is forbidden";
  return one;
}

Case with_flag(const Door& door, const TestedAction& action, BooleanParameter flag, bool value) {
  const std::string slug = slug_of(specs::name_of(flag)) + (value ? "-true" : "-false");
  Case one = with_more(door, action, slug);
  Call& call = one.calls.front();
  Flags flags;
  flags[flag] = value;
  add_flags(call, flags);
  if (flag != BooleanParameter::dry_run || !value) return one;
  one.dry_run = true;
  one.needs.push_back(std::string{action.slug} + "/dry-run/passes");
  const DocumentedRefusal& unknown = refusal_of(action, RefusalReason::unknown_instance);
  if (unknown.dry_run == specs::DryRunCheck::surely) return one;
  // Where it need not look for the instance at all, it tells as little of one as of none.
  one.level = Level::recommended;
  one.relation = Relation::same_answer;
  call.expect = refused_with(fault::any);
  one.calls.push_back(call);
  one.calls.back().arguments.front().value = text(std::string{unknown_instance_id});
  return one;
}

// A dry run of a flag.
Case with_dry_flag(const Door& door, const TestedAction& action, BooleanParameter flag) {
  Case one = with_flag(door, action, BooleanParameter::dry_run, true);
  one.needs.push_back(one.id);
  one.id += "-" + slug_of(specs::name_of(flag)) + "-true";
  Flags flags;
  flags[flag] = true;
  for (Call& call : one.calls) add_flags(call, flags);
  return one;
}

// Client libraries send the region with every call.
Case with_undeclared(const Door& door, const TestedAction& action) {
  Case one = with_more(door, action, "undeclared");
  Call& call = one.calls.front();
  call.arguments.push_back({.name = "RegionId", .value = {.handle = Handle::region_id}});
  call.arguments.push_back({.name = "HallmarkInvented", .value = text("1")});
  for (Answer& answer : answers(undeclared_parameter)) {
    call.expect.allowed.push_back(std::move(answer));
  }
  one.level = Level::recommended;
  return one;
}

// Nor once the account has had something done to an instance of its own, or asked what would be.
Case behind_an_own_call(const Door& door, const TestedAction& action, bool is_dry) {
  Case one = with_more(door, action, is_dry ? "behind-an-own-dry-run" : "behind-an-own-one");
  Flags flags;
  if (is_dry) {
    flags[BooleanParameter::dry_run] = true;
    one.dry_run = true;
    one.needs.push_back(std::string{action.slug} + "/dry-run/passes");
  }
  Ruling ruling = ruling_on(action, one.fixture, Text::judged, flags);
  Call own = plain_call(action);
  add_flags(own, flags);
  own.expect = {.allowed = std::move(ruling.allowed), .lenience = std::string{ruling.lenience}};
  one.calls.insert(one.calls.begin(), std::move(own));
  one.effect = {.look = Effect::Look::once, .seen = action.documents->transition->through};
  return one;
}

void add_with_more(std::vector<Case>& all, const Door& door, const TestedAction& action) {
  for (const BooleanParameter flag : flags_in_order) {
    if (!declares(action, flag)) continue;
    for (const bool value : {true, false}) all.push_back(with_flag(door, action, flag, value));
    if (flag == BooleanParameter::dry_run || !declares(action, BooleanParameter::dry_run)) continue;
    all.push_back(with_dry_flag(door, action, flag));
  }
  all.push_back(behind_an_own_call(door, action, false));
  if (declares(action, BooleanParameter::dry_run)) {
    all.push_back(behind_an_own_call(door, action, true));
  }
  all.push_back(with_undeclared(door, action));
  for (const RefusalReason reason : {RefusalReason::wrong_status, RefusalReason::security_lock}) {
    const DocumentedRefusal& refusal = refusal_of(action, reason);
    all.push_back(with_more(door, action, refusal.name));
    all.back().fixture = refusal.world;
  }
  const specs::InstanceStatus refused =
      refusal_of(action, RefusalReason::wrong_status).world.status;
  for (const specs::InstanceStatus status : specs::all_statuses) {
    if (status == action.fixture().status || status == refused) continue;
    all.push_back(with_more(door, action, slug_of(specs::name_of(status))));
    all.back().fixture.status = status;
  }
}

}  // namespace

void add_strangers(std::vector<Case>& all) {
  for (const Door& door : doors) {
    for (const TestedAction& action : tested_actions) {
      all.push_back(in_the_words_of_the_row(door, action));
      all.push_back(as_an_unknown_one(door, action));
      all.push_back(as_an_unknown_one_again(door, action));
      add_with_more(all, door, action);
    }
  }
}

}  // namespace hallmark::cases
