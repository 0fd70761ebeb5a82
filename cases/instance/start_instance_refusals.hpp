// SPDX-License-Identifier: Apache-2.0
//
// The worlds in which the error rows of StartInstance are asked for.
#pragma once

#include "cases/base/asked_refusal.hpp"

namespace hallmark::cases::start_instance {

inline constexpr std::string_view two_texts_for_the_status =
    "one row prints a fixed text, another leaves the text to the endpoint (%s)";
inline constexpr std::string_view two_not_ready =
    "the 2020-10 page has InstanceNotReady twice, 403 with and 500 without the final full stop; "
    "older pages have 403 without it";
inline constexpr std::string_view two_internal_errors =
    "the pages print two texts for InternalError and do not say which is for what";
inline constexpr std::string_view two_balances =
    "the page gives InsufficientBalance with 403, the common table with 400";

constexpr Fixture under(Condition condition) { return {.conditions = ConditionSet{condition}}; }

// clang-format off
inline constexpr AskedRefusal refusals[] = {
    {"invalid-instance-id-not-found",                      RefusalReason::unknown_instance,     {}},
    {"incorrect-instance-status",                          RefusalReason::wrong_status,         {.status = specs::InstanceStatus::running}, two_texts_for_the_status},
    {"instance-locked-for-security",                       RefusalReason::security_lock,        under(Condition::security_lock)},
    {"insufficient-balance",                               RefusalReason::insufficient_balance, under(Condition::insufficient_balance), two_balances},
    {"instance-not-ready",                                 RefusalReason::not_ready,            under(Condition::not_ready), two_not_ready},
    {"instance-not-ready-unreachable",                     RefusalReason::not_ready,            under(Condition::unreachable), two_not_ready},
    {"internal-error",                                     RefusalReason::service_fails,        under(Condition::service_error), two_internal_errors},
    {"internal-error-exception-or-failure",                RefusalReason::service_fails,        under(Condition::service_failure), two_internal_errors},
    {"disk-error",                                         RefusalReason::disk,                 under(Condition::disk_incorrect_status)},
    {"instance-expired-post-paid",                         RefusalReason::post_paid_expired,    under(Condition::expired)},
    {"instance-expired-pre-paid",                          RefusalReason::pre_paid_expired,     {.charge_type = ChargeType::pre_paid, .conditions = ConditionSet{Condition::pre_paid_expired}}},
    {"disk-in-arrears",                                    RefusalReason::disk,                 under(Condition::disk_in_arrears)},
    {"operation-denied-no-stock",                          RefusalReason::stock,                under(Condition::no_stock)},
    {"operation-denied-spot-price-lower-than-public-price", RefusalReason::spot_price,          under(Condition::spot_price_low)},
    {"kms-unauthorized",                                   RefusalReason::kms,                  under(Condition::kms_unauthorized)},
    {"quota-exceed-elastic-quota-type",                    RefusalReason::quota,                under(Condition::quota_type)},
    {"quota-exceed-elastic-quota-instances",               RefusalReason::quota,                under(Condition::quota_instances)},
    {"quota-exceed-elastic-quota-vcpus",                   RefusalReason::quota,                under(Condition::quota_vcpus)},
    {"quota-exceed-elastic-quota-instances-or-vcpus",      RefusalReason::quota,                under(Condition::quota_instances_or_vcpus)},
};
// clang-format on

}  // namespace hallmark::cases::start_instance
