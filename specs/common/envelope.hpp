// SPDX-License-Identifier: Apache-2.0
//
// The form of every answer, good or bad.
#pragma once

#include <chrono>

#include "specs/schema/page.hpp"

namespace hallmark::specs::common::envelope {

namespace source {
inline constexpr std::string_view results = "ECS response results, 2018-06-27 to 2019-01-23";
inline constexpr std::string_view troubleshoot = "vendor page on troubleshooting error codes, 2025";
inline constexpr std::string_view live = "live ECS answer, 2019-02 (fog-aliyun issue 32)";
inline constexpr std::string_view samples = "samples of the ECS pages, 2018 to 2025";
inline constexpr std::string_view cpp_sdk = "vendor C++ SDK, 2026-05";
inline constexpr std::string_view parameters = "ECS common parameters, 2018-06 to 2021-04";
}  // namespace source

// clang-format off
inline constexpr Clause clauses[] = {
    {.number = 1, .says = "every answer holds RequestId, whether the call succeeded or not",
     .mark = Mark::documented, .source = source::results},
    {.number = 2, .says = "RequestId is 36 characters, 8-4-4-4-12, upper-case hexadecimal",
     .mark = Mark::observed, .source = source::samples},
    {.number = 3, .says = "RequestId names one request: no two answers share it",
     .mark = Mark::observed, .source = source::samples},
    {.number = 4, .says = "an accepted call answers with a 2xx status",
     .mark = Mark::documented, .source = source::results},
    {.number = 5, .says = "a refused call answers with a 4xx or 5xx status",
     .mark = Mark::documented, .source = source::results},
    {.number = 6, .says = "in XML an accepted call has the root <Action>Response",
     .mark = Mark::documented, .source = source::results},
    {.number = 7, .says = "in XML a refused call has the root Error",
     .mark = Mark::documented, .source = source::results},
    {.number = 8, .says = "in JSON the members stand in one object without a root name",
     .mark = Mark::documented, .source = source::results},
    {.number = 9, .says = "a refused call holds RequestId, HostId, Code and Message",
     .mark = Mark::documented, .source = source::results},
    {.number = 10, .says = "HostId is the host that was addressed",
     .mark = Mark::documented, .source = source::results},
    {.number = 11, .says = "an accepted call holds neither Code nor Message",
     .mark = Mark::documented, .source = source::samples},
    {.number = 12, .says = "Format chooses XML or JSON",
     .mark = Mark::documented, .source = source::parameters},
    {.number = 13, .says = "a refused call is answered in the format that was asked for",
     .mark = Mark::observed, .source = source::cpp_sdk},
    {.number = 14, .says = "an XML answer is application/xml",
     .mark = Mark::documented, .source = source::samples},
    {.number = 15, .says = "a JSON answer is application/json",
     .mark = Mark::documented, .source = source::samples},
    {.number = 16, .says = "the content type may name the character set, UTF-8",
     .mark = Mark::observed, .source = source::live},
    {.number = 17, .says = "answers are UTF-8",
     .mark = Mark::documented, .source = source::results},
    {.number = 18, .says = "a refused call may hold Recommend, the address of an explanation",
     .mark = Mark::documented, .source = source::troubleshoot},
    {.number = 19, .says = "the order of the members varies",
     .mark = Mark::observed, .source = source::samples},
    {.number = 20, .says = "an XML answer may begin with a declaration",
     .mark = Mark::observed, .source = source::samples},
};
static_assert(each_names_its_source(clauses));
// clang-format on

// The clauses by name, for citing them.
namespace clause {
inline constexpr int request_id_always = 1;
inline constexpr int request_id_form = 2;
inline constexpr int request_id_unique = 3;
inline constexpr int success_status = 4;
inline constexpr int error_status = 5;
inline constexpr int success_root = 6;
inline constexpr int error_root = 7;
inline constexpr int json_object = 8;
inline constexpr int error_members = 9;
inline constexpr int host_id = 10;
inline constexpr int success_without_code = 11;
inline constexpr int format_chosen = 12;
inline constexpr int format_of_errors = 13;
inline constexpr int content_type_xml = 14;
inline constexpr int content_type_json = 15;
inline constexpr int content_type_charset = 16;
inline constexpr int utf8 = 17;
inline constexpr int recommend = 18;
inline constexpr int member_order = 19;
inline constexpr int xml_declaration = 20;
}  // namespace clause

inline constexpr Page page{
    .document = no_document,
    .action = "envelope",
    .edition = "",
    .language = Language::en,
    .date = std::chrono::year{2019} / std::chrono::January / 23,
    .parameters = {},
    .responses = {},
    .errors = {},
    .clauses = clauses,
    .samples = {},
};

}  // namespace hallmark::specs::common::envelope
