// SPDX-License-Identifier: Apache-2.0
//
// Signed with a key that is nearly the right one, or named as signed in a way that nobody checks;
// signatures that are right at one end only.
#include <string>
#include <string_view>
#include <utility>

#include "cases/authentication/door.hpp"
#include "cases/authentication/prerequisites.hpp"

namespace hallmark::cases {
namespace {

namespace signature_v1 = specs::common::signature_v1;
namespace signature_v3 = specs::common::signature_v3;

using Op = Edit::Op;

constexpr specs::Citation v1_key = cite_clause(signature_v1::page, signature_v1::clause::key);
constexpr specs::Citation v1_base64 = cite_clause(signature_v1::page, signature_v1::clause::base64);
constexpr specs::Citation v3_signature =
    cite_clause(signature_v3::page, signature_v3::clause::signature);

Case key_case(const Door& door, std::string_view asked, Edit edit) {
  edit.name = "SigningKey";
  Call call = edited_call(start_instance_action, std::move(edit));
  call.expect = refused_with(fault::mismatch);
  Case one =
      door_case(door, start_instance_action, std::string{"key/"}.append(asked), std::move(call));
  one.citations.push_back(door.is_v1() ? v1_key : v3_signature);
  return one;
}

// Right but for one letter at that end.
Case end_case(const Door& door, std::string_view end) {
  Call call = edited_call(start_instance_action, {.when = Edit::When::after_signing,
                                                  .op = Op::flip,
                                                  .name = "Signature",
                                                  .value = text(std::string{end})});
  call.expect = refused_with(fault::mismatch);
  Case one = door_case(door, start_instance_action,
                       std::string{"signature/"}.append(end) + "-changed", std::move(call));
  one.citations.push_back(door.is_v1() ? v1_base64 : v3_signature);
  return one;
}

// Wrong, and said to be made in another way.
Case another_way(std::string_view asked, std::string_view name, std::string_view value) {
  Call call = edited_call(start_instance_action,
                          {.name = std::string{name}, .value = text(std::string{value})});
  call.identity = Identity::wrong_secret;
  call.expect = refused_with(fault::wrong_method);
  Case one = door_case(door_v1, start_instance_action, std::string{"wrong-secret/"}.append(asked),
                       std::move(call));
  one.citations.push_back(v1_key);
  return one;
}

// Wrong, beside what may stand for another way in: that it came from here, a token that nobody
// gave.
Case beside(const Door& door, std::string_view asked, std::vector<Edit> edits) {
  Call call = plain_call(start_instance_action);
  call.edits = std::move(edits);
  call.identity = Identity::wrong_secret;
  call.expect = refused_with(fault::any);
  Case one = door_case(door, start_instance_action,
                       std::string{"wrong-secret/beside-"}.append(asked), std::move(call));
  one.citations.push_back(door.is_v1() ? v1_key : v3_signature);
  stand_on(bad_signature, one);
  return one;
}

Edit header(std::string_view name, std::string_view value) {
  return {.when = Edit::When::after_signing,
          .where = Edit::Where::header,
          .name = std::string{name},
          .value = text(std::string{value})};
}

Edit parameter(std::string_view name, std::string_view value) {
  return {.where = Edit::Where::parameter,
          .name = std::string{name},
          .value = text(std::string{value})};
}

void add_other_ways_in(std::vector<Case>& all, const Door& door) {
  all.push_back(beside(door, "a-nearby-address",
                       {header("X-Forwarded-For", "127.0.0.1"), header("X-Real-IP", "127.0.0.1"),
                        header("Forwarded", "for=127.0.0.1")}));
  all.push_back(beside(door, "a-security-token",
                       {{.name = "SecurityToken", .value = text("hallmark-token")}}));
  all.push_back(beside(
      door, "a-bearer-token",
      {parameter("SignatureType", "BEARERTOKEN"), parameter("BearerToken", "hallmark-token")}));
}

}  // namespace

void add_keys(std::vector<Case>& all) {
  all.push_back(key_case(door_v1, "none", {}));
  all.push_back(key_case(door_v1, "empty-secret", {.value = text("&")}));
  all.push_back(key_case(door_v1, "without-ampersand", {.op = Op::cut_last}));
  all.push_back(key_case(door_v3, "empty-secret", {}));
  all.push_back(end_case(door_v1, "last"));
  all.push_back(end_case(door_v3, "first"));
  all.push_back(another_way("said-to-be-hmac-sha256", "SignatureMethod", "HMAC-SHA256"));
  all.push_back(another_way("said-to-be-hmac-md5", "SignatureMethod", "HMAC-MD5"));
  all.push_back(another_way("said-to-be-invented", "SignatureMethod", "HALLMARK"));
  all.push_back(another_way("said-to-be-version-2", "SignatureVersion", "2.0"));
  for (const Door& door : doors) add_other_ways_in(all, door);
}

}  // namespace hallmark::cases
