// SPDX-License-Identifier: Apache-2.0
//
// The headers of signature version 3: each one left out, empty, wrong, and the parts of
// Authorization. x-acs-action and x-acs-version are asked for in parameter/ and http/.
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "cases/authentication/door.hpp"
#include "cases/authentication/prerequisites.hpp"

namespace hallmark::cases {
namespace {

namespace signature_v3 = specs::common::signature_v3;

using Op = Edit::Op;
using When = Edit::When;
using Where = Edit::Where;

consteval specs::Citation header(std::string_view name) {
  return cite_common_parameter(signature_v3::page, name);
}

struct WrongHeader {
  std::string_view slug;
  Where where = Where::common;
  std::string_view name;
  Op op = Op::set;
  std::string_view value = {};
  Handle handle = Handle::none;  // before the value
  When when = When::before_signing;
  std::span<const AllowedRefusal> refusals = fault::missing;
  Level level = Level::required;
  std::string_view lenience = {};
  specs::Citation citation = {};
};

constexpr std::string_view case_of_hex =
    "lower-case hexadecimal is documented; upper case names the same bytes";
constexpr std::string_view no_header_token_is_due =
    "no document says what becomes of a token that comes with a permanent key";

// clang-format off
constexpr WrongHeader header_faults[] = {
    {.slug = "authorization/absent", .where = Where::header, .name = "Authorization", .op = Op::drop,
     .when = When::after_signing, .citation = header("Authorization")},
    {.slug = "authorization/empty", .where = Where::header, .name = "Authorization",
     .when = When::after_signing, .citation = header("Authorization")},
    {.slug = "authorization/only-the-algorithm", .where = Where::header, .name = "Authorization",
     .value = "ACS3-HMAC-SHA256", .when = When::after_signing, .citation = header("Authorization")},
    {.slug = "authorization/another-scheme", .where = Where::header, .name = "Authorization",
     .value = "Basic aGFsbG1hcms6aGFsbG1hcms=", .when = When::after_signing,
     .citation = header("Authorization")},
    {.slug = "authorization/no-list", .where = Where::header, .name = "Authorization",
     .value = "ACS3-HMAC-SHA256 ,,;==,Credential,Signature", .when = When::after_signing,
     .citation = header("Authorization")},

    {.slug = "credential/absent", .name = "AccessKeyId", .op = Op::drop,
     .citation = header("Authorization")},
    {.slug = "credential/empty", .name = "AccessKeyId", .citation = header("Authorization")},
    {.slug = "credential/malformed", .name = "AccessKeyId", .value = "no key <id> & no",
     .citation = header("Authorization")},
    {.slug = "credential/flipped", .name = "AccessKeyId", .value = nobodys_ending,
     .handle = Handle::access_key_id, .refusals = fault::unknown_key, .citation = header("Authorization")},

    {.slug = "signature/absent", .name = "Signature", .op = Op::drop, .when = When::after_signing,
     .citation = header("Authorization")},
    {.slug = "signature/empty", .name = "Signature", .when = When::after_signing,
     .citation = header("Authorization")},
    {.slug = "signature/flipped", .name = "Signature", .op = Op::flip, .when = When::after_signing,
     .refusals = fault::mismatch,
     .citation = cite_clause(signature_v3::page, signature_v3::clause::signature)},
    {.slug = "signature/truncated", .name = "Signature", .op = Op::cut_last,
     .when = When::after_signing, .refusals = fault::mismatch,
     .citation = cite_clause(signature_v3::page, signature_v3::clause::signature)},
    {.slug = "signature/upper-case", .name = "Signature", .op = Op::upper_case,
     .when = When::after_signing, .refusals = fault::mismatch, .level = Level::recommended,
     .lenience = case_of_hex,
     .citation = cite_clause(signature_v3::page, signature_v3::clause::signature)},
    {.slug = "signature/no-hexadecimal", .name = "Signature", .value = "no hexadecimal at all",
     .when = When::after_signing, .citation = header("Authorization")},
    {.slug = "signature/constant", .name = "Signature",
     .value = "0000000000000000000000000000000000000000000000000000000000000000",
     .when = When::after_signing, .refusals = fault::mismatch, .citation = header("Authorization")},

    {.slug = "algorithm/absent", .name = "SignatureMethod", .op = Op::drop,
     .refusals = fault::wrong_method,
     .citation = cite_clause(signature_v3::page, signature_v3::clause::algorithm)},
    {.slug = "algorithm/hmac-sha1", .name = "SignatureMethod", .value = "ACS3-HMAC-SHA1",
     .refusals = fault::wrong_method,
     .citation = cite_clause(signature_v3::page, signature_v3::clause::algorithm)},
    {.slug = "algorithm/rsa", .name = "SignatureMethod", .value = "ACS3-RSA-SHA256",
     .refusals = fault::wrong_method,
     .citation = cite_clause(signature_v3::page, signature_v3::clause::algorithm)},
    {.slug = "algorithm/of-another-vendor", .name = "SignatureMethod", .value = "AWS4-HMAC-SHA256",
     .refusals = fault::wrong_method,
     .citation = cite_clause(signature_v3::page, signature_v3::clause::algorithm)},
    {.slug = "algorithm/none", .name = "SignatureMethod", .value = "none",
     .refusals = fault::wrong_method,
     .citation = cite_clause(signature_v3::page, signature_v3::clause::string_to_sign)},

    {.slug = "date/absent", .name = "Timestamp", .op = Op::drop, .citation = header("x-acs-date")},
    {.slug = "date/empty", .name = "Timestamp", .citation = header("x-acs-date")},

    {.slug = "nonce/absent", .name = "SignatureNonce", .op = Op::drop,
     .citation = header("x-acs-signature-nonce")},
    {.slug = "nonce/empty", .name = "SignatureNonce", .level = Level::recommended,
     .citation = header("x-acs-signature-nonce")},

    {.slug = "content-hash/absent", .name = "ContentHash", .op = Op::drop,
     .when = When::after_signing, .citation = header("x-acs-content-sha256")},
    {.slug = "content-hash/empty", .name = "ContentHash",
     .citation = header("x-acs-content-sha256")},
    {.slug = "content-hash/changed", .name = "ContentHash", .op = Op::flip,
     .when = When::after_signing, .citation = header("x-acs-content-sha256")},
    {.slug = "content-hash/of-another-body", .name = "ContentHash",
     .value = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
     .citation = header("x-acs-content-sha256")},
    {.slug = "content-hash/malformed", .name = "ContentHash", .value = "UNSIGNED-PAYLOAD",
     .citation = header("x-acs-content-sha256")},

    {.slug = "security-token/not-due", .name = "SecurityToken", .value = "hallmark-token",
     .level = Level::recommended, .lenience = no_header_token_is_due,
     .citation = header("x-acs-security-token")},
};
// clang-format on

Case fault_case(const WrongHeader& row) {
  Call call = edited_call(start_instance_action,
                          {.when = row.when,
                           .where = row.where,
                           .op = row.op,
                           .name = std::string{row.name},
                           .value = {.handle = row.handle, .after = std::string{row.value}}});
  call.expect = row.lenience.empty() ? refused_with(row.refusals)
                                     : accepted_or_refused_with(row.refusals, row.lenience);
  Case one = door_case(door_v3, start_instance_action, row.slug, std::move(call));
  one.level = row.level;
  one.citations.push_back(row.citation);
  if (row.slug == bad_signature) {
    one.cause = bad_signature_cause;
  } else if (row.refusals.data() == fault::mismatch && row.lenience.empty()) {
    stand_on(bad_signature, one);
  }
  return one;
}

// The form says one thing when it is signed and another when it is sent.
Case body_changed() {
  Call call{.action = "StartInstance",
            .arguments = {{.name = "InstanceId", .value = text("i-hallmarkunknown000")}},
            .edits = {{.when = When::after_signing,
                       .where = Where::body,
                       .value = {.before = "InstanceId=", .handle = Handle::instance_id}}},
            .expect = refused_with(fault::missing)};
  Case one = door_case(door_v3, start_instance_action, "body/changed", std::move(call));
  one.variants.get = false;
  one.variants.post_query = false;
  one.citations.push_back(cite_clause(signature_v3::page, signature_v3::clause::body_by_hash));
  return one;
}

// A body that nobody signed, behind a query that somebody did.
Case body_added() {
  Call call = edited_call(
      start_instance_action,
      {.when = When::after_signing, .where = Where::body, .value = text("InitLocalDisk=true")});
  call.expect = refused_with(fault::missing);
  Case one = door_case(door_v3, start_instance_action, "body/added", std::move(call));
  one.variants.get = false;
  one.variants.post_form = false;
  one.citations.push_back(cite_clause(signature_v3::page, signature_v3::clause::body_by_hash));
  return one;
}

}  // namespace

void add_v3_headers(std::vector<Case>& all) {
  for (const WrongHeader& row : header_faults) all.push_back(fault_case(row));
  all.push_back(body_changed());
  all.push_back(body_added());
}

}  // namespace hallmark::cases
