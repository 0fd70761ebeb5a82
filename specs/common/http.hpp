// SPDX-License-Identifier: Apache-2.0
//
// What carries the calls: methods, path, character set, names.
#pragma once

#include <chrono>

#include "specs/schema/page.hpp"

namespace hallmark::specs::common::http {

namespace source {
inline constexpr std::string_view syntax = "ECS request syntax, 2021-04-01";
inline constexpr std::string_view metadata = "vendor metadata of the ECS actions, 2026-04-21";
inline constexpr std::string_view rpc_signature = "RPC request syntax and signature, 2025";
inline constexpr std::string_view errors =
    "public error codes of the gateway (document 48054), as stored in 2026";
inline constexpr std::string_view common_table = "ECS common error codes, 2018-06-27 to 2019-01-23";
inline constexpr std::string_view sdks = "vendor C++ and Go SDKs, 2026";
inline constexpr std::string_view rfc = "RFC 9110 and RFC 9112, 2022-06";
}  // namespace source

// clang-format off
inline constexpr Clause clauses[] = {
    {.number = 1, .says = "GET carries the parameters in the URL",
     .mark = Mark::documented, .source = source::syntax},
    {.number = 2, .says = "every action takes GET and POST",
     .mark = Mark::documented, .source = source::metadata},
    {.number = 3, .says = "POST may carry all parameters in the URL, with an empty body",
     .mark = Mark::observed, .source = source::sdks},
    {.number = 4, .says = "POST may carry parameters as application/x-www-form-urlencoded",
     .mark = Mark::documented, .source = source::rpc_signature},
    {.number = 5, .says = "the path is /",
     .mark = Mark::documented, .source = source::rpc_signature},
    {.number = 6, .says = "requests are UTF-8",
     .mark = Mark::documented, .source = source::syntax},
    {.number = 7, .says = "the name of an action is case-sensitive",
     .mark = Mark::documented, .source = source::errors},
    {.number = 8, .says = "any other method is refused",
     .mark = Mark::documented, .source = source::common_table},
    {.number = 9, .says = "an unknown action is refused",
     .mark = Mark::documented, .source = source::errors},
    {.number = 10, .says = "an unknown version is refused",
     .mark = Mark::documented, .source = source::errors},
    {.number = 11,
     .says = "an HTTP/1.1 connection stays open for the next request unless a side says close",
     .mark = Mark::documented, .source = source::rfc},
    {.number = 12, .says = "header names are case-insensitive",
     .mark = Mark::documented, .source = source::rfc},
    {.number = 13, .says = "every action is served over HTTP and HTTPS",
     .mark = Mark::documented, .source = source::metadata},
    {.number = 14, .says = "an answer that names a Content-Encoding is coded so, and only as the request accepts",
     .mark = Mark::documented, .source = source::rfc},
};
static_assert(each_names_its_source(clauses));
// clang-format on

// The clauses by name, for citing them.
namespace clause {
inline constexpr int get = 1;
inline constexpr int post = 2;
inline constexpr int post_query = 3;
inline constexpr int post_form = 4;
inline constexpr int path = 5;
inline constexpr int utf8 = 6;
inline constexpr int action_case = 7;
inline constexpr int other_methods = 8;
inline constexpr int unknown_action = 9;
inline constexpr int unknown_version = 10;
inline constexpr int keep_alive = 11;
inline constexpr int header_names = 12;
inline constexpr int http_and_https = 13;
inline constexpr int content_encoding = 14;
}  // namespace clause

inline constexpr Page page{
    .document = no_document,
    .action = "HTTP",
    .edition = "",
    .language = Language::en,
    .date = std::chrono::year{2021} / std::chrono::April / 1,
    .parameters = {},
    .responses = {},
    .errors = {},
    .clauses = clauses,
    .samples = {},
};

}  // namespace hallmark::specs::common::http
