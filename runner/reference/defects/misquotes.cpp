// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/defects/misquotes.hpp"

namespace hallmark::runner::reference {
namespace {

// The action's page on which a quote stands.
enum class OnPageOf : std::uint8_t { any, start, reboot, reactivate };

bool is_on(OnPageOf page, std::string_view action) {
  switch (page) {
    case OnPageOf::start:
      return action == "StartInstance";
    case OnPageOf::reboot:
      return action == "RebootInstance";
    case OnPageOf::reactivate:
      return is_reactivation(action);
    default:
      return true;
  }
}

struct WrongStatus {
  Defect defect;
  OnPageOf page;
  Reason reason;
  int status;
};

struct WrongText {
  Defect defect;
  Reason reason;
  std::string_view text;
};

// clang-format off
constexpr WrongStatus wrong_statuses[] = {
    {Defect::start_not_found_answers_400, OnPageOf::start, Reason::instance_not_found, 400},
    {Defect::reboot_not_found_answers_403, OnPageOf::reboot, Reason::instance_not_found, 403},
    {Defect::reactivate_not_found_answers_403, OnPageOf::reactivate, Reason::instance_not_found, 403},
    {Defect::start_incorrect_status_answers_409, OnPageOf::start, Reason::incorrect_instance_status, 409},
    {Defect::reboot_incorrect_status_answers_500, OnPageOf::reboot, Reason::incorrect_instance_status, 500},
    {Defect::reactivate_incorrect_status_answers_409, OnPageOf::reactivate, Reason::incorrect_instance_status, 409},
    {Defect::start_security_lock_answers_400, OnPageOf::start, Reason::locked_for_security, 400},
    {Defect::reboot_security_lock_answers_404, OnPageOf::reboot, Reason::locked_for_security, 404},
    {Defect::reactivate_security_lock_answers_400, OnPageOf::reactivate, Reason::locked_for_security, 400},
    {Defect::start_insufficient_balance_answers_402, OnPageOf::start, Reason::insufficient_balance, 402},
    {Defect::reactivate_insufficient_balance_answers_402, OnPageOf::reactivate, Reason::insufficient_balance, 402},
    {Defect::start_disk_error_answers_500, OnPageOf::start, Reason::disk_error, 500},
    {Defect::reboot_disk_error_answers_409, OnPageOf::reboot, Reason::disk_error, 409},
    {Defect::start_not_ready_answers_503, OnPageOf::start, Reason::instance_not_ready, 503},
    {Defect::start_unreachable_answers_503, OnPageOf::start, Reason::instance_unreachable, 503},
    {Defect::start_service_error_answers_400, OnPageOf::start, Reason::service_error, 400},
    {Defect::start_service_failure_answers_502, OnPageOf::start, Reason::service_failure, 502},
    {Defect::reboot_service_error_answers_400, OnPageOf::reboot, Reason::service_error, 400},
    {Defect::reboot_service_failure_answers_403, OnPageOf::reboot, Reason::service_failure, 403},
    {Defect::reactivate_service_error_answers_403, OnPageOf::reactivate, Reason::service_error, 403},
    {Defect::start_expired_answers_402, OnPageOf::start, Reason::expired_post_paid, 402},
    {Defect::start_pre_paid_expired_answers_404, OnPageOf::start, Reason::expired_pre_paid, 404},
    {Defect::reboot_expired_answers_400, OnPageOf::reboot, Reason::expired_or_in_arrears, 400},
    {Defect::start_kms_unauthorized_answers_401, OnPageOf::start, Reason::kms_unauthorized, 401},
    {Defect::reboot_kms_unauthorized_answers_401, OnPageOf::reboot, Reason::kms_unauthorized, 401},
    {Defect::start_disk_in_arrears_answers_400, OnPageOf::start, Reason::disk_in_arrears, 400},
    {Defect::start_no_stock_answers_503, OnPageOf::start, Reason::no_stock, 503},
    {Defect::start_spot_price_low_answers_400, OnPageOf::start, Reason::spot_price_low, 400},
    {Defect::start_quota_answers_429, OnPageOf::start, Reason::quota_type, 429},
    {Defect::start_quota_answers_429, OnPageOf::start, Reason::quota_instances, 429},
    {Defect::start_quota_answers_429, OnPageOf::start, Reason::quota_vcpus, 429},
    {Defect::start_quota_answers_429, OnPageOf::start, Reason::quota_instances_or_vcpus, 429},
    {Defect::reactivate_not_expired_answers_409, OnPageOf::reactivate, Reason::not_reactivatable, 409},
    {Defect::reactivate_pay_type_answers_403, OnPageOf::reactivate, Reason::pay_type_not_supported, 403},
    {Defect::missing_parameter_answers_500, OnPageOf::any, Reason::missing_parameter, 500},
    {Defect::dry_run_answers_412, OnPageOf::any, Reason::dry_run_operation, 412},
    {Defect::unknown_key_answers_500, OnPageOf::any, Reason::unknown_access_key, 500},
    {Defect::wrong_signature_answers_500, OnPageOf::any, Reason::incomplete_signature, 500},
    {Defect::unknown_action_answers_200, OnPageOf::any, Reason::unknown_action, 200},
    {Defect::unknown_action_answers_500, OnPageOf::any, Reason::unknown_action, 500},
    {Defect::unsupported_method_answers_500, OnPageOf::any, Reason::unsupported_method, 500},
    {Defect::replay_answers_500, OnPageOf::any, Reason::nonce_used, 500},
};

constexpr WrongText wrong_codes[] = {
    {Defect::instance_not_found_has_another_code, Reason::instance_not_found, "InvalidInstance.NotFound"},
    {Defect::incorrect_status_has_another_code, Reason::incorrect_instance_status, "InvalidInstanceStatus"},
    {Defect::security_lock_has_another_code, Reason::locked_for_security, "InstanceLocked"},
    {Defect::insufficient_balance_has_another_code, Reason::insufficient_balance, "InsufficientFunds"},
    {Defect::not_ready_has_another_code, Reason::instance_not_ready, "InstanceNotAvailable"},
    {Defect::unreachable_has_another_code, Reason::instance_unreachable, "InstanceUnreachable"},
    {Defect::service_error_has_another_code, Reason::service_error, "InternalFailure"},
    {Defect::service_failure_has_another_code, Reason::service_failure, "ServiceFailure"},
    {Defect::disk_error_has_another_code, Reason::disk_error, "IncorrectDiskStatus"},
    {Defect::disk_in_arrears_has_another_code, Reason::disk_in_arrears, "DiskExpired"},
    {Defect::expired_has_another_code, Reason::expired_post_paid, "InstanceInArrears"},
    {Defect::expired_has_another_code, Reason::expired_pre_paid, "InstanceInArrears"},
    {Defect::expired_or_in_arrears_has_another_code, Reason::expired_or_in_arrears, "InstanceExpired"},
    {Defect::kms_unauthorized_has_another_code, Reason::kms_unauthorized, "InvalidParameter.KMSKeyId.Unauthorized"},
    {Defect::no_stock_has_another_code, Reason::no_stock, "OperationDenied.SoldOut"},
    {Defect::spot_price_low_has_another_code, Reason::spot_price_low, "OperationDenied.SpotPriceTooLow"},
    {Defect::quota_has_another_code, Reason::quota_type, "QuotaExceeded.ElasticQuota"},
    {Defect::quota_has_another_code, Reason::quota_instances, "QuotaExceeded.ElasticQuota"},
    {Defect::quota_has_another_code, Reason::quota_vcpus, "QuotaExceeded.ElasticQuota"},
    {Defect::quota_has_another_code, Reason::quota_instances_or_vcpus, "QuotaExceeded.ElasticQuota"},
    {Defect::not_reactivatable_has_another_code, Reason::not_reactivatable, "ReactivateInstances.StatusNotValid"},
    {Defect::pay_type_has_another_code, Reason::pay_type_not_supported, "InvalidPayType.NotSupported"},
    {Defect::missing_parameter_has_another_code, Reason::missing_parameter, "IncompleteRequest"},
    {Defect::dry_run_has_another_code, Reason::dry_run_operation, "DRYRUN.SUCCESS"},
};

constexpr WrongText wrong_messages[] = {
    {Defect::instance_not_found_has_another_text, Reason::instance_not_found,
        "The specified InstanceId does not exists."},
    {Defect::incorrect_status_has_another_text, Reason::incorrect_instance_status,
        ""},
    {Defect::security_lock_has_another_text, Reason::locked_for_security,
        "The specified operation is denied as your instance is locked for security reason."},
    {Defect::insufficient_balance_has_another_text, Reason::insufficient_balance,
        "Your account does not have enough balances."},
    {Defect::not_ready_has_another_text, Reason::instance_not_ready,
        "The specified instance is not ready to use."},
    {Defect::unreachable_has_another_text, Reason::instance_unreachable,
        "The specified instance is not ready to use"},
    {Defect::service_error_has_another_text, Reason::service_error,
        "The request processing has failed due to some unknown errors."},
    {Defect::service_failure_has_another_text, Reason::service_failure,
        "The request processing has failed due to some unknown error, exception and failure."},
    {Defect::disk_error_has_another_text, Reason::disk_error,
        "IncorrectDiskStatus"},
    {Defect::disk_in_arrears_has_another_text, Reason::disk_in_arrears,
        "The specified operation is denied as your disk has expired"},
    {Defect::expired_post_paid_has_another_text, Reason::expired_post_paid,
        "The postPaid instance has been expired. Please ensure your account have enough balance."},
    {Defect::expired_pre_paid_has_another_text, Reason::expired_pre_paid,
        "The prePaid instance has been expired"},
    {Defect::expired_or_in_arrears_has_another_text, Reason::expired_or_in_arrears,
        "The specified operation is denied as your prepay instance is expired \\(prepay mode\\) or in arrears \\(afterpay mode\\)."},
    {Defect::kms_unauthorized_has_another_text, Reason::kms_unauthorized,
        "ECS service has no right to access your KMS."},
    {Defect::no_stock_has_another_text, Reason::no_stock,
        "The requested resource is sold out in the specified zone, try other types of resources or other regions and zones."},
    {Defect::spot_price_low_has_another_text, Reason::spot_price_low,
        "The spot instance price is lower than the public price."},
    {Defect::quota_type_has_another_text, Reason::quota_type,
        "No additional quota is available for the specified instance type."},
    {Defect::quota_instances_has_another_text, Reason::quota_instances,
        "The number of the specified ECS instances has exceeded the quota of the specified instance type"},
    {Defect::quota_vcpus_has_another_text, Reason::quota_vcpus,
        "The number of VCPUs assigned to the ECS instances has exceeded the quota in the zone."},
    {Defect::quota_instances_or_vcpus_has_another_text, Reason::quota_instances_or_vcpus,
        "The number of the specified ECS instances has exceeded the quota of the specified instance type or the number of vCPUs assigned to the ECS instances has exceeded the quota in the zone."},
    {Defect::not_reactivatable_has_another_text, Reason::not_reactivatable,
        "Instance status is not Expired, ImageExpired or EcsAndImageExpired"},
    {Defect::pay_type_has_another_text, Reason::pay_type_not_supported,
        "The specified pre pay instance is not supported."},
    {Defect::dry_run_message_empty, Reason::dry_run_operation,
        ""},
};
// clang-format on

}  // namespace

Quote quote_for(const ServedCall& call, Cause cause) {
  Quote quoted = cause.quoted();
  if (call.defects.empty()) return quoted;
  for (const WrongStatus& wrong : wrong_statuses) {
    if (cause == wrong.reason && call.broken(wrong.defect) && is_on(wrong.page, call.action)) {
      quoted.status = wrong.status;
    }
  }
  for (const WrongText& wrong : wrong_codes) {
    if (cause == wrong.reason && call.broken(wrong.defect)) quoted.code = wrong.text;
  }
  for (const WrongText& wrong : wrong_messages) {
    if (cause == wrong.reason && call.broken(wrong.defect)) quoted.message = wrong.text;
  }
  if (call.broken(Defect::refusals_answer_200)) quoted.status = 200;
  return quoted;
}

std::vector<Reason> misquoted_by(Defect defect) {
  std::vector<Reason> reasons;
  const auto gather = [&](const auto& rows) {
    for (const auto& wrong : rows) {
      if (wrong.defect == defect) reasons.push_back(wrong.reason);
    }
  };
  gather(wrong_statuses);
  gather(wrong_codes);
  gather(wrong_messages);
  return reasons;
}

}  // namespace hallmark::runner::reference
