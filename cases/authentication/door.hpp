// SPDX-License-Identifier: Apache-2.0
//
// What the cases of this family share: the two signatures, the codes for each fault in the three
// families of the gateway, and the shape of a case. Whatever a request gets wrong at the door, the
// instance stays as it is.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cases/base/answers.hpp"
#include "cases/base/tested_action.hpp"
#include "cases/case.hpp"
#include "specs/common/errors.hpp"
#include "specs/common/public_parameters.hpp"
#include "specs/common/signature_v1.hpp"
#include "specs/common/signature_v3.hpp"

namespace hallmark::cases {

struct Door {
  std::string_view slug;
  Signature signature;
  specs::Citation rule;  // how the signature is made
  specs::Citation nonce_once;
  specs::Citation time_window;

  [[nodiscard]] VariantFilter variants() const {
    return {.v1 = signature == Signature::v1, .v3 = signature == Signature::v3};
  }
  [[nodiscard]] bool is_v1() const { return signature == Signature::v1; }
};

inline constexpr std::array<Door, 2> doors = {{
    {.slug = "v1",
     .signature = Signature::v1,
     .rule = cite_clause(specs::common::signature_v1::page,
                         specs::common::signature_v1::clause::string_to_sign),
     .nonce_once = cite_clause(specs::common::signature_v1::page,
                               specs::common::signature_v1::clause::nonce_once),
     .time_window = cite_clause(specs::common::signature_v1::page,
                                specs::common::signature_v1::clause::timestamp_window)},
    {.slug = "v3",
     .signature = Signature::v3,
     .rule = cite_clause(specs::common::signature_v3::page,
                         specs::common::signature_v3::clause::canonical_request),
     .nonce_once = cite_clause(specs::common::signature_v3::page,
                               specs::common::signature_v3::clause::nonce_once),
     .time_window = cite_clause(specs::common::signature_v3::page,
                                specs::common::signature_v3::clause::date_window)},
}};
inline constexpr const Door& door_v1 = doors[0];
inline constexpr const Door& door_v3 = doors[1];

// Three families of codes stand side by side in the documents; the class of the status does not
// vary.
inline constexpr std::string_view families_differ =
    "the ECS table, the gateway and the live service name this fault differently";

// Behind one account's key id it makes one that no account can have, whichever way a provider
// counts its keys: to change a sign of the id may hit upon a neighbour's.
inline constexpr std::string_view nobodys_ending = "HallmarkNobody";

namespace fault {

namespace errors = specs::common::errors;

inline constexpr AllowedRefusal mismatch[] = {
    {.code = "IncompleteSignature*", .citation = common_row(errors::incomplete_signature)},
    {.code = "IncompleteSignature*", .citation = common_row(errors::incomplete_signature_live)},
    {.code = "SignatureDoesNotMatch*",
     .citation = common_row(errors::gateway_signature_does_not_match)},
    {.code = "SignatureDoesNotMatch*",
     .citation = common_row(errors::signature_does_not_match_403)},
    {.code = "SignatureDoesNotMatch*",
     .citation = common_row(errors::signature_does_not_match_live)},
    {.code = "InvalidSignature*", .citation = common_row(errors::gateway_invalid)},
};

inline constexpr AllowedRefusal unknown_key[] = {
    {.code = "InvalidAccessKeyId*",
     .citation = common_row(errors::invalid_access_key_id_not_found)},
    {.code = "InvalidAccessKeyId*", .citation = common_row(errors::access_key_id_not_found_live)},
    {.code = "InvalidAccessKeyId*",
     .citation = common_row(errors::gateway_access_key_id_not_found)},
    {.code = "InvalidAccessKeyId*",
     .citation = common_row(errors::gateway_access_key_id_not_found_400)},
    {.code = "InvalidAccessKeyId*", .citation = common_row(errors::gateway_access_key_id_inactive)},
    {.code = "Forbidden.AccessKey*", .citation = common_row(errors::forbidden_access_key_disabled)},
};

// Left out or empty. Without it the rest of the signature cannot be right either.
inline constexpr AllowedRefusal missing[] = {
    {.code = "Missing*", .citation = common_row(errors::gateway_missing)},
    {.code = "Invalid*", .citation = common_row(errors::gateway_invalid)},
    {.code = "IllegalTimestamp*", .citation = common_row(errors::illegal_timestamp)},
    {.code = "IncompleteSignature*", .citation = common_row(errors::incomplete_signature)},
    {.code = "SignatureDoesNotMatch*",
     .citation = common_row(errors::gateway_signature_does_not_match)},
    {.code = "Unsupported*", .citation = common_row(errors::unsupported_parameter)},
    {.code = "Forbidden*", .citation = common_row(errors::forbidden_unauthorized)},
};

inline constexpr AllowedRefusal wrong_method[] = {
    {.code = "InvalidParamater",
     .citation = common_row(errors::invalid_paramater_signature_method)},
    {.code = "InvalidParamater",
     .citation = common_row(errors::invalid_paramater_signature_version)},
    {.code = "InvalidSignature*", .citation = common_row(errors::gateway_invalid_signature_method)},
    {.code = "Invalid*", .citation = common_row(errors::gateway_invalid)},
    {.code = "IncompleteSignature*", .citation = common_row(errors::incomplete_signature)},
    {.code = "SignatureDoesNotMatch*",
     .citation = common_row(errors::gateway_signature_does_not_match)},
    {.code = "Unsupported*", .citation = common_row(errors::unsupported_parameter)},
    {.code = "Missing*", .citation = common_row(errors::gateway_missing)},
};

inline constexpr AllowedRefusal wrong_time[] = {
    {.code = "IllegalTimestamp*", .citation = common_row(errors::illegal_timestamp)},
    {.code = "InvalidTimeStamp*", .citation = common_row(errors::gateway_timestamp_expired)},
    {.code = "InvalidTimeStamp*", .citation = common_row(errors::gateway_timestamp_format)},
    {.code = "IncompleteSignature*", .citation = common_row(errors::incomplete_signature)},
    {.code = "Invalid*", .citation = common_row(errors::gateway_invalid)},
};

inline constexpr AllowedRefusal used_nonce[] = {
    {.code = "SignatureNonceUsed*", .citation = common_row(errors::signature_nonce_used)},
    {.code = "SignatureNonceUsed*", .citation = common_row(errors::gateway_signature_nonce_used)},
    {.code = "InvalidSignatureNonce*", .citation = common_row(errors::gateway_invalid)},
};

inline constexpr AllowedRefusal not_yours[] = {
    {.status = 404,
     .code = "InvalidInstanceId.NotFound",
     .citation = common_row(errors::invalid_instance_id_not_found)},
    {.status = 403, .code = "Forbidden*", .citation = common_row(errors::forbidden_unauthorized)},
    {.status = 403, .code = "Forbidden*", .citation = common_row(errors::forbidden_ram)},
    {.status = 403, .code = "Forbidden*", .citation = common_row(errors::gateway_forbidden_ram)},
};

inline constexpr AllowedRefusal any[] = {{.code = "*", .citation = any_refusal}};

}  // namespace fault

// Under V3 the body is bound by its hash only, so a forged form is answered as a wrong hash.
inline constexpr AllowedRefusal not_as_signed[] = {
    {.code = "IncompleteSignature*",
     .citation = common_row(specs::common::errors::incomplete_signature)},
    {.code = "SignatureDoesNotMatch*",
     .citation = common_row(specs::common::errors::gateway_signature_does_not_match)},
    {.code = "Invalid*", .citation = common_row(specs::common::errors::gateway_invalid)},
};

// The same by the other account, on an instance of its own.
[[nodiscard]] Call by_the_other_account(Call call);

// The case authentication/<door>/<asked>: the action's own world, its plain call, a look at the
// effect.
[[nodiscard]] Case door_case(const Door& door, const TestedAction& action, std::string_view asked,
                             Call call);

// The plain call with one edit.
[[nodiscard]] Call edited_call(const TestedAction& action, Edit edit);

// Leaves nothing of the signature, nor whose it is.
[[nodiscard]] std::vector<Edit> anonymity(const Door& door);

[[nodiscard]] Expectation refused_with(std::span<const AllowedRefusal> refusals);
[[nodiscard]] Expectation accepted_or_refused_with(std::span<const AllowedRefusal> refusals,
                                                   std::string_view why);

// A request that was signed and then changed: authentication/<door>/forged/<asked>.
[[nodiscard]] Case forgery(const Door& door, const TestedAction& action, std::string_view asked,
                           Call call);

// The sections, one file each.
void add_identities(std::vector<Case>& all);        // identities.cpp
void add_other_actions(std::vector<Case>& all);     // other_actions.cpp
void add_strangers(std::vector<Case>& all);         // strangers.cpp
void add_keys(std::vector<Case>& all);              // keys.cpp
void add_v1_parameters(std::vector<Case>& all);     // v1_parameters.cpp
void add_v3_headers(std::vector<Case>& all);        // v3_headers.cpp
void add_forgeries(std::vector<Case>& all);         // forgeries.cpp
void add_bindings(std::vector<Case>& all);          // bindings.cpp
void add_forged_methods(std::vector<Case>& all);    // forged_methods.cpp
void add_signed_headers(std::vector<Case>& all);    // signed_headers.cpp
void add_replays(std::vector<Case>& all);           // replays.cpp
void add_late_replays(std::vector<Case>& all);      // late_replays.cpp
void add_timestamps(std::vector<Case>& all);        // timestamps.cpp
void add_mixed_signatures(std::vector<Case>& all);  // mixed_signatures.cpp
// after_good_calls.cpp; of all that stand there already.
void add_after_good_calls(std::vector<Case>& all);
void add_behind_others(std::vector<Case>& all);  // behind_others.cpp

}  // namespace hallmark::cases
