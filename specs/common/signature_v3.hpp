// SPDX-License-Identifier: Apache-2.0
//
// The headers and the algorithm of signature version 3, ACS3-HMAC-SHA256.
#pragma once

#include <chrono>

#include "specs/schema/page.hpp"

namespace hallmark::specs::common::signature_v3 {

namespace source {
inline constexpr std::string_view v3 = "V3 request structure and signature, 2025-11";
}  // namespace source

// clang-format off
inline constexpr CommonParameter headers[] = {
    {.row = 1, .mark = Mark::documented, .source = source::v3,
     .name = "host", .presence = Presence::required,
     .rule = "the host that is addressed; signed"},
    {.row = 2, .mark = Mark::documented, .source = source::v3,
     .name = "x-acs-action", .presence = Presence::required,
     .rule = "the operation, case-sensitive"},
    {.row = 3, .mark = Mark::documented, .source = source::v3,
     .name = "x-acs-version", .presence = Presence::required,
     .rule = "2014-05-26"},
    {.row = 4, .mark = Mark::documented, .source = source::v3,
     .name = "x-acs-date", .presence = Presence::required,
     .rule = "yyyy-MM-ddTHH:mm:ssZ in UTC, at most 15 minutes off"},
    {.row = 5, .mark = Mark::documented, .source = source::v3,
     .name = "x-acs-signature-nonce", .presence = Presence::required,
     .rule = "another one in every request"},
    {.row = 6, .mark = Mark::documented, .source = source::v3,
     .name = "x-acs-content-sha256", .presence = Presence::required,
     .rule = "lower-case hexadecimal SHA-256 of the body, an empty one included"},
    {.row = 7, .mark = Mark::documented, .source = source::v3,
     .name = "x-acs-security-token", .presence = Presence::optional,
     .rule = "with temporary keys"},
    {.row = 8, .mark = Mark::documented, .source = source::v3,
     .name = "Authorization", .presence = Presence::required,
     .rule = "ACS3-HMAC-SHA256 Credential=...,SignedHeaders=a;b;c,Signature=hex"},
    {.row = 9, .mark = Mark::documented, .source = source::v3,
     .name = "content-type", .presence = Presence::optional,
     .rule = "signed where present"},
    {.row = 10, .mark = Mark::documented, .source = source::v3,
     .name = "accept", .presence = Presence::optional,
     .rule = "chooses the format; the sample asks for application/json"},
};
static_assert(in_page_order(headers));

inline constexpr Clause clauses[] = {
    {.number = 1, .says = "method, path, query, headers, signed names and payload hash, one a line",
     .mark = Mark::documented, .source = source::v3},
    {.number = 2,
     .says = "every x-acs-*, host and content-type: lower-case, sorted, trimmed, name:value",
     .mark = Mark::documented, .source = source::v3},
    {.number = 3,
     .says = "parameters sorted and percent-encoded as in version 1; no value: an empty one",
     .mark = Mark::documented, .source = source::v3},
    {.number = 4,
     .says = "the algorithm name, a line feed, and the SHA-256 of the canonical request",
     .mark = Mark::documented, .source = source::v3},
    {.number = 5, .says = "lower-case hexadecimal HMAC-SHA256, keyed with the secret as it is",
     .mark = Mark::documented, .source = source::v3},
    {.number = 6, .says = "what the body holds is signed through its hash only",
     .mark = Mark::documented, .source = source::v3},
    {.number = 7, .says = "the algorithm is ACS3-HMAC-SHA256",
     .mark = Mark::documented, .source = source::v3},
    {.number = 8, .says = "x-acs-date is valid for 15 minutes",
     .mark = Mark::documented, .source = source::v3},
    {.number = 9, .says = "a nonce is not used twice",
     .mark = Mark::documented, .source = source::v3},
};
static_assert(each_names_its_source(clauses));
// clang-format on

// The clauses by name, for citing them.
namespace clause {
inline constexpr int canonical_request = 1;
inline constexpr int canonical_headers = 2;
inline constexpr int canonical_query = 3;
inline constexpr int string_to_sign = 4;
inline constexpr int signature = 5;
inline constexpr int body_by_hash = 6;
inline constexpr int algorithm = 7;
inline constexpr int date_window = 8;
inline constexpr int nonce_once = 9;
}  // namespace clause

inline constexpr Page page{
    .document = no_document,
    .action = "signature V3",
    .edition = "",
    .language = Language::en,
    .date = std::chrono::year{2025} / std::chrono::November / 1,
    .parameters = {},
    .responses = {},
    .errors = {},
    .clauses = clauses,
    .samples = {},
    .common_parameters = headers,
};

}  // namespace hallmark::specs::common::signature_v3
