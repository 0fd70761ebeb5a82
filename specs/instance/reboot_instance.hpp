// SPDX-License-Identifier: Apache-2.0
//
// RebootInstance, as its reference page describes it, in the page's order.
// The page speaks of "not creating" under DryRun; what it means is that nothing is restarted.
#pragma once

#include <chrono>

#include "specs/schema/page.hpp"

namespace hallmark::specs::reboot_instance {

namespace values {
inline constexpr std::string_view only_this_action[] = {"RebootInstance"};
inline constexpr std::string_view true_or_false[] = {"true", "false"};
}  // namespace values

namespace e2019_04 {

// clang-format off
inline constexpr ErrorRow errors[] = {
    {.row =  1, .status = 404, .code = "InvalidInstanceId.NotFound",
     .message = "The specified InstanceId does not exist.",
     .description = 0x92f8ea95546b3e59},
    {.row =  2, .status = 403, .code = "IncorrectInstanceStatus",
     .message = "The current status of the resource does not support this operation.",
     .description = 0x1a0cab13ab5c4936},
    {.row =  3, .status = 403, .code = "InstanceLockedForSecurity",
     .message = "The specified operation is denied as your instance is locked for security "
                "reasons.",
     .description = 0x37db9b253959754a},
    {.row =  4, .status = 403, .code = "DiskError",
     .message = "IncorrectDiskStatus.",
     .description = 0x85d50345d6463c0a},
    {.row =  5, .status = 500, .code = "InternalError",
     .message = "The request processing has failed due to some unknown error.",
     .description = 0x618596fd417f5daa},
    {.row =  6, .status = 403, .code = "InstanceExpiredOrInArrears",
     .message = "The specified operation is denied as your prepay instance is expired (prepay "
                "mode) or in arrears (afterpay mode).",
     .description = 0xa058ca151f78c34c},
    {.row =  7, .status = 403, .code = "IncorrectInstanceStatus",
     .message = "%s",
     .description = 0x182def6781cccd09},
    {.row =  8, .status = 403, .code = "InvalidParameter.KMSKeyId.KMSUnauthorized",
     .message = "ECS service have no right to access your KMS.",
     .description = 0x67973cf98d61dc7e},
    {.row =  9, .status = 500, .code = "InternalError",
     .message = "The request processing has failed due to some unknown error, exception or "
                "failure.",
     .description = 0x8bc610ee04178606},
};
static_assert(in_page_order(errors));

inline constexpr ParameterSpec parameters[] = {
    {.row = 1, .name = "InstanceId", .type = ValueType::string,
     .presence = Presence::required, .allowed = {}, .default_value = "",
     .sample = "i-instance1", .description = 0x3c8ecb67029702b8},
    {.row = 2, .name = "Action", .type = ValueType::string,
     .presence = Presence::optional, .allowed = values::only_this_action, .default_value = "",
     .sample = "RebootInstance", .description = 0x7c4452919132bae2},
    {.row = 3, .name = "DryRun", .type = ValueType::boolean,
     .presence = Presence::optional, .allowed = values::true_or_false, .default_value = "false",
     .sample = "false", .description = 0x17aa902a2eea7743},
    {.row = 4, .name = "ForceStop", .type = ValueType::boolean,
     .presence = Presence::optional, .allowed = values::true_or_false, .default_value = "false",
     .sample = "false", .description = 0x51be5dd522b527d2},
};
static_assert(in_page_order(parameters));

inline constexpr ResponseSpec responses[] = {
    {.row = 1, .name = "RequestId", .type = ValueType::string,
     .sample = "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E", .description = 0xca263b4ec8376aee},
};
static_assert(in_page_order(responses));

inline constexpr Clause clauses[] = {
    {.number = 1,
     .says = "one call restarts one instance",
     .sentence = 0xd845d9662ba2e777},
    {.number = 2,
     .says = "the instance must be Running",
     .sentence = 0x4189fa87076dca8a},
    {.number = 3,
     .says = "after an accepted call the instance is Starting",
     .sentence = 0x2a6bdec10a2bdfef},
    {.number = 4,
     .says = "ForceStop restarts by force, as a power cut: unwritten data may be lost",
     .sentence = 0xa5a00181f3dafaa3},
    {.number = 5,
     .says = "an instance whose OperationLocks hold the reason security is not restarted",
     .sentence = 0x05c72ef5d9dc3e01},
    {.number = 6,
     .says = "DryRun=true: the request is checked and not carried out (page: \"not created\")",
     .sentence = 0xd619a0ff4ce8fdfe},
    {.number = 7,
     .says = "DryRun checks required parameters, request format, service limits and stock",
     .sentence = 0x8578c727e0f77a4b},
    {.number = 8,
     .says = "a dry run that fails a check answers with that error",
     .sentence = 0x676dc29db974877f},
    {.number = 9,
     .says = "a dry run that passes answers with the error code DryRunOperation",
     .sentence = 0xd80c032f433d453f},
    {.number = 10,
     .says = "DryRun=false, the default: checked, then restarted",
     .sentence = 0xa5c6870435895fd6},
    {.number = 11,
     .says = "ForceStop=true: stopped by force before the restart",
     .sentence = 0x42531bfe06735011},
    {.number = 12,
     .says = "ForceStop=false, the default: stopped gracefully before the restart",
     .sentence = 0x12aa3940432f6202},
};
static_assert(in_page_order(clauses));

inline constexpr Sample samples[] = {
    {.kind = Sample::Kind::request, .root = "",
     .query = "Action=RebootInstance&InstanceId=i-instance1&ForceStop=false",
     .request_id = "", .text = 0x790dce5d12dbebba},
    {.kind = Sample::Kind::xml_answer, .root = "RebootInstanceResponse",
     .query = "",
     .request_id = "F2E2C40D-AB09-45A1-B5C5-EB9F5C4E4E4A", .text = 0x94fc0258b96c400e},
    {.kind = Sample::Kind::json_answer, .root = "",
     .query = "",
     .request_id = "F2E2C40D-AB09-45A1-B5C5-EB9F5C4E4E4A", .text = 0x17cc140fcf7be45a},
};

// Sentences outside the tables that state no behaviour: they lead in, or point elsewhere.
inline constexpr Digest remarks[] = {
    0x8b3d36c010b0b471,
    0x551ddcb6d321b17c,
    0x0d0c10deeeb166cd,
    0x1ce373e9f9d56c96,
    0xf669ba5a558bf5df,
    0xf7231be9a005f9db,
};

inline constexpr PrintedText printed[] = {
    {"parameter DryRun, description", 0xf79657cc0bb112cf},
    {"parameter ForceStop, description", 0xf165bd289848c7d6},
    {"error row 6, message", 0xfec2cb12629954dd},
    {"clause 2", 0x10a1978fb7050874},
    {"clause 3", 0x9301f1e291a92db7},
    {"clause 4", 0x0077cad5bfbfa635},
    {"clause 5", 0xb5db62426eeb9773},
};
// clang-format on

// The clauses by name, for citing them.
namespace clause {
inline constexpr int purpose = 1;
inline constexpr int precondition = 2;
inline constexpr int resulting_status = 3;
inline constexpr int forced_stop = 4;
inline constexpr int security_lock = 5;
inline constexpr int dry_run_not_executed = 6;
inline constexpr int dry_run_checks = 7;
inline constexpr int dry_run_failed = 8;
inline constexpr int dry_run_passed = 9;
inline constexpr int dry_run_off = 10;
inline constexpr int force_stop_on = 11;
inline constexpr int force_stop_off = 12;
}  // namespace clause

inline constexpr Page page{
    .document = 2,
    .action = "RebootInstance",
    .edition = "2019-04",
    .language = Language::zh,
    .date = std::chrono::year{2019} / std::chrono::April / 26,
    .parameters = parameters,
    .responses = responses,
    .errors = errors,
    .clauses = clauses,
    .samples = samples,
    .form = Form::markdown,
    .remarks = remarks,
    .printed = printed,
};

}  // namespace e2019_04

}  // namespace hallmark::specs::reboot_instance
