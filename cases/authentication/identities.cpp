// SPDX-License-Identifier: Apache-2.0
//
// Whose key signs, and whose instance is meant: asked of every action.
#include <string>
#include <utility>

#include "cases/authentication/door.hpp"
#include "cases/authentication/prerequisites.hpp"

namespace hallmark::cases {
namespace {

namespace signature_v1 = specs::common::signature_v1;
namespace signature_v3 = specs::common::signature_v3;

specs::Citation key_rule(const Door& door) {
  constexpr specs::Citation v1 = cite_clause(signature_v1::page, signature_v1::clause::key);
  constexpr specs::Citation v3 = cite_clause(signature_v3::page, signature_v3::clause::signature);
  return door.is_v1() ? v1 : v3;
}

Case identity_case(const Door& door, const TestedAction& action, std::string_view asked,
                   Call call) {
  Case one =
      door_case(door, action, std::string{asked}.append("/").append(action.slug), std::move(call));
  one.citations.push_back(key_rule(door));
  return one;
}

Case wrong_secret(const Door& door, const TestedAction& action) {
  Call call = plain_call(action);
  call.identity = Identity::wrong_secret;
  call.expect = refused_with(fault::mismatch);
  Case one = identity_case(door, action, "wrong-secret", std::move(call));
  stand_on(bad_signature, one);
  return one;
}

Case unknown_key(const Door& door, const TestedAction& action) {
  Call call = plain_call(action);
  call.identity = Identity::unknown_key;
  call.expect = refused_with(fault::unknown_key);
  return identity_case(door, action, "unknown-key", std::move(call));
}

// The key id of one account, the secret of the other.
Case borrowed_key_id(const Door& door, const TestedAction& action) {
  Call call =
      edited_call(action, {.name = "AccessKeyId", .value = {.handle = Handle::access_key_id}});
  call.identity = Identity::other_account;
  call.expect = refused_with(fault::mismatch);
  Case one = identity_case(door, action, "borrowed-key-id", std::move(call));
  stand_on(bad_signature, one);
  one.second_world = true;
  return one;
}

// Own key, another account's instance.
Case foreign_instance(const Door& door, const TestedAction& action) {
  Call call = plain_call(action);
  call.arguments.front().value = {.handle = Handle::other_instance_id};
  call.expect = refused_with(fault::not_yours);
  call.expect.lenience = "to another account an instance does not exist, or is forbidden";
  Case one = identity_case(door, action, "foreign-instance", std::move(call));
  one.tags.shows = Shows::foreign_instance;
  one.second_world = true;
  return one;
}

// Another account's key, own instance.
Case foreign_key(const Door& door, const TestedAction& action) {
  Call call = plain_call(action);
  call.identity = Identity::other_account;
  call.expect = refused_with(fault::not_yours);
  call.expect.lenience = "to another account an instance does not exist, or is forbidden";
  Case one = identity_case(door, action, "foreign-key", std::move(call));
  one.second_world = true;
  return one;
}

// To look is forbidden as well.
Case foreign_look(const Door& door) {
  Call call{.action = "DescribeInstanceAttribute",
            .arguments = {{.name = "InstanceId", .value = {.handle = Handle::other_instance_id}}},
            .expect = refused_with(fault::not_yours)};
  call.expect.lenience = "to another account an instance does not exist, or is forbidden";
  Case one = door_case(door, start_instance_action, "foreign-instance/describe-instance-attribute",
                       std::move(call));
  one.second_world = true;
  one.needs = {"base/variant", "base/observe/describe-instance-attribute"};
  return one;
}

// Nobody: nothing of the signature is there at all.
Case anonymous(const Door& door, const TestedAction& action) {
  Call call = plain_call(action);
  call.edits = anonymity(door);
  call.expect = refused_with(fault::missing);
  return identity_case(door, action, "anonymous", std::move(call));
}

}  // namespace

std::vector<Edit> anonymity(const Door& door) {
  constexpr auto after = Edit::When::after_signing;
  std::vector<Edit> edits;
  if (door.is_v1()) {
    for (const std::string_view name : {"AccessKeyId", "Signature", "SignatureMethod",
                                        "SignatureVersion", "SignatureNonce", "Timestamp"}) {
      edits.push_back({.when = after, .op = Edit::Op::drop, .name = std::string{name}});
    }
    return edits;
  }
  edits.push_back(
      {.when = after, .where = Edit::Where::header, .op = Edit::Op::drop, .name = "Authorization"});
  for (const std::string_view name : {"SignatureNonce", "Timestamp", "ContentHash"}) {
    edits.push_back({.when = after, .op = Edit::Op::drop, .name = std::string{name}});
  }
  return edits;
}

void add_identities(std::vector<Case>& all) {
  for (const Door& door : doors) {
    for (const TestedAction& action : tested_actions) {
      all.push_back(wrong_secret(door, action));
      all.push_back(unknown_key(door, action));
      all.push_back(borrowed_key_id(door, action));
      all.push_back(foreign_instance(door, action));
      all.push_back(foreign_key(door, action));
      all.push_back(anonymous(door, action));
    }
    all.push_back(foreign_look(door));
  }
}

}  // namespace hallmark::cases
