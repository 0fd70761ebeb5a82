// SPDX-License-Identifier: Apache-2.0
//
// StartInstance, as its reference page describes it: one table per edition, in the page's order.
// Note the InstanceNotReady rows: 500 without and 403 with the final full stop.
#pragma once

#include <chrono>

#include "specs/schema/page.hpp"

namespace hallmark::specs::start_instance {

namespace values {
inline constexpr std::string_view only_this_action[] = {"StartInstance"};
inline constexpr std::string_view true_or_false[] = {"true", "false"};
}  // namespace values

namespace e2019_05 {

// clang-format off
inline constexpr ErrorRow errors[] = {
    {.row =  1, .status = 403, .code = "IncorrectInstanceStatus",
     .message = "The current status of the resource does not support this operation.",
     .description = 0x1a0cab13ab5c4936},
    {.row =  2, .status = 403, .code = "DiskError",
     .message = "IncorrectDiskStatus.",
     .description = 0x85d50345d6463c0a},
    {.row =  3, .status = 403, .code = "InstanceExpired",
     .message = "The postPaid instance has been expired.Please ensure your account have enough "
                "balance.",
     .description = 0x9b21e44c3ea16fac},
    {.row =  4, .status = 403, .code = "InstanceExpired",
     .message = "The prePaid instance has been expired.",
     .description = 0x9b21e44c3ea16fac},
    {.row =  5, .status = 403, .code = "InstanceNotReady",
     .message = "The specified instance is not ready for use.",
     .description = 0x0b6a5c3fde64f2ba},
    {.row =  6, .status = 403, .code = "IncorrectInstanceStatus",
     .message = "%s",
     .description = 0x182def6781cccd09},
    {.row =  7, .status = 403, .code = "InvalidParameter.KMSKeyId.KMSUnauthorized",
     .message = "ECS service have no right to access your KMS.",
     .description = 0x67973cf98d61dc7e},
    {.row =  8, .status = 500, .code = "InternalError",
     .message = "The request processing has failed due to some unknown error, exception or "
                "failure.",
     .description = 0x8bc610ee04178606},
};
static_assert(in_page_order(errors));

inline constexpr ParameterSpec parameters[] = {
    {.row = 1, .name = "InstanceId", .type = ValueType::string,
     .presence = Presence::required, .allowed = {}, .default_value = "",
     .sample = "i-instanceid1", .description = 0x0ec42329d07b8f17},
    {.row = 2, .name = "Action", .type = ValueType::string,
     .presence = Presence::optional, .allowed = values::only_this_action, .default_value = "",
     .sample = "StartInstance", .description = 0x364c370b0c1c5c13},
    {.row = 3, .name = "InitLocalDisk", .type = ValueType::boolean,
     .presence = Presence::optional, .allowed = values::true_or_false, .default_value = "false",
     .sample = "false", .description = 0x9251f81d36296a21},
    {.row = 4, .name = "OwnerAccount", .type = ValueType::string,
     .presence = Presence::optional, .allowed = {}, .default_value = "",
     .sample = "ECSforCloud@Alibaba.com", .description = 0x7974136b009d3780},
};
static_assert(in_page_order(parameters));

inline constexpr ResponseSpec responses[] = {
    {.row = 1, .name = "RequestId", .type = ValueType::string,
     .sample = "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E", .description = 0xdb5a654f607ae6bf},
};
static_assert(in_page_order(responses));

inline constexpr Clause clauses[] = {
    {.number = 1,
     .says = "one call starts one instance",
     .sentence = 0xba57d8ce0d52b157},
    {.number = 2,
     .says = "the instance must be Stopped",
     .sentence = 0xf03d6d617642ae56},
    {.number = 3,
     .says = "after an accepted call the instance is Starting",
     .sentence = 0x9dadb5bc5cb93eb5},
    {.number = 4,
     .says = "an instance whose OperationLocks hold the reason security is not started",
     .sentence = 0xcb1b7ecc2f5b31fd},
    {.number = 5,
     .says = "InitLocalDisk is for families with local disks (D1, I1, I2)",
     .sentence = 0xae960944b2754803},
    {.number = 6,
     .says = "when a local disk has failed, InitLocalDisk says whether the start restores it",
     .sentence = 0x60aa0b1b6dd2de78},
    {.number = 7,
     .says = "InitLocalDisk=true: restored to its first healthy state, data on local disks is lost",
     .sentence = 0xa557abf4e9162aa7},
    {.number = 8,
     .says = "InitLocalDisk=false, the default: nothing is done, all stays as it is",
     .sentence = 0x7eae01b5dff9d154},
    {.number = 9,
     .says = "RequestId is returned whether the call succeeds or fails",
     .sentence = 0x6f32e895ecbb7c78},
};
static_assert(in_page_order(clauses));

inline constexpr Sample samples[] = {
    {.kind = Sample::Kind::request, .root = "",
     .query = "Action=StartInstance&InstanceId=i-instanceid1&InitLocalDisk=false",
     .request_id = "", .text = 0xe997dfb615b86905},
    {.kind = Sample::Kind::xml_answer, .root = "StartInstanceResponse",
     .query = "",
     .request_id = "C0003E8B-B930-4F59-ADC0-0E20xxxxxxxx", .text = 0xf08bd7403ee5a7d9},
    {.kind = Sample::Kind::json_answer, .root = "",
     .query = "",
     .request_id = "C0003E8B-B930-4F59-ADC0-0E20xxxxxxxx", .text = 0x76fcfbdec5b3098f},
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
    {"parameter InitLocalDisk, description", 0x84e2b61f5b26877b},
    {"clause 2", 0x84d0a37705e3debc},
    {"clause 3", 0x5b1a04c3825c6cdd},
    {"clause 4", 0x1176c9f120f3359b},
};
// clang-format on

// The clauses by name, for citing them.
namespace clause {
inline constexpr int purpose = 1;
inline constexpr int precondition = 2;
inline constexpr int resulting_status = 3;
inline constexpr int security_lock = 4;
inline constexpr int local_disk_families = 5;
inline constexpr int local_disk_failed = 6;
inline constexpr int local_disk_reset = 7;
inline constexpr int local_disk_kept = 8;
inline constexpr int request_id_always = 9;
}  // namespace clause

inline constexpr Page page{
    .document = 3,
    .action = "StartInstance",
    .edition = "2019-05",
    .language = Language::zh,
    .date = std::chrono::year{2019} / std::chrono::May / 21,
    .parameters = parameters,
    .responses = responses,
    .errors = errors,
    .clauses = clauses,
    .samples = samples,
    .form = Form::markdown,
    .remarks = remarks,
    .printed = printed,
};

}  // namespace e2019_05

namespace e2020_10 {

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
    {.row =  4, .status = 403, .code = "InsufficientBalance",
     .message = "Your account does not have enough balance.",
     .description = 0xe36827cdb8de39f2},
    {.row =  5, .status = 500, .code = "InstanceNotReady",
     .message = "The specified instance is not ready for use",
     .description = 0xd4d3dd36c12d282a},
    {.row =  6, .status = 500, .code = "InternalError",
     .message = "The request processing has failed due to some unknown error.",
     .description = 0xf44dce8970f32f29},
    {.row =  7, .status = 403, .code = "DiskError",
     .message = "IncorrectDiskStatus.",
     .description = 0x85d50345d6463c0a},
    {.row =  8, .status = 403, .code = "InstanceExpired",
     .message = "The postPaid instance has been expired.Please ensure your account have enough "
                "balance.",
     .description = 0x92983e8dcb342d87},
    {.row =  9, .status = 403, .code = "InstanceExpired",
     .message = "The prePaid instance has been expired.",
     .description = 0xe67135ed1d8f2184},
    {.row = 10, .status = 403, .code = "InstanceNotReady",
     .message = "The specified instance is not ready for use.",
     .description = 0x0b6a5c3fde64f2ba},
    {.row = 11, .status = 403, .code = "DiskInArrears",
     .message = "The specified operation is denied as your disk has expired.",
     .description = 0x38d16c91d27a16db},
    {.row = 12, .status = 403, .code = "OperationDenied.NoStock",
     .message = "The requested resource is sold out in the specified zone; try other types of "
                "resources or other regions and zones.",
     .description = 0xce60936b365c2a8c},
    {.row = 13, .status = 403, .code = "OperationDenied.SpotPriceLowerThanPublicPrice",
     .message = "The spot instance price is lower than public price.",
     .description = 0x6a51c1e67eb81907},
    {.row = 14, .status = 403, .code = "IncorrectInstanceStatus",
     .message = "%s",
     .description = 0xa74fa254e6d307b8},
    {.row = 15, .status = 403, .code = "InvalidParameter.KMSKeyId.KMSUnauthorized",
     .message = "ECS service have no right to access your KMS.",
     .description = 0xde9000569f5af25e},
    {.row = 16, .status = 500, .code = "InternalError",
     .message = "The request processing has failed due to some unknown error, exception or "
                "failure.",
     .description = 0xf44dce8970f32f29},
    {.row = 17, .status = 403, .code = "QuotaExceed.ElasticQuota",
     .message = "No additional quota is available for the specified ECS instance type.",
     .description = 0xa6f9fcfb770bb58f},
    {.row = 18, .status = 403, .code = "QuotaExceed.ElasticQuota",
     .message = "The number of the specified ECS instances has exceeded the quota of the "
                "specified instance type.",
     .description = 0xa6f9fcfb770bb58f},
    {.row = 19, .status = 403, .code = "QuotaExceed.ElasticQuota",
     .message = "The number of vCPUs assigned to the ECS instances has exceeded the quota in the "
                "zone.",
     .description = 0x8ea06af880a04311},
    {.row = 20, .status = 403, .code = "QuotaExceed.ElasticQuota",
     .message = "The number of the specified ECS instances has exceeded the quota of the "
                "specified instance type, or the number of vCPUs assigned to the ECS instances "
                "has exceeded the quota in the zone.",
     .description = 0x78c80036c9887b4b},
};
static_assert(in_page_order(errors));

inline constexpr ParameterSpec parameters[] = {
    {.row = 1, .name = "Action", .type = ValueType::string,
     .presence = Presence::unsaid, .allowed = values::only_this_action, .default_value = "",
     .sample = "StartInstance", .description = 0x364c370b0c1c5c13},
    {.row = 2, .name = "InstanceId", .type = ValueType::string,
     .presence = Presence::unsaid, .allowed = {}, .default_value = "",
     .sample = "i-bp67acfmxazb4p****", .description = 0x0ec42329d07b8f17},
    {.row = 3, .name = "InitLocalDisk", .type = ValueType::boolean,
     .presence = Presence::unsaid, .allowed = values::true_or_false, .default_value = "false",
     .sample = "true", .description = 0xca470dc83ae2fe1a},
    {.row = 4, .name = "DryRun", .type = ValueType::boolean,
     .presence = Presence::unsaid, .allowed = values::true_or_false, .default_value = "false",
     .sample = "true", .description = 0x92a597aa7b8fea5e},
};
static_assert(in_page_order(parameters));

inline constexpr ResponseSpec responses[] = {
    {.row = 1, .name = "RequestId", .type = ValueType::string,
     .sample = "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E", .description = 0xca263b4ec8376aee},
};
static_assert(in_page_order(responses));

inline constexpr Clause clauses[] = {
    {.number = 1,
     .says = "starts one instance; after an accepted call it is Starting",
     .sentence = 0x11dd1f4cb40c5ee3},
    {.number = 2,
     .says = "the instance must be Stopped",
     .sentence = 0xbacdcb9afccb2a52},
    {.number = 3,
     .says = "an instance whose OperationLocks hold the reason security is not started",
     .sentence = 0x5a0395653d00a2c0},
    {.number = 4,
     .says = "InitLocalDisk is for families with local disks (d1, i1, i2)",
     .sentence = 0x6db9a370e2148ea3},
    {.number = 5,
     .says = "when a local disk has failed, InitLocalDisk says whether the start restores it",
     .sentence = 0xef0effe2e83d7058},
    {.number = 6,
     .says = "InitLocalDisk=true: restored to its first healthy state, data on local disks is lost",
     .sentence = 0x7d9bdac6a3b7022e},
    {.number = 7,
     .says = "InitLocalDisk=false, the default: nothing is done, all stays as it is",
     .sentence = 0x7eae01b5dff9d154},
    {.number = 8,
     .says = "DryRun=true: the request is checked and the instance is not started",
     .sentence = 0x95c91fb6384bceb8},
    {.number = 9,
     .says = "DryRun checks AccessKey, RAM authorization and required parameters",
     .sentence = 0x522b5cbacbbf0970},
    {.number = 10,
     .says = "a dry run that fails a check answers with that error",
     .sentence = 0x676dc29db974877f},
    {.number = 11,
     .says = "a dry run that passes answers with the error code DryRunOperation",
     .sentence = 0x523a93ee282d7c69},
    {.number = 12,
     .says = "DryRun=false, the default: checked, then a 2xx status, and the instance starts",
     .sentence = 0x193d32819751421c},
};
static_assert(in_page_order(clauses));

inline constexpr Sample samples[] = {
    {.kind = Sample::Kind::request, .root = "",
     .query = "Action=StartInstance&InstanceId=i-bp67acfmxazb4p****&InitLocalDisk=true",
     .request_id = "", .text = 0xdcf7bf9baf6af1ba},
    {.kind = Sample::Kind::xml_answer, .root = "StartInstanceResponse",
     .query = "",
     .request_id = "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E", .text = 0x245a6b66e738d5b7},
    {.kind = Sample::Kind::json_answer, .root = "",
     .query = "",
     .request_id = "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E", .text = 0xa2e46743286034b9},
};

// Sentences outside the tables that state no behaviour: they lead in, or point elsewhere.
inline constexpr Digest remarks[] = {
    0xdc4db5af155bbdae,
    0x2fff926cf6b4e8e1,
    0x9e6a33e904e8c9a5,
    0x551ddcb6d321b17c,
    0x0d0c10deeeb166cd,
    0x1ce373e9f9d56c96,
    0xf669ba5a558bf5df,
    0x6905dbfe8994f1df,
};
// clang-format on

// The clauses by name, for citing them.
namespace clause {
inline constexpr int resulting_status = 1;
inline constexpr int precondition = 2;
inline constexpr int security_lock = 3;
inline constexpr int local_disk_families = 4;
inline constexpr int local_disk_failed = 5;
inline constexpr int local_disk_reset = 6;
inline constexpr int local_disk_kept = 7;
inline constexpr int dry_run_not_executed = 8;
inline constexpr int dry_run_checks = 9;
inline constexpr int dry_run_failed = 10;
inline constexpr int dry_run_passed = 11;
inline constexpr int dry_run_off = 12;
}  // namespace clause

inline constexpr Page page{
    .document = 4,
    .action = "StartInstance",
    .edition = "2020-10",
    .language = Language::zh,
    .date = std::chrono::year{2020} / std::chrono::October / 12,
    .parameters = parameters,
    .responses = responses,
    .errors = errors,
    .clauses = clauses,
    .samples = samples,
    .form = Form::plain,
    .remarks = remarks,
};

}  // namespace e2020_10

}  // namespace hallmark::specs::start_instance
