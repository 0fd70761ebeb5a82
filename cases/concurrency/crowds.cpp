// SPDX-License-Identifier: Apache-2.0
//
// What is refused is refused to everybody who asks at the same moment, in the same words, and so is
// a dry run passed: three calls at once, for every reason to refuse. Where the call may be
// accepted, whatever else is true of the instance and whatever else the call says, it is so once at
// most.
//
//   concurrency/start-instance/security-lock   three calls that each are refused for the lock
//   concurrency/start-instance/local-disk      three calls of which one is accepted
//   concurrency/reboot-instance/dry-run        three dry runs
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/authentication/door.hpp"
#include "cases/base/answers.hpp"
#include "cases/concurrency/simultaneous.hpp"
#include "cases/families.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/instance/outcomes.hpp"
#include "cases/lifecycle/ruling.hpp"
#include "cases/pairs/worlds.hpp"

namespace hallmark::cases {
namespace {

using specs::BooleanParameter;

constexpr int crowd = 3;
constexpr std::string_view conflict_instead =
    "a call may be denied for a conflict with those of the same moment";

Case crowd_case(const TestedAction& action, std::string_view slug, const Fixture& world, Call call,
                std::string need) {
  call.copies = crowd;
  for (Answer answer : {conflict(action), throttled(action)}) {
    call.expect.allowed.push_back(std::move(answer));
  }
  call.expect.lenience = conflict_instead;
  Case one{.id = std::string{"concurrency/"}.append(action.slug).append("/").append(slug),
           .tags = {.chapter = Chapter::concurrency,
                    .family = Family::copies,
                    .action = action.name,
                    .word = std::string{slug}},
           .depth = 2,
           .fixture = world,
           .calls = {std::move(call)},
           .effect = {.look = Effect::Look::once,
                      .channel = fails_as_a_whole(world) ? Channel::fixture : Channel::any},
           .citations = {action.accepted.begin(), action.accepted.end()},
           .needs = needs_of(action)};
  one.needs.push_back(std::move(need));
  return one;
}

// Each is answered as one alone would be.
Case crowd_saying(const TestedAction& action, std::string_view slug, const Fixture& world,
                  const Flags& flags, std::string need) {
  Call call = plain_call(action);
  add_flags(call, flags);
  call.expect.allowed = ruling_on(action, world, Text::judged, flags).allowed;
  Case one = crowd_case(action, slug, world, std::move(call), std::move(need));
  one.dry_run = flags[BooleanParameter::dry_run].value_or(false);
  return one;
}

// What the page says of the status after an accepted call forbids a second one.
Case one_at_most(const TestedAction& action, std::string_view slug, const Fixture& world,
                 const Flags& flags, std::string need) {
  Case one = crowd_saying(action, slug, world, flags, std::move(need));
  Expectation& expect = one.calls.front().expect;
  allow(expect.allowed, refusal_of(action, RefusalReason::wrong_status));
  expect.lenience = any_order;
  if (flags.invented) one.level = Level::recommended;
  one.relation = ruling_on(action, world, Text::judged, flags).may_be_refused
                     ? Relation::one_accepted_at_most
                     : Relation::exactly_one_accepted;
  add_places(one.citations, {action.outcome.begin(), action.outcome.end()});
  return one;
}

// In the world of each difference.
void add_under_each(std::vector<Case>& cases, const TestedAction& action) {
  for (const Difference& difference : differences_of(action)) {
    const auto world = world_of(action, std::span{&difference, 1});
    if (!world) continue;
    const bool may_be_accepted = ruling_on(action, *world).may_be_accepted;
    if (may_be_accepted && difference.status) continue;  // what it leads to is as open
    const auto crowd_of = may_be_accepted ? one_at_most : crowd_saying;
    cases.push_back(crowd_of(action, difference.slug, *world, {}, id_of_one(action, difference)));
  }
}

// With each flag that leaves the call to be carried out.
void add_with_each_flag(std::vector<Case>& cases, const TestedAction& action) {
  const auto add = [&](const std::string& slug, const Flags& flags) {
    cases.push_back(one_at_most(action, slug, action.fixture(), flags, needs_of(action).back()));
  };
  for (const BooleanParameter flag : flags_in_order) {
    if (!declares(action, flag)) continue;
    for (const bool value : {true, false}) {
      if (flag == BooleanParameter::dry_run && value) continue;
      Flags flags;
      flags[flag] = value;
      add(slug_of(specs::name_of(flag)) + (value ? "-true" : "-false"), flags);
    }
  }
  Flags invented;
  invented.invented = true;
  add("undeclared", invented);
}

std::string need_of(const TestedAction& action, const DocumentedRefusal& refusal) {
  return std::string{action.slug} + "/row/" + std::string{refusal.name};
}

void add_unknown(std::vector<Case>& cases, const TestedAction& action) {
  const DocumentedRefusal& refusal = refusal_of(action, RefusalReason::unknown_instance);
  Call call = call_of(action, refusal);
  allow(call.expect.allowed, refusal, Text::judged);
  cases.push_back(crowd_case(action, "unknown-instance", action.fixture(), std::move(call),
                             need_of(action, refusal)));
}

void add_dry_runs(std::vector<Case>& cases, const TestedAction& action) {
  if (!declares(action, BooleanParameter::dry_run)) return;
  Flags dry;
  dry[BooleanParameter::dry_run] = true;
  const std::string passes = std::string{action.slug} + "/dry-run/passes";
  cases.push_back(crowd_saying(action, "dry-run", action.fixture(), dry, passes));
  const DocumentedRefusal& locked = refusal_of(action, RefusalReason::security_lock);
  cases.push_back(crowd_saying(action, "security-lock-dry-run", locked.world, dry, passes));
  cases.back().needs.push_back(need_of(action, locked));
}

// What a flag does to local disks only a call that is carried out does.
void add_kept_disks(std::vector<Case>& cases, const TestedAction& action) {
  if (!declares(action, BooleanParameter::init_local_disk)) return;
  const auto add = [&](std::string_view slug, Fixture world, Flags flags, std::string need) {
    world.conditions = world.conditions.with(Condition::local_disk);
    flags[BooleanParameter::init_local_disk] = true;
    cases.push_back(crowd_saying(action, slug, world, flags, std::move(need)));
    cases.back().effect.local_disk_data = LocalDiskData::kept;
  };
  Flags dry;
  dry[BooleanParameter::dry_run] = true;
  add("dry-run-with-flag", action.fixture(), dry, std::string{action.slug} + "/dry-run/passes");
  const DocumentedRefusal& locked = refusal_of(action, RefusalReason::security_lock);
  add("security-lock-with-flag", locked.world, {}, need_of(action, locked));
}

void add_forged(std::vector<Case>& cases, const TestedAction& action) {
  Call call = plain_call(action);
  call.identity = Identity::wrong_secret;
  call.expect = refused_with(fault::mismatch);
  add_places(call.expect.allowed, action.accepted);
  cases.push_back(
      crowd_case(action, "wrong-secret", action.fixture(), std::move(call),
                 "authentication/{signature}/wrong-secret/" + std::string{action.slug}));
}

// Strangers at the same moment are no reason to refuse, nor to answer otherwise.
void add_beside_forged(std::vector<Case>& cases, const TestedAction& action) {
  Case one = cases.back();
  one.id.insert(one.id.rfind('/') + 1, "beside-");
  one.tags.word.insert(0, "beside-");
  one.calls.front().copies = crowd - 1;
  Call call = plain_call(action);
  call.with_previous = true;
  call.expect = {.allowed = {accepted_as(action), conflict(action), throttled(action)},
                 .lenience = std::string{conflict_instead}};
  one.calls.push_back(std::move(call));
  cases.push_back(std::move(one));
}

// So it is where the instance differs in a thing that does not matter.
void add_beside_forged_with_more(std::vector<Case>& cases, const TestedAction& action) {
  const Case plain = cases.back();
  for (const Difference& difference : differences_of(action)) {
    const auto world = world_of(action, std::span{&difference, 1});
    if (difference.status || !world) continue;
    const Ruling ruling = ruling_on(action, *world);
    if (!ruling.may_be_accepted || ruling.may_be_refused) continue;
    Case one = plain;
    one.needs.push_back(one.id);
    one.needs.push_back(id_of_one(action, difference));
    one.id.append("/").append(difference.slug);
    one.fixture = *world;
    cases.push_back(std::move(one));
  }
}

}  // namespace

std::vector<Case> crowd_cases() {
  std::vector<Case> cases;
  for (const TestedAction& action : tested_actions) {
    add_under_each(cases, action);
    add_with_each_flag(cases, action);
    add_unknown(cases, action);
    add_dry_runs(cases, action);
    add_kept_disks(cases, action);
    add_forged(cases, action);
    add_beside_forged(cases, action);
    add_beside_forged_with_more(cases, action);
  }
  return cases;
}

}  // namespace hallmark::cases
