// SPDX-License-Identifier: Apache-2.0
//
// The worlds in which the error rows of RebootInstance are asked for.
#pragma once

#include "cases/base/asked_refusal.hpp"

namespace hallmark::cases::reboot_instance {

inline constexpr std::string_view two_texts_for_the_status =
    "one row prints a fixed text, another leaves the text to the endpoint (%s)";
inline constexpr std::string_view two_internal_errors =
    "the page prints two texts for InternalError and does not say which is for what";
inline constexpr std::string_view expired_is_stopped =
    "an expired instance is Stopped, so that the row on its status fits as well";

constexpr Fixture running_under(ConditionSet conditions, ChargeType type = ChargeType::post_paid) {
  return {.status = specs::InstanceStatus::running, .charge_type = type, .conditions = conditions};
}

// clang-format off
inline constexpr AskedRefusal refusals[] = {
    {"invalid-instance-id-not-found",            RefusalReason::unknown_instance,  running_under({})},
    {"incorrect-instance-status",                RefusalReason::wrong_status,      {.status = specs::InstanceStatus::stopped}, two_texts_for_the_status},
    {"instance-locked-for-security",             RefusalReason::security_lock,     running_under(ConditionSet{Condition::security_lock})},
    {"disk-error",                               RefusalReason::disk,              running_under(ConditionSet{Condition::disk_incorrect_status})},
    {"internal-error",                           RefusalReason::service_fails,     running_under(ConditionSet{Condition::service_error}), two_internal_errors},
    {"internal-error-exception-or-failure",      RefusalReason::service_fails,     running_under(ConditionSet{Condition::service_failure}), two_internal_errors},
    {"instance-expired-or-in-arrears-pre-paid",  RefusalReason::pre_paid_expired,  running_under(ConditionSet{Condition::pre_paid_expired}, ChargeType::pre_paid)},
    {"instance-expired-or-in-arrears-post-paid", RefusalReason::post_paid_expired, {.conditions = ConditionSet{Condition::expired}}, expired_is_stopped},
    {"kms-unauthorized",                         RefusalReason::kms,               running_under(ConditionSet{Condition::kms_unauthorized})},
};
// clang-format on

}  // namespace hallmark::cases::reboot_instance
