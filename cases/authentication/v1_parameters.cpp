// SPDX-License-Identifier: Apache-2.0
//
// The public parameters of signature version 1: each one left out, empty, wrong. Action, Version
// and Format are asked for elsewhere (parameter/, http/, envelope/), Timestamp in timestamps.cpp
// too.
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "cases/authentication/door.hpp"
#include "cases/authentication/prerequisites.hpp"

namespace hallmark::cases {
namespace {

namespace errors = specs::common::errors;
namespace public_parameters = specs::common::public_parameters;
namespace signature_v1 = specs::common::signature_v1;

using Op = Edit::Op;
using When = Edit::When;

consteval specs::Citation public_parameter(std::string_view name) {
  return cite_common_parameter(public_parameters::page, name);
}

struct WrongParameter {
  std::string_view slug;
  std::string_view name;
  Op op = Op::set;
  std::string_view value = {};
  Handle handle = Handle::none;  // before the value
  When when = When::before_signing;
  std::span<const AllowedRefusal> refusals = fault::missing;
  Level level = Level::required;
  // Not said to be wrong: accepted is right too.
  std::string_view lenience = {};
  specs::Citation citation = {};
};

constexpr std::string_view one_sample_prints_it = "one sample of the vendor prints Hmac-SHA1";
constexpr std::string_view names_may_fold = "no document says whether the value folds case";
constexpr std::string_view no_token_is_due =
    "no document says what becomes of a token that comes with a permanent key";

// clang-format off
constexpr WrongParameter faults[] = {
    {.slug = "access-key-id/absent", .name = "AccessKeyId", .op = Op::drop,
     .citation = common_row(errors::missing_access_key_id)},
    {.slug = "access-key-id/empty", .name = "AccessKeyId",
     .citation = common_row(errors::missing_access_key_id)},
    {.slug = "access-key-id/malformed", .name = "AccessKeyId", .value = "no key <id> & no \xc3\xa9",
     .citation = public_parameter("AccessKeyId")},
    {.slug = "access-key-id/flipped", .name = "AccessKeyId", .value = nobodys_ending,
     .handle = Handle::access_key_id, .refusals = fault::unknown_key, .citation = public_parameter("AccessKeyId")},

    {.slug = "signature/absent", .name = "Signature", .op = Op::drop, .when = When::after_signing,
     .citation = common_row(errors::missing_signature)},
    {.slug = "signature/empty", .name = "Signature", .when = When::after_signing,
     .citation = common_row(errors::missing_signature)},
    {.slug = "signature/flipped", .name = "Signature", .op = Op::flip, .when = When::after_signing,
     .refusals = fault::mismatch, .citation = public_parameter("Signature")},
    {.slug = "signature/lower-case", .name = "Signature", .op = Op::lower_case,
     .when = When::after_signing, .refusals = fault::mismatch,
     .citation = cite_clause(signature_v1::page, signature_v1::clause::base64)},
    {.slug = "signature/upper-case", .name = "Signature", .op = Op::upper_case,
     .when = When::after_signing, .refusals = fault::mismatch,
     .citation = cite_clause(signature_v1::page, signature_v1::clause::base64)},
    {.slug = "signature/not-base64", .name = "Signature", .value = "%%% no base64 <&> \xc3\xa9",
     .when = When::after_signing, .citation = public_parameter("Signature")},
    {.slug = "signature/constant", .name = "Signature", .value = "AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
     .when = When::after_signing, .refusals = fault::mismatch,
     .citation = public_parameter("Signature")},

    {.slug = "signature-method/absent", .name = "SignatureMethod", .op = Op::drop,
     .refusals = fault::wrong_method, .level = Level::recommended,
     .citation = public_parameter("SignatureMethod")},
    {.slug = "signature-method/empty", .name = "SignatureMethod",
     .refusals = fault::wrong_method, .level = Level::recommended,
     .citation = public_parameter("SignatureMethod")},
    {.slug = "signature-method/hmac-sha256", .name = "SignatureMethod", .value = "HMAC-SHA256",
     .refusals = fault::wrong_method,
     .citation = common_row(errors::invalid_paramater_signature_method)},
    {.slug = "signature-method/none", .name = "SignatureMethod", .value = "none",
     .refusals = fault::wrong_method,
     .citation = common_row(errors::invalid_paramater_signature_method)},
    {.slug = "signature-method/mixed-case", .name = "SignatureMethod", .value = "Hmac-SHA1",
     .refusals = fault::wrong_method, .level = Level::recommended, .lenience = one_sample_prints_it,
     .citation = public_parameter("SignatureMethod")},
    {.slug = "signature-method/lower-case", .name = "SignatureMethod", .op = Op::lower_case,
     .refusals = fault::wrong_method, .level = Level::recommended, .lenience = names_may_fold,
     .citation = public_parameter("SignatureMethod")},

    {.slug = "signature-version/absent", .name = "SignatureVersion", .op = Op::drop,
     .refusals = fault::wrong_method, .level = Level::recommended,
     .citation = public_parameter("SignatureVersion")},
    {.slug = "signature-version/empty", .name = "SignatureVersion",
     .refusals = fault::wrong_method, .level = Level::recommended,
     .citation = public_parameter("SignatureVersion")},
    {.slug = "signature-version/unknown", .name = "SignatureVersion", .value = "9.0",
     .refusals = fault::wrong_method,
     .citation = common_row(errors::invalid_paramater_signature_version)},
    {.slug = "signature-version/malformed", .name = "SignatureVersion", .value = "one",
     .refusals = fault::wrong_method,
     .citation = common_row(errors::invalid_paramater_signature_version)},

    {.slug = "signature-nonce/absent", .name = "SignatureNonce", .op = Op::drop,
     .citation = public_parameter("SignatureNonce")},
    {.slug = "signature-nonce/empty", .name = "SignatureNonce", .level = Level::recommended,
     .citation = public_parameter("SignatureNonce")},

    {.slug = "timestamp/absent", .name = "Timestamp", .op = Op::drop,
     .citation = common_row(errors::missing_timestamp)},
    {.slug = "timestamp/empty", .name = "Timestamp",
     .citation = common_row(errors::missing_timestamp)},
    {.slug = "timestamp/older-spelling", .name = "Timestamp", .op = Op::rename, .value = "TimeStamp",
     .level = Level::recommended, .lenience = "older examples and messages write TimeStamp",
     .citation = cite_clause(public_parameters::page, public_parameters::clause::timestamp_spelling)},

    {.slug = "security-token/not-due", .name = "SecurityToken", .value = "hallmark-token",
     .level = Level::recommended, .lenience = no_token_is_due,
     .citation = public_parameter("SecurityToken")},
};
// clang-format on

Case fault_case(const WrongParameter& row) {
  Call call = edited_call(start_instance_action,
                          {.when = row.when,
                           .op = row.op,
                           .name = std::string{row.name},
                           .value = {.handle = row.handle, .after = std::string{row.value}}});
  call.expect = row.lenience.empty() ? refused_with(row.refusals)
                                     : accepted_or_refused_with(row.refusals, row.lenience);
  Case one = door_case(door_v1, start_instance_action, row.slug, std::move(call));
  one.level = row.level;
  one.citations.push_back(row.citation);
  if (row.slug == bad_signature) {
    one.cause = bad_signature_cause;
  } else if (row.refusals.data() == fault::mismatch && row.lenience.empty()) {
    stand_on(bad_signature, one);
  }
  return one;
}

// Two letters less: no decoder of Base64 can make up for them.
Case truncated_signature() {
  const Edit cut{.when = When::after_signing, .op = Op::cut_last, .name = "Signature"};
  Call call = edited_call(start_instance_action, cut);
  call.edits.insert(call.edits.end(), 2, cut);
  call.expect = refused_with(fault::mismatch);
  Case one = door_case(door_v1, start_instance_action, "signature/truncated", std::move(call));
  stand_on(bad_signature, one);
  one.citations.push_back(public_parameter("Signature"));
  return one;
}

// A nonce of any length is a nonce.
Case long_nonce() {
  Call call =
      edited_call(start_instance_action,
                  {.name = "SignatureNonce",
                   .value = {.before = std::string(200, 'n'), .handle = Handle::instance_id}});
  call.expect.allowed = {accepted()};
  Case one = door_case(door_v1, start_instance_action, "signature-nonce/long", std::move(call));
  one.citations.push_back(public_parameter("SignatureNonce"));
  one.citations.push_back(cite_clause(signature_v1::page, signature_v1::clause::nonce_length));
  return one;
}

}  // namespace

void add_v1_parameters(std::vector<Case>& all) {
  for (const WrongParameter& row : faults) all.push_back(fault_case(row));
  all.push_back(truncated_signature());
  all.push_back(long_nonce());
}

}  // namespace hallmark::cases
