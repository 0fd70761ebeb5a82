// SPDX-License-Identifier: Apache-2.0
//
// The worlds in which the error rows of ReactivateInstances are asked for.
#pragma once

#include "cases/base/asked_refusal.hpp"

namespace hallmark::cases::reactivate_instances {

inline constexpr std::string_view several_fit =
    "two rows of the page fit, and later pages print ReopenInstance.InstanceStatusNotValid, 400";
inline constexpr std::string_view two_balances =
    "the page gives InsufficientBalance with 403, the common table with 400";
inline constexpr std::string_view two_internal_errors =
    "the page prints one text for InternalError, the common table another";

template <class... More>
constexpr Fixture expired(More... more) {
  return {.conditions = ConditionSet{Condition::expired, more...}};
}

// clang-format off
inline constexpr AskedRefusal refusals[] = {
    {"incorrect-instance-status",           RefusalReason::wrong_status,         {.status = specs::InstanceStatus::running}, several_fit},
    {"instance-locked-for-security",        RefusalReason::security_lock,        expired(Condition::security_lock)},
    {"insufficient-balance",                RefusalReason::insufficient_balance, expired(Condition::insufficient_balance), two_balances},
    {"instance-status-not-valid",           RefusalReason::not_expired,          {.status = specs::InstanceStatus::stopped}, several_fit},
    {"invalid-instance-id-not-found",       RefusalReason::unknown_instance,     expired()},
    {"invalid-pay-type-not-support",        RefusalReason::pay_type,             {.charge_type = ChargeType::pre_paid, .conditions = ConditionSet{Condition::pre_paid_expired}}},
    {"internal-error",                      RefusalReason::service_fails,        expired(Condition::service_error), two_internal_errors},
    {"internal-error-exception-or-failure", RefusalReason::service_fails,        expired(Condition::service_failure), two_internal_errors},
};
// clang-format on

}  // namespace hallmark::cases::reactivate_instances
