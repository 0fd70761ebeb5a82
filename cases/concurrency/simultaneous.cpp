// SPDX-License-Identifier: Apache-2.0
//
// Calls of one moment, on one instance: whatever the order in which they are carried out, one of
// them is accepted, and what it does makes the others impossible. The common gateway may deny any
// of them for a conflict with another one, so it is allowed to deny them all.
#include "cases/concurrency/simultaneous.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "cases/authentication/door.hpp"
#include "cases/base/answers.hpp"
#include "cases/families.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/instance/outcomes.hpp"
#include "cases/lifecycle/ruling.hpp"
#include "cases/pairs/worlds.hpp"

namespace hallmark::cases {
namespace {

namespace common = specs::common::errors;

// Because it came at the same moment. The common rows hold with the action's page, not instead of
// it.
void allow_to_put_off(std::vector<Answer>& allowed, const TestedAction& action) {
  allowed.push_back(conflict(action));
  allowed.push_back(throttled(action));
}

Citations places_of(const TestedAction& action) {
  Citations places{action.accepted.begin(), action.accepted.end()};
  add_places(places, {action.outcome.begin(), action.outcome.end()});
  return places;
}

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
      .fixture = action.fixture(),
      .calls = {std::move(call)},
      .relation = Relation::exactly_one_accepted,
      .effect = {.look = Effect::Look::once},
      .citations = places_of(action),
      .needs = needs_of(action)};
}

// Whether only the first of two actions can be accepted in its world, before the other or after it.
bool is_duel(const TestedAction& accepted, const TestedAction& refused) {
  const auto is_refused = [&refused](const Fixture& world) {
    return !ruling_on(refused, world).may_be_accepted;
  };
  Fixture world = accepted.fixture();
  if (!is_refused(world)) return false;
  world.conditions = world.conditions.without(accepted.documents->relief->surely);
  return std::ranges::all_of(specs::all_statuses, [&](specs::InstanceStatus status) {
    world.status = status;
    return !accepted.documents->transition->through.contains(status) || is_refused(world);
  });
}

// start-instance -> start
std::string_view verb_of(const TestedAction& action) {
  return action.slug.substr(0, action.slug.find('-'));
}

Case duel_case(const TestedAction& accepted, const TestedAction& refused) {
  Call first = plain_call(accepted);
  first.expect.allowed = {accepted_as(accepted)};
  allow_to_put_off(first.expect.allowed, accepted);
  first.expect.lenience = any_order;
  Call second = plain_call(refused);
  second.with_previous = true;
  second.expect.allowed = ruling_on(refused, accepted.fixture()).allowed;
  allow_the_loser(second.expect.allowed, refused);
  second.expect.lenience = any_order;
  std::vector<std::string> needs = needs_of(accepted);
  needs.push_back(needs_of(refused).back());
  return {.id = std::string{"concurrency/"}
                    .append(verb_of(accepted))
                    .append("-against-")
                    .append(verb_of(refused)),
          .tags = {.chapter = Chapter::concurrency, .family = Family::duel},
          .fixture = accepted.fixture(),
          .calls = {std::move(first), std::move(second)},
          .relation = Relation::exactly_one_accepted,
          .effect = {.look = Effect::Look::once},
          .citations = places_of(accepted),
          .needs = std::move(needs)};
}

// The same with one thing more: a flag of the second call, or a difference of the world that
// matters to neither, or a way to travel that no base variant has.
Case with_more(Case one, std::string_view slug) {
  one.needs.push_back(one.id);
  one.id.append("/").append(slug);
  one.depth = 2;
  return one;
}

Case with_flags(const Case& duel, const TestedAction& accepted, const TestedAction& refused,
                std::string_view slug, const Flags& flags) {
  Case one = with_more(duel, slug);
  Call& second = one.calls.back();
  add_flags(second, flags);
  second.expect.allowed = ruling_on(refused, accepted.fixture(), Text::ignored, flags).allowed;
  allow_the_loser(second.expect.allowed, refused);
  if (flags.invented) one.level = Level::recommended;
  return one;
}

void add_duels_with_more(std::vector<Case>& cases, const TestedAction& accepted,
                         const TestedAction& refused) {
  const Case duel = duel_case(accepted, refused);
  for (const specs::BooleanParameter flag : flags_in_order) {
    if (!declares(refused, flag)) continue;
    for (const bool value : {true, false}) {
      Flags flags;
      flags[flag] = value;
      const std::string slug = slug_of(specs::name_of(flag)) + (value ? "-true" : "-false");
      cases.push_back(with_flags(duel, accepted, refused, slug, flags));
      if (flag != specs::BooleanParameter::dry_run || !value) continue;
      cases.back().dry_run = true;
      cases.back().needs.push_back(std::string{refused.slug} + "/dry-run/passes");
    }
  }
  Flags invented;
  invented.invented = true;
  cases.push_back(with_flags(duel, accepted, refused, "undeclared", invented));
  for (const Difference& difference : differences_of(accepted)) {
    const auto world = world_of(accepted, std::span{&difference, 1});
    if (difference.status || !world) continue;
    const Ruling first = ruling_on(accepted, *world);
    Ruling second = ruling_on(refused, *world);
    if (!first.may_be_accepted || first.may_be_refused || second.may_be_accepted) continue;
    Case one = with_more(duel, difference.slug);
    one.fixture = *world;
    one.calls.back().expect.allowed = std::move(second.allowed);
    allow_the_loser(one.calls.back().expect.allowed, refused);
    one.needs.push_back(id_of_one(accepted, difference));
    cases.push_back(std::move(one));
  }
  Case by_form = with_more(duel, "by-post-form");
  by_form.once = true;
  for (Call& call : by_form.calls) {
    call.variant = Variant{Method::post_form, Format::json, Signature::v3};
  }
  cases.push_back(std::move(by_form));
}

// Beside a call that does nothing, whoever makes it, the owner's is accepted.
Case beside(const TestedAction& action, std::string_view slug, Call other, std::string need) {
  Call own = plain_call(action);
  own.expect.allowed = {accepted_as(action)};
  allow_to_put_off(own.expect.allowed, action);
  own.expect.lenience = any_order;
  other.with_previous = true;
  allow_to_put_off(other.expect.allowed, action);
  other.expect.lenience = any_order;
  std::vector<std::string> needs = needs_of(action);
  needs.push_back(std::move(need));
  return {.id = std::string{"concurrency/"}.append(action.slug).append("/").append(slug),
          .tags = {.chapter = Chapter::concurrency,
                   .family = Family::copies,
                   .action = action.name,
                   .word = std::string{slug}},
          .depth = 2,
          .fixture = action.fixture(),
          .calls = {std::move(own), std::move(other)},
          .effect = {.look = Effect::Look::once},
          .citations = places_of(action),
          .needs = std::move(needs)};
}

Case beside_a_stranger(const TestedAction& action) {
  Call strange = plain_call(action);
  strange.identity = Identity::other_account;
  strange.expect = refused_with(fault::not_yours);
  add_places(strange.expect.allowed, action.accepted);
  Case one = beside(action, "beside-a-stranger", std::move(strange),
                    "authentication/{signature}/foreign-key/" + std::string{action.slug});
  one.second_world = true;
  return one;
}

// Which of the two comes first is open.
Case beside_a_dry_run(const TestedAction& action) {
  Flags flags;
  flags[specs::BooleanParameter::dry_run] = true;
  Call dry = plain_call(action);
  add_flags(dry, flags);
  dry.expect.allowed = ruling_on(action, action.fixture(), Text::ignored, flags).allowed;
  allow(dry.expect.allowed, refusal_of(action, RefusalReason::wrong_status));
  Case one = beside(action, "beside-a-dry-run", std::move(dry),
                    std::string{action.slug} + "/dry-run/passes");
  one.dry_run = true;
  return one;
}

// However many of them are accepted, and though they may lead back to where it was: what was
// accepted is carried out.
Case carried_out_case(const TestedAction& action) {
  Case one = copies_case(action, 3);
  one.id = std::string{"concurrency/"}.append(action.slug).append("/carried-out");
  one.tags.word = "carried-out";
  one.depth = 2;
  one.relation = Relation::none;
  one.effect.seen = action.documents->transition->through;
  return one;
}

// Two of one action that say different things of its flag: what the one says that was accepted is
// done, and nothing of what the other one says.
void add_contradicting(std::vector<Case>& cases, const TestedAction& action) {
  const auto flag = flag_of(action);
  if (!flag) return;
  Fixture world = world_of_flag(action);
  const auto saying = [&](std::optional<bool> value) {
    Flags flags;
    flags[*flag] = value;
    const Ruling ruling = ruling_on(action, world, Text::ignored, flags);
    Call call = plain_call(action);
    add_flags(call, flags);
    call.expect = {.allowed = ruling.allowed, .lenience = std::string{any_order}};
    allow_the_loser(call.expect.allowed, action);
    call.local_disk_data = ruling.local_disk;
    call.last_stop = ruling.last_stop;
    return call;
  };
  const std::string name = slug_of(specs::name_of(*flag));
  for (const std::optional<bool> other : {std::optional{false}, std::optional<bool>{}}) {
    Case one = copies_case(action, 1);
    one.tags.word = name + (other ? "-true-and-false" : "-true-and-none");
    one.id = std::string{"concurrency/"}.append(action.slug).append("/").append(one.tags.word);
    one.depth = 2;
    one.fixture = world;
    one.calls = {saying(true), saying(other)};
    one.calls.back().with_previous = true;
    add_places(one.citations, sentences_on(action, *flag, true, world.conditions));
    cases.push_back(std::move(one));
  }
}

}  // namespace

Answer conflict(const TestedAction& action) {
  Answer answer = refused(409, "OperationConflict", {common_row(common::operation_conflict)});
  add_places(answer.citations, action.accepted);
  return answer;
}

Answer throttled() {
  return refused(400, "Throttling*",
                 {common_row(common::throttling), common_row(common::gateway_throttling_user),
                  common_row(common::gateway_throttling_api)});
}

Answer throttled(const TestedAction& action) {
  Answer answer = throttled();
  add_places(answer.citations, action.accepted);
  return answer;
}

void allow_the_loser(std::vector<Answer>& allowed, const TestedAction& action) {
  allow(allowed, refusal_of(action, RefusalReason::wrong_status));
  allow_to_put_off(allowed, action);
}

std::vector<Case> concurrency_cases() {
  std::vector<Case> cases;
  for (const TestedAction& action : tested_actions) {
    for (const int copies : {2, 8, 32}) cases.push_back(copies_case(action, copies));
    cases.push_back(beside_a_stranger(action));
    if (declares(action, specs::BooleanParameter::dry_run)) {
      cases.push_back(beside_a_dry_run(action));
    }
    const specs::Transition& transition = *action.documents->transition;
    if (transition.from == transition.to) cases.push_back(carried_out_case(action));
    add_contradicting(cases, action);
  }
  for (const TestedAction& accepted : tested_actions) {
    for (const TestedAction& refused : tested_actions) {
      if (&accepted != &refused && is_duel(accepted, refused)) {
        cases.push_back(duel_case(accepted, refused));
        add_duels_with_more(cases, accepted, refused);
      }
    }
  }
  return cases;
}

}  // namespace hallmark::cases
