// SPDX-License-Identifier: Apache-2.0
//
// The door is the same for actions that the suite itself relies upon: the three Describe actions,
// and StopInstance. An endpoint may lack them, and then refuses in other words.
#include <string>
#include <string_view>
#include <utility>

#include "cases/authentication/door.hpp"
#include "cases/authentication/prerequisites.hpp"
#include "specs/common/descriptions.hpp"

namespace hallmark::cases {
namespace {

namespace descriptions = specs::common::descriptions;
namespace errors = specs::common::errors;
namespace signature_v1 = specs::common::signature_v1;
namespace signature_v3 = specs::common::signature_v3;
using specs::InstanceStatus;

struct OtherAction {
  std::string_view slug;
  std::string_view name;
  std::string_view need;       // the prerequisite that shows it; empty: none does
  std::string_view parameter;  // that names the instance
  bool as_json = false;        // in an array
};

constexpr OtherAction of_attribute = {"describe-instance-attribute", "DescribeInstanceAttribute",
                                      "base/observe/describe-instance-attribute", "InstanceId"};
constexpr OtherAction lists[] = {
    {"describe-instances", "DescribeInstances", "base/observe/describe-instances", "InstanceIds",
     true},
    {"describe-instance-status", "DescribeInstanceStatus", "base/observe/describe-instance-status",
     "InstanceId.1"},
};
constexpr OtherAction stop = {"stop-instance", "StopInstance", "", "InstanceId"};

constexpr AllowedRefusal no_such_instance[] = {
    {.code = "*", .citation = common_row(errors::invalid_instance_id_not_found)}};

constexpr AllowedRefusal nobody_has_it[] = {
    {.code = "Invalid*", .citation = common_row(errors::gateway_invalid)},
    {.code = "Missing*", .citation = common_row(errors::gateway_missing)},
    {.code = "Unsupported*", .citation = common_row(errors::unsupported_parameter)},
    {.status = 403, .code = "Forbidden*", .citation = common_row(errors::forbidden_unauthorized)},
};
constexpr std::string_view filters_may_be_looked_up =
    "whether a network that does not exist is refused or lists nothing no page says";

constexpr std::string_view empty_or_refused =
    "a list without what the caller has not is empty, or it is refused";

Value named(const OtherAction& action, Value id) {
  if (!action.as_json) return id;
  id.before.insert(0, "[\"");
  id.after += "\"]";
  return id;
}

// All instances of the caller, one page of them.
Call list_call(const OtherAction& action) {
  return {.action = std::string{action.name},
          .arguments = {{.name = "RegionId", .value = {.handle = Handle::region_id}},
                        {.name = "PageSize", .value = text("50")}}};
}

Call call_of(const OtherAction& action, Value id) {
  Call call = list_call(action);
  if (action.parameter == "InstanceId") call.arguments.clear();
  call.arguments.push_back(
      {.name = std::string{action.parameter}, .value = named(action, std::move(id))});
  return call;
}

Case other_case(const Door& door, const OtherAction& action, std::string_view asked, Call call) {
  Case one = door_case(door, start_instance_action,
                       std::string{asked}.append("/").append(action.slug), std::move(call));
  one.tags.action = {};
  one.needs = {"base/variant"};
  if (!action.need.empty()) one.needs.emplace_back(action.need);
  if (action.name == "StopInstance") one.fixture.status = InstanceStatus::running;
  return one;
}

Case wrong_secret(const Door& door, const OtherAction& action) {
  Call call = call_of(action, this_instance());
  call.identity = Identity::wrong_secret;
  call.expect = refused_with(fault::any);
  Case one = other_case(door, action, "wrong-secret", std::move(call));
  stand_on(bad_signature, one);
  return one;
}

Case unsigned_call(const Door& door, const OtherAction& action) {
  Call call = call_of(action, this_instance());
  call.edits = anonymity(door);
  call.expect = refused_with(fault::any);
  return other_case(door, action, "anonymous", std::move(call));
}

// The right key id, and no signature.
Case without_signature(const Door& door, const OtherAction& action) {
  Call call = call_of(action, this_instance());
  call.edits = {
      {.when = Edit::When::after_signing, .op = Edit::Op::set, .name = "Signature", .value = {}}};
  call.expect = refused_with(fault::any);
  return other_case(door, action, "signature-empty", std::move(call));
}

Case stale(const Door& door, const OtherAction& action) {
  Call call = call_of(action, this_instance());
  call.edits = {{.op = Edit::Op::shift, .name = "Timestamp", .seconds = -365 * 24 * 60 * 60}};
  call.expect = refused_with(fault::any);
  Case one = other_case(door, action, stale_timestamp, std::move(call));
  one.depth = 2;
  one.citations.push_back(door.time_window);
  stand_on(stale_timestamp, one);
  return one;
}

// The very bytes, of a request that could be carried out any number of times.
Case replayed(const Door& door, const OtherAction& action) {
  Call call = call_of(action, this_instance());
  call.expect.allowed = {accepted()};
  Case one = other_case(door, action, "replay/same-bytes", call);
  call.replay_of = 0;
  call.expect = refused_with(fault::used_nonce);
  one.calls.push_back(std::move(call));
  one.citations.push_back(door.nonce_once);
  stand_on(replay, one);
  return one;
}

// Of one that could not: newly signed, with the nonce of a look.
Case with_nonce_of_a_look(const Door& door, const OtherAction& action) {
  Call look = call_of(of_attribute, this_instance());
  look.expect.allowed = {accepted()};
  Case one = other_case(door, action, "replay/same-nonce", std::move(look));
  Call call = call_of(action, this_instance());
  call.nonce_of = 0;
  call.expect = refused_with(fault::any);
  one.calls.push_back(std::move(call));
  one.citations.push_back(door.nonce_once);
  one.needs.emplace_back(of_attribute.need);
  stand_on(replay, one);
  return one;
}

// Nor twice at the same moment.
Case replayed_at_once(const Door& door, const OtherAction& action) {
  Case one = replayed(door, action);
  one.needs.push_back(one.id);
  one.id += "/at-once";
  one.depth = 2;
  one.relation = Relation::one_accepted_at_most;
  for (Call& call : one.calls) {
    call.expect = refused_with(fault::used_nonce);
    call.expect.allowed.push_back(accepted());
    call.expect.lenience = "whichever of the two comes first";
  }
  one.calls.back().with_previous = true;
  return one;
}

Case foreign_key(const Door& door, const OtherAction& action) {
  Call call = call_of(action, this_instance());
  call.identity = Identity::other_account;
  call.expect = refused_with(fault::any);
  Case one = other_case(door, action, "foreign-key", std::move(call));
  one.second_world = true;
  return one;
}

// Whoever is not told of an instance of another's is told nothing, or that there is none.
Case hidden(Case one) {
  one.second_world = true;
  one.calls.front().expect = accepted_or_refused_with(no_such_instance, empty_or_refused);
  return one;
}

Case foreign_instance_in_list(const Door& door, const OtherAction& action) {
  return hidden(other_case(door, action, "foreign-instance",
                           call_of(action, {.handle = Handle::other_instance_id})));
}

// Each of several ids counts for itself: of two, the first is nobody's, or the caller's own.
Case foreign_instance_behind(const Door& door, const OtherAction& action) {
  Call call = call_of(action, {.handle = Handle::other_instance_id});
  Argument& last = call.arguments.back();
  if (action.as_json) {
    last.value.before.insert(1, "\"i-hallmarkunknown000\",");
  } else {
    last.name = "InstanceId.2";
    call.arguments.push_back({.name = "InstanceId.1", .value = this_instance()});
  }
  Case one = hidden(other_case(door, action, "foreign-instance-behind-another", std::move(call)));
  one.needs.push_back(foreign_instance_in_list(door, action).id);
  one.depth = 2;
  return one;
}

Case only_own_in_list(const Door& door, const OtherAction& action) {
  return hidden(other_case(door, action, "only-own-instances", list_call(action)));
}

// To two accounts an instance that neither has is the same nothing.
Case unknown_in_list(const Door& door, const OtherAction& action) {
  Call call = call_of(action, text("i-hallmarkunknown000"));
  Case one = hidden(other_case(door, action, "unknown-instance", std::move(call)));
  one.level = Level::recommended;
  one.relation = Relation::same_answer;
  one.calls.push_back(one.calls.front());
  one.calls.back().identity = Identity::other_account;
  return one;
}

specs::Citation sorted_in(const Door& door) {
  return door.is_v1() ? cite_clause(signature_v1::page, signature_v1::clause::sorted)
                      : cite_clause(signature_v3::page, signature_v3::clause::canonical_query);
}

std::string nobodys(int number) {
  return "i-hallmarkunknown0" + std::to_string(number / 10) + std::to_string(number % 10);
}

// By their bytes capital letters come first: VSwitchId goes before Version and VpcId.
Case sorted_by_bytes(const Door& door) {
  Call call = list_call(lists[0]);
  for (const std::string_view name : {"VpcId", "VSwitchId"}) {
    call.arguments.push_back({.name = std::string{name}, .value = text("hallmark-unknown-000")});
  }
  call.expect = accepted_or_refused_with(nobody_has_it, filters_may_be_looked_up);
  Case one = other_case(door, lists[0], "sorted-by-bytes", std::move(call));
  one.citations.push_back(sorted_in(door));
  one.citations.push_back(descriptions::sentence(descriptions::clause::filters));
  return one;
}

// So do numbers: InstanceId.10 goes before InstanceId.2.
Case numbers_sorted_by_bytes(const Door& door) {
  constexpr int ids = 11;
  Call call = list_call(lists[1]);
  for (int number = 1; number <= ids; ++number) {
    call.arguments.push_back({.name = "InstanceId." + std::to_string(number),
                              .value = number == 1 ? this_instance() : text(nobodys(number))});
  }
  call.expect = accepted_or_refused_with(nobody_has_it, empty_or_refused);
  Case one = other_case(door, lists[1], "numbers-sorted-by-bytes", std::move(call));
  one.depth = 2;
  one.citations.push_back(sorted_in(door));
  one.citations.push_back(descriptions::sentence(descriptions::clause::filters));
  return one;
}

}  // namespace

void add_other_actions(std::vector<Case>& all) {
  for (const Door& door : doors) {
    for (const OtherAction& action : {lists[0], lists[1], of_attribute, stop}) {
      all.push_back(wrong_secret(door, action));
      all.push_back(unsigned_call(door, action));
      all.push_back(without_signature(door, action));
      all.push_back(stale(door, action));
    }
    for (const OtherAction& action : {of_attribute, lists[0], lists[1]}) {
      all.push_back(replayed(door, action));
    }
    all.push_back(replayed_at_once(door, of_attribute));
    all.push_back(with_nonce_of_a_look(door, stop));
    all.push_back(foreign_key(door, of_attribute));
    all.push_back(foreign_key(door, stop));
    all.push_back(sorted_by_bytes(door));
    all.push_back(numbers_sorted_by_bytes(door));
    for (const OtherAction& action : lists) {
      all.push_back(foreign_instance_in_list(door, action));
      all.push_back(foreign_instance_behind(door, action));
      all.push_back(only_own_in_list(door, action));
      all.push_back(unknown_in_list(door, action));
    }
  }
}

}  // namespace hallmark::cases
