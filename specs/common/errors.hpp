// SPDX-License-Identifier: Apache-2.0
//
// The error rows that hold for every action: the classic ECS table, the gateway's table, and what
// was seen on the live service. For one fault the three families answer with different codes; a
// case names the rows it allows:
//
//   cite_common_row(common::errors::page, common::errors::dry_run_operation)
#pragma once

#include <chrono>

#include "specs/schema/page.hpp"

namespace hallmark::specs::common::errors {

namespace source {
inline constexpr std::string_view dry_run_pages =
    "DescribeInstances and RunInstances pages of 2018, ResetDisk page of 2025-03-21";
inline constexpr std::string_view ecs_table = "ECS common error codes, 2018-06-27 to 2019-01-23";
inline constexpr std::string_view legacy_pages =
    "StartInstance and RebootInstance pages of 2017, as re-published";
inline constexpr std::string_view start_2019_en = "StartInstance page in English, 2019-05-21";
inline constexpr std::string_view reactivate_2020 =
    "ReActivateInstances pages, 2020-09-10 to 2021-04-30";
inline constexpr std::string_view live_status =
    "live start and stop calls, 2021-08 (cb-spider issue 461)";
inline constexpr std::string_view live_signature = "live ECS call, 2019-02 (fog-aliyun issue 32)";
inline constexpr std::string_view live_signature_gateway =
    "live calls of other products, quoted in the V3 signature FAQ of 2025";
inline constexpr std::string_view live_missing = "vendor SDK integration test, 2026-02";
inline constexpr std::string_view live_version =
    "aliyun-cli and vendor C++ SDK live tests, 2026-05";
inline constexpr std::string_view live_key = "live captures by SDK users, before 2026";
inline constexpr std::string_view gateway_table =
    "public error codes of the gateway (document 48054), as stored in 2026";
inline constexpr std::string_view older_gateway = "DNS and ESS error pages, as stored in 2026";
}  // namespace source

// The day on which a page of some other edition was first seen.
namespace printed_on {
inline constexpr OtherPage describe_2018{"DescribeInstances",
                                         std::chrono::year{2018} / std::chrono::July / 30};
inline constexpr OtherPage start_2017{"StartInstance",
                                      std::chrono::year{2017} / std::chrono::January / 1};
inline constexpr OtherPage start_2019_en{"StartInstance",
                                         std::chrono::year{2019} / std::chrono::May / 21};
inline constexpr OtherPage reboot_2017{"RebootInstance",
                                       std::chrono::year{2017} / std::chrono::January / 1};
inline constexpr OtherPage reactivate_2020{"ReactivateInstances",
                                           std::chrono::year{2020} / std::chrono::September / 10};
}  // namespace printed_on

// Quotation marks are the ASCII ones of live answers; the table prints typographic ones.
// clang-format off
inline constexpr CommonErrorRow rows[] = {
    {.row =  1, .mark = Mark::documented, .source = source::dry_run_pages,
     .status = 400, .code = "DryRunOperation",
     .message = "Request validation has been passed with DryRun flag set.",
     .printed_on = printed_on::describe_2018},
    {.row =  2, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "IdempotentParameterMismatch",
     .message = "The request is retried with updated parameters."},
    {.row =  3, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "IllegalTimestamp",
     .message = "The input parameter \"Timestamp\" that is mandatory for processing this "
                "request is not supplied."},
    {.row =  4, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "IncompleteSignature",
     .message = "The request signature does not conform to Aliyun standards."},
    {.row =  5, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "InsufficientBalance",
     .message = "Your account does not have enough balance."},
    {.row =  6, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "InvalidAccessKeyId.NotFound",
     .message = "The specified Access Key ID does not exist."},
    {.row =  7, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "InvalidOwner",
     .message = "OwnerId and OwnerAccount can't be used at one API access."},
    {.row =  8, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "InvalidOwnerAccount",
     .message = "The specified OwnerAccount is not valid."},
    {.row =  9, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "InvalidOwnerId",
     .message = "The specified OwnerId is not valid."},
    {.row = 10, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "InvalidParamater",
     .message = "The specified parameter \"SignatureMethod\" is not valid."},
    {.row = 11, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "InvalidParamater",
     .message = "The specified parameter \"SignatureVersion\" is not valid."},
    {.row = 12, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "InvalidParameter",
     .message = "The specified parameter is not valid"},
    {.row = 13, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "InvalidParameter",
     .message = "The specified parameter \"Action or Version\" is not valid."},
    {.row = 14, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "InvalidParameter.IsNull",
     .message = "The required parameter must be not null."},
    {.row = 15, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "MissingParameter",
     .message = "The input parameter \"Action\" that is mandatory for processing this request "
                "is not supplied"},
    {.row = 16, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "MissingParameter",
     .message = "The input parameter \"AccessKeyId\" that is mandatory for processing this "
                "request is not supplied"},
    {.row = 17, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "MissingParameter",
     .message = "The input parameter \"Signature\" that is mandatory for processing the "
                "request is not supplied"},
    {.row = 18, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "MissingParameter",
     .message = "The input parameter \"TimeStamp\" that is mandatory for processing this "
                "request is not supplied"},
    {.row = 19, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "MissingParameter",
     .message = "The input parameter \"Version\" that is mandatory for processing this request "
                "is not supplied"},
    {.row = 20, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "SignatureNonceUsed",
     .message = "The request signature nonce has been used."},
    {.row = 21, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "Throttling",
     .message = "You have made too many requests within a short time; your request is denied "
                "due to request throttling."},
    {.row = 22, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "UnsupportedParameter",
     .message = "The parameters is unsupported."},
    {.row = 23, .mark = Mark::documented, .source = source::ecs_table,
     .status = 400, .code = "UnknownError",
     .message = "The request processing has failed due to some unknown error."},
    {.row = 24, .mark = Mark::documented, .source = source::ecs_table,
     .status = 403, .code = "ChargeTypeViolation",
     .message = "The operation is not permitted due to charge type of the instance."},
    {.row = 25, .mark = Mark::documented, .source = source::ecs_table,
     .status = 403, .code = "Forbidden.AccessKeyDisabled",
     .message = "The Access Key is disabled."},
    {.row = 26, .mark = Mark::documented, .source = source::ecs_table,
     .status = 403, .code = "Forbidden.NotSupportRAM",
     .message = "This action does not support accessed by RAM mode."},
    {.row = 27, .mark = Mark::documented, .source = source::ecs_table,
     .status = 403, .code = "Forbidden.RAM",
     .message = "User not authorized to operate on the specified resource, or this API "
                "doesn't support RAM."},
    {.row = 28, .mark = Mark::documented, .source = source::ecs_table,
     .status = 403, .code = "Forbidden.RiskControl",
     .message = "This operation is forbidden by Aliyun RiskControl system."},
    {.row = 29, .mark = Mark::documented, .source = source::ecs_table,
     .status = 403, .code = "Forbidden.SubUser",
     .message = "The specified action is not available for you."},
    {.row = 30, .mark = Mark::documented, .source = source::ecs_table,
     .status = 403, .code = "Forbidden.Unauthorized",
     .message = "User not authorized to operate on the specified resource."},
    {.row = 31, .mark = Mark::documented, .source = source::ecs_table,
     .status = 403, .code = "InvalidAccount.NotFound",
     .message = "The specified Account does not exist."},
    {.row = 32, .mark = Mark::documented, .source = source::ecs_table,
     .status = 403, .code = "InvalidAction",
     .message = "Specified action is not valid."},
    {.row = 33, .mark = Mark::documented, .source = source::ecs_table,
     .status = 403, .code = "InvalidIdempotenceParameter.Mismatch",
     .message = "The specified parameters are different from before."},
    {.row = 34, .mark = Mark::documented, .source = source::ecs_table,
     .status = 403, .code = "InvalidParameter.OwnerAccount",
     .message = "OwnerAccount is Invalid."},
    {.row = 35, .mark = Mark::documented, .source = source::ecs_table,
     .status = 403, .code = "InvalidParameter.ResourceOwnerAccount",
     .message = "ResourceOwnerAccount is Invalid."},
    {.row = 36, .mark = Mark::documented, .source = source::ecs_table,
     .status = 403, .code = "LastTokenProcessing",
     .message = "The last token request is processing."},
    {.row = 37, .mark = Mark::documented, .source = source::ecs_table,
     .status = 403, .code = "MissingParameter",
     .message = "The input parameter OwnerId,OwnerAccount that is mandatory for processing "
                "this request is not supplied."},
    {.row = 38, .mark = Mark::documented, .source = source::ecs_table,
     .status = 403, .code = "RealNameAuthenticationError",
     .message = "Your account has not passed the real-name authentication yet."},
    {.row = 39, .mark = Mark::documented, .source = source::ecs_table,
     .status = 403, .code = "UnsupportedHTTPMethod",
     .message = "This http method is not supported."},
    {.row = 40, .mark = Mark::documented, .source = source::ecs_table,
     .status = 403, .code = "UnsupportedHTTPMethod",
     .message = "This HTTP method is not supported."},
    {.row = 41, .mark = Mark::documented, .source = source::ecs_table,
     .status = 404, .code = "InvalidDiskId.NotFound",
     .message = "The specified DiskId does not exist."},
    {.row = 42, .mark = Mark::documented, .source = source::ecs_table,
     .status = 404, .code = "InvalidImageId.NotFound",
     .message = "The specified ImageId does not exist."},
    {.row = 43, .mark = Mark::documented, .source = source::ecs_table,
     .status = 404, .code = "InvalidInstanceId.NotFound",
     .message = "The specified InstanceId does not exist."},
    {.row = 44, .mark = Mark::documented, .source = source::ecs_table,
     .status = 404, .code = "InvalidRegionId.NotFound",
     .message = "The specified RegionId does not exist."},
    {.row = 45, .mark = Mark::documented, .source = source::ecs_table,
     .status = 404, .code = "InvalidSecurityGroupId.NotFound",
     .message = "The specified SecurityGroupId does not exist."},
    {.row = 46, .mark = Mark::documented, .source = source::ecs_table,
     .status = 404, .code = "InvalidSnapshotId.NotFound",
     .message = "The specified SnapshotId does not exist."},
    {.row = 47, .mark = Mark::documented, .source = source::ecs_table,
     .status = 409, .code = "OperationConflict",
     .message = "Request was denied due to conflict with a previous request."},
    {.row = 48, .mark = Mark::documented, .source = source::ecs_table,
     .status = 500, .code = "InternalError",
     .message = "The request processing has failed due to some unknown error, exception or "
                "failure."},
    {.row = 49, .mark = Mark::documented, .source = source::ecs_table,
     .status = 503, .code = "ServiceUnavailable",
     .message = "The request has failed due to a temporary failure of the server."},
    {.row = 50, .mark = Mark::documented, .source = source::ecs_table,
     .status = 503, .code = "ServiceUnavailable.RegionMaintaining",
     .message = "System maintenance is in progress on the selected region, please wait a few "
                "minutes before trying again."},
    {.row = 51, .mark = Mark::documented, .source = source::legacy_pages,
     .status = 400, .code = "MissingParameter",
     .message = "The input parameter \"InstanceId\" that is mandatory for processing this "
                "request is not supplied.",
     .printed_on = printed_on::start_2017},
    {.row = 52, .mark = Mark::documented, .source = source::legacy_pages,
     .status = 400, .code = "InvalidParameter",
     .message = "The specified parameter \"ForceStop\" is not valid.",
     .printed_on = printed_on::reboot_2017},
    {.row = 53, .mark = Mark::documented, .source = source::reactivate_2020,
     .status = 400, .code = "ReopenInstance.InstanceStatusNotValid",
     .message = "Instance status is not Expired, ImageExpired or EcsAndImageExpired.",
     .printed_on = printed_on::reactivate_2020},
    {.row = 54, .mark = Mark::observed, .source = source::live_status,
     .status = 403, .code = "IncorrectInstanceStatus",
     .message = "The specified instance is in an incorrect status for the requested action; "
                "Status of the specified instance is %s but the expected status is in (%s)."},
    {.row = 55, .mark = Mark::observed, .source = source::live_signature,
     .status = 400, .code = "IncompleteSignature",
     .message = "The request signature does not conform to Aliyun standards. server string "
                "to sign is:%s"},
    {.row = 56, .mark = Mark::observed, .source = source::live_missing,
     .status = 400, .code = "MissingParameter",
     .message = "The input parameter \"%s\" that is mandatory for processing this request is "
                "not supplied."},
    {.row = 57, .mark = Mark::observed, .source = source::live_version,
     .status = 404, .code = "InvalidAction.NotFound",
     .message = "Specified api is not found, please check your url and method."},
    {.row = 58, .mark = Mark::observed, .source = source::live_key,
     .status = 404, .code = "InvalidAccessKeyId.NotFound",
     .message = "Specified access key is not found."},
    {.row = 59, .mark = Mark::documented, .source = source::gateway_table,
     .status = 404, .code = "InvalidProduct.NotFound",
     .message = "Cannot find product according to your specified domain."},
    {.row = 60, .mark = Mark::documented, .source = source::gateway_table,
     .status = 404, .code = "InvalidApi.NotFound",
     .message = "Specified api is not found, please check your url and method."},
    {.row = 61, .mark = Mark::documented, .source = source::gateway_table,
     .status = 404, .code = "InvalidAction.NotFound",
     .message = "Specified api is not found, please check your url and method."},
    {.row = 62, .mark = Mark::documented, .source = source::gateway_table,
     .status = 404, .code = "InvalidProtocol.NeedSsl",
     .message = "Your request is denied as lack of ssl protect."},
    {.row = 63, .mark = Mark::documented, .source = source::gateway_table,
     .status = 400, .code = "InvalidVersion",
     .message = "Specified parameter Version is not valid."},
    {.row = 64, .mark = Mark::documented, .source = source::gateway_table,
     .status = 400, .code = "NoSuchVersion",
     .message = "The specified version does not exist."},
    {.row = 65, .mark = Mark::documented, .source = source::gateway_table,
     .status = 400, .code = "UnsupportedOperation",
     .message = "The specified action is not supported."},
    {.row = 66, .mark = Mark::documented, .source = source::gateway_table,
     .status = 400, .code = "Missing*",
     .message = "%s is mandatory for this action."},
    {.row = 67, .mark = Mark::documented, .source = source::gateway_table,
     .status = 400, .code = "Invalid*",
     .message = "Specified parameter %s is not valid."},
    {.row = 68, .mark = Mark::documented, .source = source::gateway_table,
     .status = 400, .code = "InvalidParameter.Format",
     .message = "Specified parameter format is not valid."},
    {.row = 69, .mark = Mark::documented, .source = source::gateway_table,
     .status = 404, .code = "InvalidAccessKeyId.NotFound",
     .message = "Specified access key is not found."},
    {.row = 70, .mark = Mark::documented, .source = source::gateway_table,
     .status = 400, .code = "InvalidAccessKeyId.NotFound",
     .message = "Specified access key is not found."},
    {.row = 71, .mark = Mark::documented, .source = source::gateway_table,
     .status = 400, .code = "InvalidAccessKeyId.Inactive",
     .message = "Specified access key is disabled."},
    {.row = 72, .mark = Mark::documented, .source = source::gateway_table,
     .status = 400, .code = "InvalidTimeStamp.Format",
     .message = "Specified time stamp or date value is not well formatted."},
    {.row = 73, .mark = Mark::documented, .source = source::gateway_table,
     .status = 400, .code = "InvalidTimeStamp.Expired",
     .message = "Specified time stamp or date value is expired."},
    {.row = 74, .mark = Mark::documented, .source = source::gateway_table,
     .status = 400, .code = "SignatureNonceUsed",
     .message = "Specified signature nonce was used already."},
    {.row = 75, .mark = Mark::documented, .source = source::gateway_table,
     .status = 400, .code = "SignatureDoesNotMatch",
     .message = "Specified signature is not matched with our calculation."},
    {.row = 76, .mark = Mark::documented, .source = source::older_gateway,
     .status = 403, .code = "SignatureDoesNotMatch",
     .message = "The signature we calculated does not match the one you provided. Please "
                "refer to the API reference about authentication for details."},
    {.row = 77, .mark = Mark::observed, .source = source::live_signature_gateway,
     .status = 400, .code = "SignatureDoesNotMatch",
     .message = "Specified signature is not matched with our calculation. server string to "
                "sign is:%s"},
    {.row = 78, .mark = Mark::documented, .source = source::gateway_table,
     .status = 400, .code = "InvalidSignatureMethod",
     .message = "Specified signature method is not valid."},
    {.row = 79, .mark = Mark::documented, .source = source::gateway_table,
     .status = 400, .code = "UnsupportedHTTPMethod",
     .message = "Specified signature is not matched with our calculation."},
    {.row = 80, .mark = Mark::documented, .source = source::gateway_table,
     .status = 400, .code = "Throttling.User",
     .message = "Request was denied due to user flow control."},
    {.row = 81, .mark = Mark::documented, .source = source::gateway_table,
     .status = 400, .code = "Throttling.Api",
     .message = "Request was denied due to api flow control."},
    {.row = 82, .mark = Mark::documented, .source = source::gateway_table,
     .status = 403, .code = "Forbidden.RAM",
     .message = "User not authorized to operate on the specified resource, or this API "
                "doesn't support RAM."},
    {.row = 83, .mark = Mark::documented, .source = source::start_2019_en,
     .status = 403, .code = "InstanceNotReady",
     .message = "The specified instance is not ready for use",
     .printed_on = printed_on::start_2019_en},
};
// clang-format on
static_assert(in_page_order(rows));

// Rows by name. A number that points to a row with another code does not compile.
consteval int at(int row, std::string_view code) { return row_holding(rows, row, code); }

inline constexpr int dry_run_operation = at(1, "DryRunOperation");
inline constexpr int idempotent_parameter_mismatch = at(2, "IdempotentParameterMismatch");
inline constexpr int illegal_timestamp = at(3, "IllegalTimestamp");
inline constexpr int incomplete_signature = at(4, "IncompleteSignature");
inline constexpr int insufficient_balance = at(5, "InsufficientBalance");
inline constexpr int invalid_access_key_id_not_found = at(6, "InvalidAccessKeyId.NotFound");
inline constexpr int invalid_owner = at(7, "InvalidOwner");
inline constexpr int invalid_owner_account = at(8, "InvalidOwnerAccount");
inline constexpr int invalid_owner_id = at(9, "InvalidOwnerId");
inline constexpr int invalid_paramater_signature_method = at(10, "InvalidParamater");
inline constexpr int invalid_paramater_signature_version = at(11, "InvalidParamater");
inline constexpr int invalid_parameter = at(12, "InvalidParameter");
inline constexpr int invalid_action_or_version = at(13, "InvalidParameter");
inline constexpr int invalid_parameter_is_null = at(14, "InvalidParameter.IsNull");
inline constexpr int missing_action = at(15, "MissingParameter");
inline constexpr int missing_access_key_id = at(16, "MissingParameter");
inline constexpr int missing_signature = at(17, "MissingParameter");
inline constexpr int missing_timestamp = at(18, "MissingParameter");
inline constexpr int missing_version = at(19, "MissingParameter");
inline constexpr int signature_nonce_used = at(20, "SignatureNonceUsed");
inline constexpr int throttling = at(21, "Throttling");
inline constexpr int unsupported_parameter = at(22, "UnsupportedParameter");
inline constexpr int unknown_error = at(23, "UnknownError");
inline constexpr int charge_type_violation = at(24, "ChargeTypeViolation");
inline constexpr int forbidden_access_key_disabled = at(25, "Forbidden.AccessKeyDisabled");
inline constexpr int forbidden_not_support_ram = at(26, "Forbidden.NotSupportRAM");
inline constexpr int forbidden_ram = at(27, "Forbidden.RAM");
inline constexpr int forbidden_risk_control = at(28, "Forbidden.RiskControl");
inline constexpr int forbidden_sub_user = at(29, "Forbidden.SubUser");
inline constexpr int forbidden_unauthorized = at(30, "Forbidden.Unauthorized");
inline constexpr int invalid_account_not_found = at(31, "InvalidAccount.NotFound");
inline constexpr int invalid_action = at(32, "InvalidAction");
inline constexpr int invalid_idempotence_parameter_mismatch =
    at(33, "InvalidIdempotenceParameter.Mismatch");
inline constexpr int invalid_parameter_owner_account = at(34, "InvalidParameter.OwnerAccount");
inline constexpr int invalid_parameter_resource_owner_account =
    at(35, "InvalidParameter.ResourceOwnerAccount");
inline constexpr int last_token_processing = at(36, "LastTokenProcessing");
inline constexpr int missing_owner = at(37, "MissingParameter");
inline constexpr int real_name_authentication_error = at(38, "RealNameAuthenticationError");
inline constexpr int unsupported_http_method_zh = at(39, "UnsupportedHTTPMethod");
inline constexpr int unsupported_http_method_en = at(40, "UnsupportedHTTPMethod");
inline constexpr int invalid_disk_id_not_found = at(41, "InvalidDiskId.NotFound");
inline constexpr int invalid_image_id_not_found = at(42, "InvalidImageId.NotFound");
inline constexpr int invalid_instance_id_not_found = at(43, "InvalidInstanceId.NotFound");
inline constexpr int invalid_region_id_not_found = at(44, "InvalidRegionId.NotFound");
inline constexpr int invalid_security_group_id_not_found =
    at(45, "InvalidSecurityGroupId.NotFound");
inline constexpr int invalid_snapshot_id_not_found = at(46, "InvalidSnapshotId.NotFound");
inline constexpr int operation_conflict = at(47, "OperationConflict");
inline constexpr int internal_error = at(48, "InternalError");
inline constexpr int service_unavailable = at(49, "ServiceUnavailable");
inline constexpr int service_unavailable_region_maintaining =
    at(50, "ServiceUnavailable.RegionMaintaining");
inline constexpr int missing_instance_id_2017 = at(51, "MissingParameter");
inline constexpr int invalid_force_stop_2017 = at(52, "InvalidParameter");
inline constexpr int instance_not_ready_2019_en = at(83, "InstanceNotReady");
inline constexpr int reopen_status_not_valid = at(53, "ReopenInstance.InstanceStatusNotValid");
inline constexpr int incorrect_instance_status_live = at(54, "IncorrectInstanceStatus");
inline constexpr int incomplete_signature_live = at(55, "IncompleteSignature");
inline constexpr int missing_parameter_live = at(56, "MissingParameter");
inline constexpr int invalid_version_live = at(57, "InvalidAction.NotFound");
inline constexpr int access_key_id_not_found_live = at(58, "InvalidAccessKeyId.NotFound");
inline constexpr int gateway_product_not_found = at(59, "InvalidProduct.NotFound");
inline constexpr int gateway_api_not_found = at(60, "InvalidApi.NotFound");
inline constexpr int gateway_action_not_found = at(61, "InvalidAction.NotFound");
inline constexpr int gateway_need_ssl = at(62, "InvalidProtocol.NeedSsl");
inline constexpr int gateway_invalid_version = at(63, "InvalidVersion");
inline constexpr int gateway_no_such_version = at(64, "NoSuchVersion");
inline constexpr int gateway_unsupported_operation = at(65, "UnsupportedOperation");
inline constexpr int gateway_missing = at(66, "Missing*");
inline constexpr int gateway_invalid = at(67, "Invalid*");
inline constexpr int gateway_invalid_format = at(68, "InvalidParameter.Format");
inline constexpr int gateway_access_key_id_not_found = at(69, "InvalidAccessKeyId.NotFound");
inline constexpr int gateway_access_key_id_not_found_400 = at(70, "InvalidAccessKeyId.NotFound");
inline constexpr int gateway_access_key_id_inactive = at(71, "InvalidAccessKeyId.Inactive");
inline constexpr int gateway_timestamp_format = at(72, "InvalidTimeStamp.Format");
inline constexpr int gateway_timestamp_expired = at(73, "InvalidTimeStamp.Expired");
inline constexpr int gateway_signature_nonce_used = at(74, "SignatureNonceUsed");
inline constexpr int gateway_signature_does_not_match = at(75, "SignatureDoesNotMatch");
inline constexpr int signature_does_not_match_403 = at(76, "SignatureDoesNotMatch");
inline constexpr int signature_does_not_match_live = at(77, "SignatureDoesNotMatch");
inline constexpr int gateway_invalid_signature_method = at(78, "InvalidSignatureMethod");
inline constexpr int gateway_unsupported_http_method = at(79, "UnsupportedHTTPMethod");
inline constexpr int gateway_throttling_user = at(80, "Throttling.User");
inline constexpr int gateway_throttling_api = at(81, "Throttling.Api");
inline constexpr int gateway_forbidden_ram = at(82, "Forbidden.RAM");

inline constexpr Page page{
    .document = no_document,
    .action = "common errors",
    .edition = "",
    .language = Language::en,
    .date = std::chrono::year{2019} / std::chrono::January / 23,
    .parameters = {},
    .responses = {},
    .errors = {},
    .clauses = {},
    .samples = {},
    .common_errors = rows,
};

}  // namespace hallmark::specs::common::errors

namespace hallmark::specs {

// A row of the common error tables, by its name above.
consteval Citation common_row(int row) { return cite_common_row(common::errors::page, row); }

}  // namespace hallmark::specs
