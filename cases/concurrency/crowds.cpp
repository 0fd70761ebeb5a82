// SPDX-License-Identifier: Apache-2.0
//
// What is refused is refused to everybody who asks at the same moment, in the same words, and so is
// a dry run passed: three calls at once, for every reason to refuse.
//
//   concurrency/start-instance/security-lock   three calls that each are refused for the lock
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

// In the world of each difference that forbids the call.
void add_refused(std::vector<Case>& cases, const TestedAction& action) {
  for (const Difference& difference : differences_of(action)) {
    const auto world = world_of(action, std::span{&difference, 1});
    if (!world) continue;
    Ruling ruling = ruling_on(action, *world, Text::judged);
    if (ruling.may_be_accepted) continue;
    Call call = plain_call(action);
    call.expect.allowed = std::move(ruling.allowed);
    cases.push_back(crowd_case(action, difference.slug, *world, std::move(call),
                               id_of_one(action, difference)));
  }
}

void add_unknown(std::vector<Case>& cases, const TestedAction& action) {
  const DocumentedRefusal& refusal = refusal_of(action, RefusalReason::unknown_instance);
  Call call = call_of(action, refusal);
  allow(call.expect.allowed, refusal, Text::judged);
  cases.push_back(crowd_case(action, "unknown-instance", action.fixture(), std::move(call),
                             std::string{action.slug} + "/row/" + std::string{refusal.name}));
}

void add_dry_run(std::vector<Case>& cases, const TestedAction& action) {
  if (!declares(action, BooleanParameter::dry_run)) return;
  Flags flags;
  flags[BooleanParameter::dry_run] = true;
  Call call = plain_call(action);
  call.arguments.push_back(
      {.name = std::string{specs::name_of(BooleanParameter::dry_run)}, .value = text("true")});
  call.expect.allowed = ruling_on(action, action.fixture(), Text::judged, flags).allowed;
  cases.push_back(crowd_case(action, "dry-run", action.fixture(), std::move(call),
                             std::string{action.slug} + "/dry-run/passes"));
  cases.back().dry_run = true;
}

void add_forged(std::vector<Case>& cases, const TestedAction& action) {
  Call call = plain_call(action);
  call.identity = Identity::wrong_secret;
  call.expect = refused_with(fault::mismatch);
  for (Answer& answer : call.expect.allowed) add_places(answer.citations, action.accepted);
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
    add_refused(cases, action);
    add_unknown(cases, action);
    add_dry_run(cases, action);
    add_forged(cases, action);
    add_beside_forged(cases, action);
    add_beside_forged_with_more(cases, action);
  }
  return cases;
}

}  // namespace hallmark::cases
