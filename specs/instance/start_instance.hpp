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
     .message = "The current status of the resource does not support this operation."},
    {.row =  2, .status = 403, .code = "DiskError",
     .message = "IncorrectDiskStatus."},
    {.row =  3, .status = 403, .code = "InstanceExpired",
     .message = "The postPaid instance has been expired.Please ensure your account have enough "
                "balance."},
    {.row =  4, .status = 403, .code = "InstanceExpired",
     .message = "The prePaid instance has been expired."},
    {.row =  5, .status = 403, .code = "InstanceNotReady",
     .message = "The specified instance is not ready for use."},
    {.row =  6, .status = 403, .code = "IncorrectInstanceStatus",
     .message = "%s"},
    {.row =  7, .status = 403, .code = "InvalidParameter.KMSKeyId.KMSUnauthorized",
     .message = "ECS service have no right to access your KMS."},
    {.row =  8, .status = 500, .code = "InternalError",
     .message = "The request processing has failed due to some unknown error, exception or "
                "failure."},
};
static_assert(in_page_order(errors));

inline constexpr ParameterSpec parameters[] = {
    {.row = 1, .name = "InstanceId", .type = ValueType::string, .presence = Presence::required,
     .allowed = {}, .default_value = "", .sample = "i-instanceid1"},
    {.row = 2, .name = "Action", .type = ValueType::string, .presence = Presence::optional,
     .allowed = values::only_this_action, .default_value = "", .sample = "StartInstance"},
    {.row = 3, .name = "InitLocalDisk", .type = ValueType::boolean, .presence = Presence::optional,
     .allowed = values::true_or_false, .default_value = "false", .sample = "false"},
    {.row = 4, .name = "OwnerAccount", .type = ValueType::string, .presence = Presence::optional,
     .allowed = {}, .default_value = "", .sample = "ECSforCloud@Alibaba.com"},
};
static_assert(in_page_order(parameters));

inline constexpr ResponseSpec responses[] = {
    {.row = 1, .name = "RequestId", .type = ValueType::string,
     .sample = "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"},
};
static_assert(in_page_order(responses));

inline constexpr Clause clauses[] = {
    {.number = 1, .says = "one call starts one instance"},
    {.number = 2, .says = "the instance must be Stopped"},
    {.number = 3, .says = "after an accepted call the instance is Starting"},
    {.number = 4,
     .says = "an instance whose OperationLocks hold the reason security is not started"},
    {.number = 5, .says = "InitLocalDisk is for families with local disks (D1, I1, I2)"},
    {.number = 6,
     .says = "when a local disk has failed, InitLocalDisk says whether the start restores it"},
    {.number = 7, .says = "InitLocalDisk=true: restored to its first healthy state, "
                          "data on local disks is lost"},
    {.number = 8, .says = "InitLocalDisk=false, the default: nothing is done, all stays as it is"},
    {.number = 9, .says = "RequestId is returned whether the call succeeds or fails"},
};
static_assert(in_page_order(clauses));

inline constexpr Sample samples[] = {
    {.kind = Sample::Kind::request, .root = "",
     .query = "Action=StartInstance&InstanceId=i-instanceid1&InitLocalDisk=false",
     .request_id = ""},
    {.kind = Sample::Kind::xml_answer, .root = "StartInstanceResponse", .query = "",
     .request_id = "C0003E8B-B930-4F59-ADC0-0E20xxxxxxxx"},
    {.kind = Sample::Kind::json_answer, .root = "", .query = "",
     .request_id = "C0003E8B-B930-4F59-ADC0-0E20xxxxxxxx"},
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
};

}  // namespace e2019_05

namespace e2020_10 {

// clang-format off
inline constexpr ErrorRow errors[] = {
    {.row =  1, .status = 404, .code = "InvalidInstanceId.NotFound",
     .message = "The specified InstanceId does not exist."},
    {.row =  2, .status = 403, .code = "IncorrectInstanceStatus",
     .message = "The current status of the resource does not support this operation."},
    {.row =  3, .status = 403, .code = "InstanceLockedForSecurity",
     .message = "The specified operation is denied as your instance is locked for security "
                "reasons."},
    {.row =  4, .status = 403, .code = "InsufficientBalance",
     .message = "Your account does not have enough balance."},
    {.row =  5, .status = 500, .code = "InstanceNotReady",
     .message = "The specified instance is not ready for use"},
    {.row =  6, .status = 500, .code = "InternalError",
     .message = "The request processing has failed due to some unknown error."},
    {.row =  7, .status = 403, .code = "DiskError",
     .message = "IncorrectDiskStatus."},
    {.row =  8, .status = 403, .code = "InstanceExpired",
     .message = "The postPaid instance has been expired.Please ensure your account have enough "
                "balance."},
    {.row =  9, .status = 403, .code = "InstanceExpired",
     .message = "The prePaid instance has been expired."},
    {.row = 10, .status = 403, .code = "InstanceNotReady",
     .message = "The specified instance is not ready for use."},
    {.row = 11, .status = 403, .code = "DiskInArrears",
     .message = "The specified operation is denied as your disk has expired."},
    {.row = 12, .status = 403, .code = "OperationDenied.NoStock",
     .message = "The requested resource is sold out in the specified zone; try other types of "
                "resources or other regions and zones."},
    {.row = 13, .status = 403, .code = "OperationDenied.SpotPriceLowerThanPublicPrice",
     .message = "The spot instance price is lower than public price."},
    {.row = 14, .status = 403, .code = "IncorrectInstanceStatus",
     .message = "%s"},
    {.row = 15, .status = 403, .code = "InvalidParameter.KMSKeyId.KMSUnauthorized",
     .message = "ECS service have no right to access your KMS."},
    {.row = 16, .status = 500, .code = "InternalError",
     .message = "The request processing has failed due to some unknown error, exception or "
                "failure."},
    {.row = 17, .status = 403, .code = "QuotaExceed.ElasticQuota",
     .message = "No additional quota is available for the specified ECS instance type."},
    {.row = 18, .status = 403, .code = "QuotaExceed.ElasticQuota",
     .message = "The number of the specified ECS instances has exceeded the quota of the "
                "specified instance type."},
    {.row = 19, .status = 403, .code = "QuotaExceed.ElasticQuota",
     .message = "The number of vCPUs assigned to the ECS instances has exceeded the quota in the "
                "zone."},
    {.row = 20, .status = 403, .code = "QuotaExceed.ElasticQuota",
     .message = "The number of the specified ECS instances has exceeded the quota of the "
                "specified instance type, or the number of vCPUs assigned to the ECS instances "
                "has exceeded the quota in the zone."},
};
static_assert(in_page_order(errors));

inline constexpr ParameterSpec parameters[] = {
    {.row = 1, .name = "Action", .type = ValueType::string, .presence = Presence::unsaid,
     .allowed = values::only_this_action, .default_value = "", .sample = "StartInstance"},
    {.row = 2, .name = "InstanceId", .type = ValueType::string, .presence = Presence::unsaid,
     .allowed = {}, .default_value = "", .sample = "i-bp67acfmxazb4p****"},
    {.row = 3, .name = "InitLocalDisk", .type = ValueType::boolean, .presence = Presence::unsaid,
     .allowed = values::true_or_false, .default_value = "false", .sample = "true"},
    {.row = 4, .name = "DryRun", .type = ValueType::boolean, .presence = Presence::unsaid,
     .allowed = values::true_or_false, .default_value = "false", .sample = "true"},
};
static_assert(in_page_order(parameters));

inline constexpr ResponseSpec responses[] = {
    {.row = 1, .name = "RequestId", .type = ValueType::string,
     .sample = "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"},
};
static_assert(in_page_order(responses));

inline constexpr Clause clauses[] = {
    {.number = 1, .says = "starts one instance; after an accepted call it is Starting"},
    {.number = 2, .says = "the instance must be Stopped"},
    {.number = 3,
     .says = "an instance whose OperationLocks hold the reason security is not started"},
    {.number = 4, .says = "InitLocalDisk is for families with local disks (d1, i1, i2)"},
    {.number = 5,
     .says = "when a local disk has failed, InitLocalDisk says whether the start restores it"},
    {.number = 6, .says = "InitLocalDisk=true: restored to its first healthy state, "
                          "data on local disks is lost"},
    {.number = 7, .says = "InitLocalDisk=false, the default: nothing is done, all stays as it is"},
    {.number = 8, .says = "DryRun=true: the request is checked and the instance is not started"},
    {.number = 9, .says = "DryRun checks AccessKey, RAM authorization and required parameters"},
    {.number = 10, .says = "a dry run that fails a check answers with that error"},
    {.number = 11, .says = "a dry run that passes answers with the error code DryRunOperation"},
    {.number = 12,
     .says = "DryRun=false, the default: checked, then a 2xx status, and the instance starts"},
};
static_assert(in_page_order(clauses));

inline constexpr Sample samples[] = {
    {.kind = Sample::Kind::request, .root = "",
     .query = "Action=StartInstance&InstanceId=i-bp67acfmxazb4p****&InitLocalDisk=true",
     .request_id = ""},
    {.kind = Sample::Kind::xml_answer, .root = "StartInstanceResponse", .query = "",
     .request_id = "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"},
    {.kind = Sample::Kind::json_answer, .root = "", .query = "",
     .request_id = "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"},
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
};

}  // namespace e2020_10

}  // namespace hallmark::specs::start_instance
