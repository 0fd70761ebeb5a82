// SPDX-License-Identifier: Apache-2.0
//
// The algorithm of signature version 1 (HMAC-SHA1; the newest pages call the same algorithm V2).
#pragma once

#include <chrono>

#include "specs/schema/page.hpp"

namespace hallmark::specs::common::signature_v1 {

namespace source {
inline constexpr std::string_view ecs_signature = "ECS signature page, 2018-08 to 2020-12";
inline constexpr std::string_view rpc_signature = "RPC request syntax and signature, 2025";
inline constexpr std::string_view sdk_tests = "vendor SDK unit tests, 2026-02";
}  // namespace source

// clang-format off
inline constexpr Clause clauses[] = {
    {.number = 1, .says = "every parameter but Signature takes part",
     .mark = Mark::documented, .source = source::ecs_signature},
    {.number = 2, .says = "parameters are sorted by name, byte by byte, case-sensitive",
     .mark = Mark::documented, .source = source::ecs_signature},
    {.number = 3,
     .says = "UTF-8 bytes but A-Z a-z 0-9 - _ . ~ are percent-encoded in upper-case hexadecimal",
     .mark = Mark::documented, .source = source::ecs_signature},
    {.number = 4, .says = "a blank is %20, * is %2A, and ~ stays",
     .mark = Mark::documented, .source = source::ecs_signature},
    {.number = 5, .says = "name=value pairs are joined by &",
     .mark = Mark::documented, .source = source::ecs_signature},
    {.number = 6, .says = "METHOD&%2F& and the encoded query",
     .mark = Mark::documented, .source = source::ecs_signature},
    {.number = 7, .says = "the HMAC-SHA1 key is the secret with & behind it",
     .mark = Mark::documented, .source = source::ecs_signature},
    {.number = 8, .says = "the signature is Base64, percent-encoded when it travels",
     .mark = Mark::documented, .source = source::ecs_signature},
    {.number = 9, .says = "the HTTP method is part of what is signed",
     .mark = Mark::documented, .source = source::ecs_signature},
    {.number = 10, .says = "query and form parameters are signed together, wherever they travel",
     .mark = Mark::documented, .source = source::rpc_signature},
    {.number = 11, .says = "an empty value is signed as Name=",
     .mark = Mark::observed, .source = source::sdk_tests},
    {.number = 12, .says = "a nonce is not used twice",
     .mark = Mark::documented, .source = source::ecs_signature},
    {.number = 13, .says = "the timestamp is valid for 31 minutes; older product pages say 15",
     .mark = Mark::documented, .source = source::rpc_signature},
    {.number = 14, .says = "a nonce may be of any length",
     .mark = Mark::documented, .source = source::rpc_signature},
};
static_assert(each_names_its_source(clauses));
// clang-format on

// The clauses by name, for citing them.
namespace clause {
inline constexpr int all_but_signature = 1;
inline constexpr int sorted = 2;
inline constexpr int encoding = 3;
inline constexpr int blank = 4;
inline constexpr int joined = 5;
inline constexpr int string_to_sign = 6;
inline constexpr int key = 7;
inline constexpr int base64 = 8;
inline constexpr int method_signed = 9;
inline constexpr int query_and_form = 10;
inline constexpr int empty_values = 11;
inline constexpr int nonce_once = 12;
inline constexpr int timestamp_window = 13;
inline constexpr int nonce_length = 14;
}  // namespace clause

inline constexpr Page page{
    .document = no_document,
    .action = "signature V1",
    .edition = "",
    .language = Language::en,
    .date = std::chrono::year{2020} / std::chrono::December / 31,
    .parameters = {},
    .responses = {},
    .errors = {},
    .clauses = clauses,
    .samples = {},
};

}  // namespace hallmark::specs::common::signature_v1
