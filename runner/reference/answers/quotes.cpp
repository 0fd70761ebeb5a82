// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/answers/quotes.hpp"

#include <cstddef>
#include <iterator>

namespace hallmark::runner::reference {
namespace {

struct Row {
  Reason reason;
  Quote quote;
};

// clang-format off
constexpr Row rows[] = {
    {Reason::instance_not_found, {404, "InvalidInstanceId.NotFound",
        "The specified InstanceId does not exist."}},
    {Reason::incorrect_instance_status, {403, "IncorrectInstanceStatus",
        "The current status of the resource does not support this operation."}},
    {Reason::locked_for_security, {403, "InstanceLockedForSecurity",
        "The specified operation is denied as your instance is locked for security reasons."}},
    {Reason::insufficient_balance, {403, "InsufficientBalance",
        "Your account does not have enough balance."}},
    {Reason::instance_unreachable, {500, "InstanceNotReady",
        "The specified instance is not ready for use"}},
    {Reason::instance_not_ready, {403, "InstanceNotReady",
        "The specified instance is not ready for use."}},
    {Reason::service_error, {500, "InternalError",
        "The request processing has failed due to some unknown error."}},
    {Reason::service_failure, {500, "InternalError",
        "The request processing has failed due to some unknown error, exception or failure."}},
    {Reason::disk_error, {403, "DiskError",
        "IncorrectDiskStatus."}},
    {Reason::disk_in_arrears, {403, "DiskInArrears",
        "The specified operation is denied as your disk has expired."}},
    {Reason::expired_post_paid, {403, "InstanceExpired",
        "The postPaid instance has been expired.Please ensure your account have enough balance."}},
    {Reason::expired_pre_paid, {403, "InstanceExpired",
        "The prePaid instance has been expired."}},
    {Reason::expired_or_in_arrears, {403, "InstanceExpiredOrInArrears",
        "The specified operation is denied as your prepay instance is expired (prepay mode) or in arrears (afterpay mode)."}},
    {Reason::kms_unauthorized, {403, "InvalidParameter.KMSKeyId.KMSUnauthorized",
        "ECS service have no right to access your KMS."}},
    {Reason::no_stock, {403, "OperationDenied.NoStock",
        "The requested resource is sold out in the specified zone; try other types of resources or other regions and zones."}},
    {Reason::spot_price_low, {403, "OperationDenied.SpotPriceLowerThanPublicPrice",
        "The spot instance price is lower than public price."}},
    {Reason::quota_type, {403, "QuotaExceed.ElasticQuota",
        "No additional quota is available for the specified ECS instance type."}},
    {Reason::quota_instances, {403, "QuotaExceed.ElasticQuota",
        "The number of the specified ECS instances has exceeded the quota of the specified instance type."}},
    {Reason::quota_vcpus, {403, "QuotaExceed.ElasticQuota",
        "The number of vCPUs assigned to the ECS instances has exceeded the quota in the zone."}},
    {Reason::quota_instances_or_vcpus, {403, "QuotaExceed.ElasticQuota",
        "The number of the specified ECS instances has exceeded the quota of the specified instance type, or the number of vCPUs assigned to the ECS instances has exceeded the quota in the zone."}},
    {Reason::not_reactivatable, {403, "ReactivateInstances.InstanceStatusNotValid",
        "Instance status is not Expired, ImageExpired or EcsAndImageExpired."}},
    {Reason::not_reactivatable_2020, {400, "ReopenInstance.InstanceStatusNotValid",
        "Instance status is not Expired, ImageExpired or EcsAndImageExpired."}},
    {Reason::pay_type_not_supported, {404, "InvalidPayType.NotSupport",
        "The specified pre pay instance not support."}},
    {Reason::dry_run_operation, {400, "DryRunOperation",
        "Request validation has been passed with DryRun flag set."}},

    {Reason::charge_type_violation, {403, "ChargeTypeViolation",
        "The operation is not permitted due to charge type of the instance."}},
    {Reason::region_not_found, {404, "InvalidRegionId.NotFound",
        "The specified RegionId does not exist."}},
    {Reason::status_filter_not_found, {404, "InvalidStatus.NotFound",
        "The specified Status is not found"}},
    {Reason::charge_type_filter_not_found, {404, "InvalidInstanceChargeType.NotFound",
     "The InstanceChargeType does not exist in our records"}},
    {Reason::malformed_instance_ids, {403, "Abs.InvalidInstanceIds.MalFormed",
        "The specified instanceIds is not valid."}},
    {Reason::too_many_instance_ids, {403, "InvalidParameter.TooManyInstanceIds",
        "Instance ids cannot be more than 100."}},

    {Reason::missing_parameter, {400, "MissingParameter",
        "The input parameter \"%s\" that is mandatory for processing this request is not supplied."}},
    {Reason::invalid_parameter, {400, "InvalidParameter",
        "The specified parameter \"%s\" is not valid."}},
    {Reason::malformed_request, {400, "InvalidParameter",
        "The specified parameter is not valid"}},
    {Reason::unsupported_format, {400, "InvalidParameter.Format",
        "Specified parameter format is not valid."}},
    {Reason::unsupported_method, {403, "UnsupportedHTTPMethod",
        "This http method is not supported."}},
    {Reason::unknown_path, {404, "InvalidApi.NotFound",
        "Specified api is not found, please check your url and method."}},
    {Reason::unknown_action, {404, "InvalidAction.NotFound",
        "Specified api is not found, please check your url and method."}},
    {Reason::unknown_access_key, {404, "InvalidAccessKeyId.NotFound",
        "Specified access key is not found."}},
    {Reason::invalid_signature_parameter, {400, "InvalidParamater",  // printed so in the common table
        "The specified parameter \"%s\" is not valid."}},
    {Reason::incomplete_signature, {400, "IncompleteSignature",
        "The request signature does not conform to Aliyun standards.%s"}},
    {Reason::timestamp_malformed, {400, "InvalidTimeStamp.Format",
        "Specified time stamp or date value is not well formatted."}},
    {Reason::timestamp_expired, {400, "InvalidTimeStamp.Expired",
        "Specified time stamp or date value is expired."}},
    {Reason::nonce_used, {400, "SignatureNonceUsed",
        "Specified signature nonce was used already."}},
    {Reason::instance_of_another, {404, "InvalidInstanceId.NotFound",
        "The specified InstanceId belongs to another account."}},
    {Reason::forbidden, {403, "Forbidden.Unauthorized",
        "User not authorized to operate on the specified resource."}},
};
// clang-format on

consteval bool in_order_of_reasons() {
  if (std::size(rows) != static_cast<std::size_t>(Reason::count)) throw "a row for each reason";
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    if (rows[i].reason != static_cast<Reason>(i)) throw "rows stand in the order of the reasons";
  }
  return true;
}
static_assert(in_order_of_reasons());

}  // namespace

const Quote& quote(Reason reason) { return rows[static_cast<std::size_t>(reason)].quote; }

std::string fill_in(std::string_view message, std::string_view detail) {
  constexpr std::string_view placeholder = "%s";
  std::string filled{message};
  if (const auto at = filled.find(placeholder); at != filled.npos) {
    filled.replace(at, placeholder.size(), detail);
  }
  return filled;
}

}  // namespace hallmark::runner::reference
