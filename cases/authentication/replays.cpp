// SPDX-License-Identifier: Apache-2.0
//
// A nonce serves once: the same bytes again are refused, and so is a new request with the old
// nonce. Another account may come upon the same nonce.
#include <string>
#include <utility>

#include "cases/authentication/door.hpp"
#include "cases/authentication/prerequisites.hpp"

namespace hallmark::cases {
namespace {

constexpr specs::Citation any_length = cite_clause(
    specs::common::signature_v1::page, specs::common::signature_v1::clause::nonce_length);

Call look(Value instance = this_instance()) {
  return {.action = "DescribeInstanceAttribute",
          .arguments = {{.name = "InstanceId", .value = std::move(instance)}},
          .expect = {.allowed = {accepted()}}};
}

Case replay_case(const Door& door, const TestedAction& action, std::string_view asked, Call first,
                 Call second) {
  Case one = door_case(door, action, asked, std::move(first));
  one.citations.push_back(door.nonce_once);
  one.calls.push_back(std::move(second));
  return one;
}

// The very bytes, of a request that changes something.
Case same_bytes(const Door& door, const TestedAction& action) {
  Call first = plain_call(action);
  first.expect.allowed = {accepted()};
  Call again = plain_call(action);
  again.replay_of = 0;
  again.expect = refused_with(fault::used_nonce);
  const std::string asked = std::string{"replay/same-bytes/"}.append(action.slug);
  Case one = replay_case(door, action, asked, std::move(first), std::move(again));
  if (asked == replay) {
    one.cause = replay_cause;
  } else {
    stand_on(replay, one);
  }
  return one;
}

// Newly signed, a request of another kind, perhaps with another timestamp.
Case same_nonce(const Door& door, std::string_view asked, int seconds) {
  Call second = plain_call(start_instance_action);
  second.nonce_of = 0;
  if (seconds != 0) {
    second.edits = {{.op = Edit::Op::shift, .name = "Timestamp", .seconds = seconds}};
  }
  second.expect = refused_with(fault::used_nonce);
  Case one = replay_case(door, start_instance_action, asked, look(), std::move(second));
  one.needs.emplace_back("base/observe/describe-instance-attribute");
  stand_on(replay, one);
  return one;
}

// Nor does the form in which the second one travels make it another.
Case same_nonce_in_another_form(const Door& door) {
  Case one = same_nonce(door, "replay/same-nonce-in-another-form", 0);
  one.depth = 2;
  one.once = true;
  one.calls.front().variant = Variant{Method::get, Format::xml, door.signature};
  one.calls.back().variant = Variant{Method::post_form, Format::json, door.signature};
  one.calls.back().same_connection = true;
  return one;
}

// The request that used it up was refused by the service, not at the door.
Case after_refusal(const Door& door) {
  Call first = plain_call(start_instance_action);
  first.arguments.front().value = text("i-hallmarkunknown000");
  first.expect = refused_with(fault::any);
  Call second = plain_call(start_instance_action);
  second.nonce_of = 0;
  second.expect = refused_with(fault::used_nonce);
  return replay_case(door, start_instance_action, "replay/nonce-of-a-refused-call",
                     std::move(first), std::move(second));
}

// Whether one account's nonces are another's no page says.
Case of_another_account(const Door& door) {
  Call first = by_the_other_account(plain_call(start_instance_action));
  first.expect.allowed = {accepted()};
  Call second = plain_call(start_instance_action);
  second.nonce_of = 0;
  second.expect.allowed = {accepted()};
  Case one = replay_case(door, start_instance_action, "replay/nonce-of-another-account",
                         std::move(first), std::move(second));
  one.level = Level::recommended;
  one.second_world = true;
  one.effect = {};  // both instances start, each as its account wished
  return one;
}

// Two nonces are two, however alike they look. That the letters' case tells them apart no page
// says, and under V3 none says how long they may be.
Case alike(const Door& door, std::string_view asked, std::string_view first, Value second) {
  const auto with = [](Call call, Value nonce) {
    call.edits.push_back({.name = "SignatureNonce", .value = std::move(nonce)});
    call.expect.allowed = {accepted()};
    return call;
  };
  Value before = second;
  before.after = first;
  Case one = replay_case(door, start_instance_action, std::string{"nonce/"}.append(asked),
                         with(look(), std::move(before)),
                         with(plain_call(start_instance_action), std::move(second)));
  one.level = Level::recommended;
  one.depth = 2;
  one.needs.emplace_back("base/observe/describe-instance-attribute");
  return one;
}

}  // namespace

void add_replays(std::vector<Case>& all) {
  for (const Door& door : doors) {
    for (const TestedAction& action : tested_actions) all.push_back(same_bytes(door, action));
    all.push_back(same_nonce(door, "replay/same-nonce", 0));
    all.back().tags.shows = Shows::used_nonce;
    all.push_back(same_nonce(door, "replay/same-nonce-of-another-minute", -90));
    all.push_back(same_nonce_in_another_form(door));
    all.push_back(after_refusal(door));
    all.push_back(of_another_account(door));
    const auto nonce = [](std::string before, std::string_view after) {
      return Value{
          .before = std::move(before), .handle = Handle::instance_id, .after = std::string{after}};
    };
    all.push_back(alike(door, "in-another-case", "-abc", nonce({}, "-ABC")));
    all.push_back(alike(door, "with-another-ending", "-1", nonce(std::string(64, 'n'), "-2")));
    if (door.is_v1()) {
      all.back().level = Level::required;
      all.back().citations.push_back(any_length);
    }
  }
}

}  // namespace hallmark::cases
