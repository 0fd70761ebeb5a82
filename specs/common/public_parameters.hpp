// SPDX-License-Identifier: Apache-2.0
//
// The request parameters that every action takes, with signature version 1.
#pragma once

#include <chrono>

#include "specs/schema/page.hpp"

namespace hallmark::specs::common::public_parameters {

namespace source {
inline constexpr std::string_view common_parameters = "ECS common parameters, 2018-06 to 2021-04";
inline constexpr std::string_view rpc_signature = "RPC request syntax and signature, 2025";
inline constexpr std::string_view sdks = "vendor C++ and Go SDKs, 2026";
inline constexpr std::string_view clients = "public Python and JavaScript SDKs, 2026";
}  // namespace source

// clang-format off
inline constexpr CommonParameter parameters[] = {
    {.row = 1, .mark = Mark::documented, .source = source::common_parameters,
     .name = "Action", .presence = Presence::required,
     .rule = "the operation, case-sensitive"},
    {.row = 2, .mark = Mark::documented, .source = source::common_parameters,
     .name = "Version", .presence = Presence::required,
     .rule = "2014-05-26"},
    {.row = 3, .mark = Mark::documented, .source = source::common_parameters,
     .name = "Format", .presence = Presence::optional,
     .rule = "XML or JSON, either case; absent: XML on ECS pages, JSON on the generic RPC page"},
    {.row = 4, .mark = Mark::documented, .source = source::common_parameters,
     .name = "AccessKeyId", .presence = Presence::required,
     .rule = "the key that signs"},
    {.row = 5, .mark = Mark::documented, .source = source::common_parameters,
     .name = "Signature", .presence = Presence::required,
     .rule = "Base64, percent-encoded as a value; itself not signed"},
    {.row = 6, .mark = Mark::documented, .source = source::common_parameters,
     .name = "SignatureMethod", .presence = Presence::required,
     .rule = "HMAC-SHA1"},
    {.row = 7, .mark = Mark::documented, .source = source::common_parameters,
     .name = "SignatureVersion", .presence = Presence::required,
     .rule = "1.0"},
    {.row = 8, .mark = Mark::documented, .source = source::common_parameters,
     .name = "SignatureNonce", .presence = Presence::required,
     .rule = "another one in every request; of any length"},
    {.row = 9, .mark = Mark::documented, .source = source::common_parameters,
     .name = "Timestamp", .presence = Presence::required,
     .rule = "yyyy-MM-ddTHH:mm:ssZ in UTC, at most 15 (older pages) or 31 minutes off"},
    {.row = 10, .mark = Mark::documented, .source = source::rpc_signature,
     .name = "SecurityToken", .presence = Presence::optional,
     .rule = "with temporary keys; SDKs send it empty otherwise"},
    {.row = 11, .mark = Mark::observed, .source = source::sdks,
     .name = "SignatureType", .presence = Presence::optional,
     .rule = "empty, or BEARERTOKEN; SDKs send it empty"},
    {.row = 12, .mark = Mark::documented, .source = source::common_parameters,
     .name = "OwnerAccount", .presence = Presence::optional,
     .rule = "not together with OwnerId"},
    {.row = 13, .mark = Mark::documented, .source = source::common_parameters,
     .name = "OwnerId", .presence = Presence::optional,
     .rule = "not together with OwnerAccount"},
    {.row = 14, .mark = Mark::documented, .source = source::common_parameters,
     .name = "ResourceOwnerAccount", .presence = Presence::optional,
     .rule = "the account that owns the resource"},
    {.row = 15, .mark = Mark::observed, .source = source::sdks,
     .name = "ResourceOwnerId", .presence = Presence::optional,
     .rule = "the account that owns the resource, by number"},
    {.row = 16, .mark = Mark::observed, .source = source::sdks,
     .name = "RegionId", .presence = Presence::optional,
     .rule = "SDKs add it to every call, declared or not"},
};
static_assert(in_page_order(parameters));

inline constexpr Clause clauses[] = {
    {.number = 1, .says = "names and values are UTF-8",
     .mark = Mark::documented, .source = source::rpc_signature},
    {.number = 2, .says = "a Boolean is written true or false",
     .mark = Mark::documented, .source = source::common_parameters},
    {.number = 3, .says = "parameters that the action does not declare do not make a call fail",
     .mark = Mark::observed, .source = source::sdks},
    {.number = 4, .says = "a parameter with an empty value takes part in the signature as Name=",
     .mark = Mark::observed, .source = source::sdks},
    {.number = 5, .says = "Timestamp; older examples and messages write TimeStamp",
     .mark = Mark::documented, .source = source::common_parameters},
    {.number = 6, .says = "True, TRUE and 1 are sent for true, False, FALSE and 0 for false",
     .mark = Mark::observed, .source = source::clients},
    {.number = 7, .says = "a timestamp is sent with milliseconds behind its seconds",
     .mark = Mark::observed, .source = source::clients},
};
static_assert(each_names_its_source(clauses));
// clang-format on

// The clauses by name, for citing them.
namespace clause {
inline constexpr int names_bytewise = 1;
inline constexpr int true_or_false = 2;
inline constexpr int unknown_tolerated = 3;
inline constexpr int empty_values_signed = 4;
inline constexpr int timestamp_spelling = 5;
inline constexpr int booleans_of_clients = 6;
inline constexpr int milliseconds_of_clients = 7;
}  // namespace clause

inline constexpr Page page{
    .document = no_document,
    .action = "public parameters",
    .edition = "",
    .language = Language::en,
    .date = std::chrono::year{2021} / std::chrono::April / 1,
    .parameters = {},
    .responses = {},
    .errors = {},
    .clauses = clauses,
    .samples = {},
    .common_parameters = parameters,
};

}  // namespace hallmark::specs::common::public_parameters
