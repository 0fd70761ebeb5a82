// SPDX-License-Identifier: Apache-2.0
//
// The door stays shut behind other calls on the instance: a request that is forged, or that repeats
// a nonce, is refused as the second call and as the third, behind one that was refused, dry or
// forged itself, behind one that was accepted and has come to rest, and for each action. Nor does
// the way in which it travels matter.
#include <array>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/authentication/door.hpp"
#include "cases/authentication/prerequisites.hpp"
#include "cases/concurrency/simultaneous.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/lifecycle/ruling.hpp"

namespace hallmark::cases {
namespace {

namespace signature_v3 = specs::common::signature_v3;

using Op = Edit::Op;
using When = Edit::When;
using Where = Edit::Where;
using specs::BooleanParameter;

constexpr int settling_ms = 20;
constexpr int past_half_a_second = 600;  // ms
constexpr int more_than_64 = 65;

// One way to forge a request.
enum class Forgery : std::uint8_t { constant, ending, method, parameter, action, body_hash, dry };
struct ForgeryRow {
  Forgery forgery;
  std::string_view slug;
};
constexpr std::array<ForgeryRow, 7> forgeries = {{{Forgery::constant, "constant"},
                                                  {Forgery::ending, "ending"},
                                                  {Forgery::method, "method"},
                                                  {Forgery::parameter, "parameter"},
                                                  {Forgery::action, "action"},
                                                  {Forgery::body_hash, "body-hash"},
                                                  {Forgery::dry, "dry"}}};

const Edit an_earlier_minute{.op = Op::shift, .name = "Timestamp", .seconds = -90};

bool is_behind(const Door& door, Forgery forgery) {
  return forgery != Forgery::body_hash || !door.is_v1();
}

Call edited(const TestedAction& action, Where where, Op op, std::string_view name,
            std::string_view value, When when = When::after_signing) {
  return edited_call(action, {.when = when,
                              .where = where,
                              .op = op,
                              .name = std::string{name},
                              .value = text(std::string{value})});
}

Call forged(const Door& door, const TestedAction& action, Forgery forgery) {
  Call call = plain_call(action);
  call.expect = refused_with(not_as_signed);
  const auto with = [&](Call edited_one) {
    edited_one.expect = std::move(call.expect);
    return edited_one;
  };
  const std::string constant = door.is_v1() ? "AAAAAAAAAAAAAAAAAAAAAAAAAAA=" : std::string(64, '0');
  switch (forgery) {
    case Forgery::dry:
      call = with(edited(action, Where::common, Op::set, "Signature", constant));
      call.arguments.push_back({.name = "DryRun", .value = text("true")});
      return call;
    case Forgery::constant:
      return with(edited(action, Where::common, Op::set, "Signature", constant));
    case Forgery::ending:
      call = with(edited(action, Where::common, Op::flip, "Signature", "last"));
      return call;
    case Forgery::method:
      return with(edited(action, Where::method, Op::set, "", door.is_v1() ? "POST" : "GET"));
    case Forgery::parameter:
      return with(edited(action, Where::parameter, Op::set, "HallmarkInvented", "1"));
    case Forgery::action:
      // Whoever knows another spelling alone may say that it knows no such action.
      call.expect = refused_with(fault::any);
      call.action = "DescribeInstanceAttribute";
      call.edits = {
          {.when = When::after_signing, .name = "Action", .value = text(std::string{action.name})}};
      return call;
    case Forgery::body_hash:
      return with(edited(action, Where::common, Op::set, "ContentHash",
                         "9d68ea90907368fd1c45380d6dd536ca7c0b0d84b50274ded693420e4fc68b0c",
                         When::before_signing));
  }
  return call;
}

// Calls that are no forgeries themselves, and what is right of them.
Call asked_for(const TestedAction& action, const Fixture& world, const Flags& flags = {}) {
  Call call = plain_call(action);
  add_flags(call, flags);
  Ruling ruling = ruling_on(action, world, Text::ignored, flags);
  call.expect = {.allowed = std::move(ruling.allowed), .lenience = std::string{ruling.lenience}};
  return call;
}

Call dry(const TestedAction& action, const Fixture& world) {
  Flags flags;
  flags[BooleanParameter::dry_run] = true;
  return asked_for(action, world, flags);
}

Case behind(const Door& door, const TestedAction& action, std::string_view asked,
            std::vector<Call> calls) {
  Case one = door_case(door, action, std::string{"behind-others/"}.append(asked),
                       std::move(calls.front()));
  one.depth = 2;
  for (std::size_t i = 1; i < calls.size(); ++i) one.calls.push_back(std::move(calls[i]));
  return one;
}

void stand_on_dry_runs(Case& one) {
  one.dry_run = true;
  one.needs.push_back(std::string{start_instance_action.slug} + "/dry-run/passes");
}

// What was signed for one method is sent by another, which it must not be already.
void sign_in_base_way(Case& one, const Door& door) {
  one.variants.get = door.is_v1();
  one.variants.post_query = !door.is_v1();
  one.variants.post_form = false;
}

Call wrong_secret() {
  Call call = plain_call(start_instance_action);
  call.identity = Identity::wrong_secret;
  call.expect = refused_with(fault::mismatch);
  return call;
}

Case second_third_and_later(const Door& door, const ForgeryRow& row) {
  const TestedAction& action = start_instance_action;
  const Fixture world = action.fixture();
  const Call bad = forged(door, action, row.forgery);
  Case one = behind(door, action, row.slug,
                    {wrong_secret(), bad, bad, dry(action, world),
                     asked_for(reboot_instance_action, world), bad});
  one.needs.push_back(needs_of(reboot_instance_action).back());
  if (row.forgery == Forgery::method) sign_in_base_way(one, door);
  stand_on(bad_signature, one);
  stand_on_dry_runs(one);
  return one;
}

// All of them that need no dry run, one after the other.
std::vector<Call> all_forged(const Door& door, const TestedAction& action) {
  std::vector<Call> all;
  for (const ForgeryRow& row : forgeries) {
    if (!is_behind(door, row.forgery) || row.forgery == Forgery::dry) continue;
    all.push_back(forged(door, action, row.forgery));
  }
  return all;
}

// A third way to travel: neither base variant has it.
void send_by(Case& one, Variant variant) {
  one.once = true;
  for (Call& call : one.calls) call.variant = variant;
}

// In the ways that the base variants do not have.
Case by_other_ways(const Door& door, Method method, std::string_view slug) {
  std::vector<Call> calls;
  for (const ForgeryRow& row : forgeries) {
    if (!is_behind(door, row.forgery)) continue;
    if (row.forgery == Forgery::method || row.forgery == Forgery::dry) continue;
    calls.push_back(forged(door, start_instance_action, row.forgery));
  }
  Case one =
      behind(door, start_instance_action, std::string{"third-way/"}.append(slug), std::move(calls));
  stand_on(bad_signature, one);
  send_by(one, {method, door.is_v1() ? Format::json : Format::xml, door.signature});
  return one;
}

// A nonce of another account, on whichever connection.
Case nonce_of_another_account(const Door& door, bool same_connection) {
  const TestedAction& action = start_instance_action;
  Call look{.action = "DescribeInstanceAttribute",
            .arguments = {{.name = "InstanceId", .value = this_instance()}},
            .expect = {.allowed = {accepted()}}};
  Call theirs = by_the_other_account(asked_for(action, action.fixture()));
  Call own = asked_for(action, action.fixture());
  own.nonce_of = 1;
  theirs.same_connection = same_connection;
  own.same_connection = same_connection;
  own.new_connection = !same_connection;
  Case one = behind(door, action,
                    same_connection ? "on-the-same-connection/nonce-of-another-account"
                                    : "on-a-new-connection/nonce-of-another-account",
                    {std::move(look), std::move(theirs), std::move(own)});
  one.level = Level::recommended;
  one.second_world = true;
  one.effect = {};  // both instances start, each as its account wished
  one.citations.push_back(door.nonce_once);
  one.needs.emplace_back("base/observe/describe-instance-attribute");
  return one;
}

Case of_an_expired(const Door& door) {
  Case one = behind(door, reactivate_instances_action, "reactivate-instances",
                    all_forged(door, reactivate_instances_action));
  sign_in_base_way(one, door);
  stand_on(bad_signature, one);
  return one;
}

Case at_rest(const Door& door, std::string_view asked, std::vector<Call> calls) {
  const TestedAction& action = reboot_instance_action;
  for (Call& call : calls) call.when_settled = true;
  calls.insert(calls.begin(), asked_for(action, action.fixture()));
  Case one = behind(door, action, asked, std::move(calls));
  one.fixture.settle_ms = settling_ms;
  one.effect.seen = specs::StatusSet{action.documents->transition->to};  // and nothing more happens
  sign_in_base_way(one, door);
  stand_on(bad_signature, one);
  return one;
}

// The last call of the world came on another connection.
Case elsewhere(const Door& door, std::string_view asked, std::vector<Call> calls) {
  const TestedAction& action = start_instance_action;
  for (Call& call : calls) call.new_connection = true;
  calls.insert(calls.begin(), asked_for(reboot_instance_action, action.fixture()));
  Case one = behind(door, action, asked, std::move(calls));
  one.needs.push_back(needs_of(reboot_instance_action).back());
  sign_in_base_way(one, door);
  stand_on(bad_signature, one);
  return one;
}

// A nonce of another account, behind own calls.
Case nonce_of_another_account_behind(const Door& door, const TestedAction& action,
                                     std::vector<Call> calls) {
  Call own = asked_for(action, action.fixture());
  own.nonce_of = calls.size();
  calls.push_back(by_the_other_account(asked_for(action, action.fixture())));
  calls.push_back(std::move(own));
  Case one = behind(door, action, std::string{action.slug} + "/nonce-of-another-account",
                    std::move(calls));
  one.level = Level::recommended;
  one.second_world = true;
  one.effect = {};  // both instances start, each as its account wished
  one.citations.push_back(door.nonce_once);
  return one;
}

// A nonce of another account, behind an own call that was accepted.
Case nonce_of_another_account_at_rest(const Door& door) {
  const TestedAction& action = reboot_instance_action;
  Call theirs = by_the_other_account(asked_for(action, action.fixture()));
  Call own = asked_for(action, action.fixture());
  own.nonce_of = 1;
  own.when_settled = true;
  Case one = behind(door, action, "at-rest/nonce-of-another-account",
                    {asked_for(action, action.fixture()), std::move(theirs), std::move(own)});
  one.level = Level::recommended;
  one.second_world = true;
  one.fixture.settle_ms = settling_ms;
  one.effect = {};  // both instances restart, each as its account wished
  one.citations.push_back(door.nonce_once);
  return one;
}

// The nonce of call 1, newly signed, for another action and with another timestamp.
Call nonce_again(const TestedAction& action) {
  Call call = edited_call(action, an_earlier_minute);
  call.nonce_of = 1;
  call.expect = refused_with(fault::used_nonce);
  return call;
}

Case used_nonce(const Door& door) {
  const TestedAction& action = start_instance_action;
  const Fixture world = action.fixture();
  Case one = behind(door, action, "used-nonce",
                    {wrong_secret(), dry(action, world), nonce_again(reboot_instance_action),
                     asked_for(reboot_instance_action, world), nonce_again(reboot_instance_action),
                     nonce_again(reactivate_instances_action)});
  one.citations.push_back(door.nonce_once);
  for (const TestedAction* const other : {&reboot_instance_action, &reactivate_instances_action}) {
    one.needs.push_back(needs_of(*other).back());
  }
  stand_on(replay, one);
  stand_on_dry_runs(one);
  return one;
}

// The last of the calls once more, when a memory of half a second has forgotten its nonce.
Case settled_replay(const Door& door, const TestedAction& action, std::string_view asked,
                    std::vector<Call> calls) {
  Call again = calls.back();
  again.replay_of = calls.size() - 1;
  again.when_settled = true;
  again.new_connection = false;
  again.expect = refused_with(fault::used_nonce);
  calls.push_back(std::move(again));
  Case one =
      behind(door, action, std::string{"replay-when-settled"}.append(asked), std::move(calls));
  one.fixture.settle_ms = past_half_a_second;
  one.citations.push_back(door.nonce_once);
  return one;
}

// Whichever action used the nonce, whatever was called before, and however it travelled. They stand
// on no more than the replay of authentication that waits as long, so that all wait at once.
void add_settled_replays(std::vector<Case>& all, const Door& door) {
  const TestedAction& start = start_instance_action;
  const TestedAction& reboot = reboot_instance_action;
  const TestedAction& reactivate = reactivate_instances_action;
  const Fixture stopped = start.fixture();
  all.push_back(settled_replay(door, start, "", {wrong_secret(), asked_for(start, stopped)}));
  Call elsewhere = asked_for(start, stopped);
  elsewhere.new_connection = true;
  const Call refused = asked_for(reboot, stopped);
  all.push_back(
      settled_replay(door, start, "/behind-others", {refused, refused, std::move(elsewhere)}));
  all.back().needs.push_back(needs_of(reboot).back());
  if (!door.is_v1()) send_by(all.back(), {Method::post_form, Format::json, door.signature});
  // Refused while the instance is on its way; at rest nothing but its nonce speaks against it.
  Call too_early = asked_for(reboot, reboot.fixture());
  allow(too_early.expect.allowed, refusal_of(reboot, RefusalReason::wrong_status));
  too_early.expect.lenience = "the instance may have come to rest";
  all.push_back(settled_replay(door, reboot, "/reboot-instance",
                               {asked_for(reboot, reboot.fixture()), std::move(too_early)}));
  std::vector<Answer>& allowed = all.back().calls.back().expect.allowed;
  add_places(allowed, reboot.accepted);
  allow(allowed, refusal_of(reboot, RefusalReason::wrong_status));
  const Fixture expired = reactivate.fixture();
  all.push_back(settled_replay(door, reactivate, "/reactivate-instances",
                               {asked_for(reboot, expired), asked_for(reactivate, expired)}));
  all.back().needs.push_back(needs_of(reboot).back());
}

// Its nonce is still remembered, whichever action used it, and whatever was called before.
Case replay_after_many(const Door& door, const TestedAction& action, std::vector<Call> before,
                       bool settles) {
  const std::size_t first = before.size();
  const DocumentedRefusal& unknown = refusal_of(action, RefusalReason::unknown_instance);
  Call others = call_of(action, unknown);
  others.copies = more_than_64;
  others.expect.allowed = {throttled(action), conflict(action)};
  allow(others.expect.allowed, unknown);
  others.expect.lenience = "so many calls at once may be too many";
  Call again = plain_call(action);
  again.replay_of = first;
  again.when_settled = settles;
  again.expect = refused_with(fault::used_nonce);
  before.push_back(asked_for(action, action.fixture()));
  before.push_back(std::move(others));
  before.push_back(std::move(again));
  Case one =
      behind(door, action, std::string{"many-calls/"}.append(action.slug), std::move(before));
  if (settles) one.fixture.settle_ms = settling_ms;
  one.citations.push_back(door.nonce_once);
  one.needs.push_back(std::string{action.slug} + "/row/" + std::string{unknown.name});
  stand_on(replay, one);
  return one;
}

void add_many(std::vector<Case>& all, const Door& door) {
  const Fixture stopped = start_instance_action.fixture();
  all.push_back(replay_after_many(door, start_instance_action,
                                  {wrong_secret(), dry(start_instance_action, stopped)}, false));
  stand_on_dry_runs(all.back());
  all.push_back(replay_after_many(door, reboot_instance_action, {}, true));
  Call refused = asked_for(reboot_instance_action, reactivate_instances_action.fixture());
  all.push_back(replay_after_many(door, reactivate_instances_action, {std::move(refused)}, false));
  all.back().needs.push_back(needs_of(reboot_instance_action).back());
  send_by(all.back(), {Method::post_form, Format::json, door.signature});
}

Case another_way(const Door& door, Method method, std::string_view slug) {
  const TestedAction& action = start_instance_action;
  Call look{.action = "DescribeInstanceAttribute",
            .arguments = {{.name = "InstanceId", .value = this_instance()}},
            .expect = {.allowed = {accepted()}}};
  Call of_start = edited_call(action, an_earlier_minute);
  of_start.nonce_of = 0;
  of_start.expect = refused_with(fault::used_nonce);
  Call again = look;
  again.replay_of = 0;
  again.expect = refused_with(fault::used_nonce);
  Case one = behind(door, action, std::string{"used-nonce/"}.append(slug),
                    {std::move(look), std::move(of_start), std::move(again)});
  one.citations.push_back(door.nonce_once);
  one.needs.emplace_back("base/observe/describe-instance-attribute");
  stand_on(replay, one);
  send_by(one, {method, door.is_v1() ? Format::json : Format::xml, door.signature});
  return one;
}

// Nothing is in its body, so that its hash is known to everybody.
Case body_hash_by_get() {
  Case one = behind(door_v3, start_instance_action, "body-hash/by-get",
                    {forged(door_v3, start_instance_action, Forgery::body_hash)});
  one.citations.push_back(cite_clause(signature_v3::page, signature_v3::clause::body_by_hash));
  stand_on(bad_signature, one);
  send_by(one, {Method::get, Format::json, Signature::v3});
  return one;
}

}  // namespace

void add_behind_others(std::vector<Case>& all) {
  for (const Door& door : doors) {
    for (const ForgeryRow& row : forgeries) {
      if (is_behind(door, row.forgery)) all.push_back(second_third_and_later(door, row));
    }
    all.push_back(of_an_expired(door));
    all.push_back(at_rest(door, "at-rest", all_forged(door, reboot_instance_action)));
    all.push_back(
        at_rest(door, "at-rest/dry", {forged(door, reboot_instance_action, Forgery::dry)}));
    stand_on_dry_runs(all.back());
    all.push_back(elsewhere(door, "elsewhere", all_forged(door, start_instance_action)));
    all.push_back(
        elsewhere(door, "elsewhere/dry", {forged(door, start_instance_action, Forgery::dry)}));
    stand_on_dry_runs(all.back());
    all.push_back(nonce_of_another_account_at_rest(door));
    const Fixture stopped = start_instance_action.fixture();
    all.push_back(nonce_of_another_account_behind(
        door, start_instance_action, {wrong_secret(), dry(start_instance_action, stopped)}));
    stand_on_dry_runs(all.back());
    all.push_back(nonce_of_another_account_behind(
        door, reactivate_instances_action,
        {asked_for(reboot_instance_action, reactivate_instances_action.fixture())}));
    all.back().needs.push_back(needs_of(reboot_instance_action).back());
    if (!door.is_v1()) send_by(all.back(), {Method::post_form, Format::json, door.signature});
    all.push_back(used_nonce(door));
    add_settled_replays(all, door);
    add_many(all, door);
    if (door.is_v1()) {
      all.push_back(another_way(door, Method::post_query, "by-post"));
    } else {
      all.push_back(another_way(door, Method::get, "by-get"));
    }
    all.push_back(another_way(door, Method::post_form, "by-post-form"));
    all.push_back(door.is_v1() ? by_other_ways(door, Method::post_query, "by-post")
                               : by_other_ways(door, Method::get, "by-get"));
    all.push_back(by_other_ways(door, Method::post_form, "by-post-form"));
    for (const bool same_connection : {false, true}) {
      all.push_back(nonce_of_another_account(door, same_connection));
    }
  }
  all.push_back(body_hash_by_get());
}

}  // namespace hallmark::cases
