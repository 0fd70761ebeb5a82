// SPDX-License-Identifier: Apache-2.0
//
// ReactivateInstances, as its reference page describes it: the same rows in Chinese and in English.
// The English document is a plain copy whose samples have lost their XML half.
#pragma once

#include <chrono>

#include "specs/common/errors.hpp"
#include "specs/schema/action.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::specs::reactivate_instances {

namespace values {
inline constexpr std::string_view only_this_action[] = {"ReactivateInstances"};
// Later pages and the SDKs write the second.
inline constexpr std::string_view spellings[] = {"ReactivateInstances", "ReActivateInstances"};
}  // namespace values

// Where the documents are silent or disagree, and so more than one answer is right.
namespace doubt {
inline constexpr std::string_view images_in_a_message =
    "the row's message counts expired images among the expired, the page's prose does not";
}  // namespace doubt

// Why no client can see what some sentences say.
namespace hidden {
inline constexpr std::string_view takes_days =
    "takes days of overdue time, which no fixture can let pass";
inline constexpr std::string_view advice =
    "advice to the caller: it names no answer and no time after which to try again";
}  // namespace hidden

namespace e2018_11_zh {

// clang-format off
inline constexpr ErrorRow errors[] = {
    {.row =  1, .status = 403, .code = "IncorrectInstanceStatus",
     .message = "The current status of the resource does not support this operation."},
    {.row =  2, .status = 403, .code = "InstanceLockedForSecurity",
     .message = "The specified operation is denied as your instance is locked for security "
                "reasons."},
    {.row =  3, .status = 403, .code = "InsufficientBalance",
     .message = "Your account does not have enough balance."},
    {.row =  4, .status = 403, .code = "ReactivateInstances.InstanceStatusNotValid",
     .message = "Instance status is not Expired, ImageExpired or EcsAndImageExpired."},
    {.row =  5, .status = 404, .code = "InvalidInstanceId.NotFound",
     .message = "The specified InstanceId does not exist."},
    {.row =  6, .status = 404, .code = "InvalidPayType.NotSupport",
     .message = "The specified pre pay instance not support."},
    {.row =  7, .status = 500, .code = "InternalError",
     .message = "The request processing has failed due to some unknown error."},
};
static_assert(in_page_order(errors));

inline constexpr ParameterSpec parameters[] = {
    {.row = 1, .name = "Action", .type = ValueType::string, .presence = Presence::required,
     .allowed = values::only_this_action, .default_value = "", .sample = ""},
    {.row = 2, .name = "InstanceId", .type = ValueType::string, .presence = Presence::required,
     .allowed = {}, .default_value = "", .sample = ""},
};
static_assert(in_page_order(parameters));

inline constexpr Clause clauses[] = {
    {.number = 1,
     .says = "reactivates a pay-as-you-go instance that is expired or overdue and being recycled"},
    {.number = 2,
     .says = "the instance must be Expired (Stopped) or Overdue and Being Recycled (Stopped)"},
    {.number = 3,
     .says = "settle and reactivate within 15 days of the overdue stop, or data are lost"},
    {.number = 4, .says = "a VPC instance that cannot be reactivated may be reactivated later"},
    {.number = 5, .says = "after an accepted call the instance is Starting"},
    {.number = 6, .says = "OperationLocks of the instance must not hold the reason security"},
    {.number = 7, .says = "the answer holds the common response parameters only"},
    {.number = 8,
     .says = "InsufficientBalance: the account has unpaid orders, to be settled first"},
    {.number = 9, .says = "InvalidPayType.NotSupport: pay-as-you-go instances only"},
};
static_assert(in_page_order(clauses));

inline constexpr Sample samples[] = {
    {.kind = Sample::Kind::request, .root = "",
     .query = "Action=ReactivateInstances&InstanceId=i-instance1", .request_id = ""},
    {.kind = Sample::Kind::xml_answer, .root = "ReactivateInstancesResponse", .query = "",
     .request_id = "51AB7717-6E1A-4D1D-A44D-54CBxxxxxxxx"},
    {.kind = Sample::Kind::json_answer, .root = "", .query = "",
     .request_id = "51AB7717-6E1A-4D1D-A44D-54CBxxxxxxxx"},
};
// clang-format on

// The clauses by name, for citing them.
namespace clause {
inline constexpr int purpose = 1;
inline constexpr int precondition = 2;
inline constexpr int fifteen_days = 3;
inline constexpr int retry_later = 4;
inline constexpr int resulting_status = 5;
inline constexpr int security_lock = 6;
inline constexpr int common_response = 7;
inline constexpr int unpaid_bills = 8;
inline constexpr int pay_type = 9;
}  // namespace clause

inline constexpr Page page{
    .document = 0,
    .action = "ReactivateInstances",
    .edition = "2018-11 zh",
    .language = Language::zh,
    .date = std::chrono::year{2018} / std::chrono::November / 19,
    .parameters = parameters,
    .responses = {},
    .errors = errors,
    .clauses = clauses,
    .samples = samples,
    .form = Form::markdown,
};

// Places on this page.
consteval Citation row(int n) { return cite_row(page, n); }
consteval Citation sentence(int n) { return cite_clause(page, n); }

// An instance that is not expired, or not Stopped, fits two rows of the page, and later pages print
// the second one with another code and status.
inline constexpr DocumentedAnswer not_valid{row(4), sentence(clause::precondition)};
inline constexpr DocumentedAnswer not_valid_later{
    common_row(common::errors::reopen_status_not_valid), sentence(clause::precondition)};
inline constexpr DocumentedAnswer wrong_status{row(1), sentence(clause::precondition)};
inline constexpr DocumentedAnswer wrong_status_live{
    common_row(common::errors::incorrect_instance_status_live), row(1)};

// When a call is refused, and with which rows. To say of an instance with an expired image that it
// "is not ImageExpired" would contradict itself.
// clang-format off
inline constexpr Precondition preconditions[] = {
    {.reason = RefusalReason::unknown_instance,
     .when = When{.addressee = Addressee::unknown},
     .answers = Alternatives{DocumentedAnswer{row(5), common_row(common::errors::invalid_instance_id_not_found)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
    {.reason = RefusalReason::pay_type,
     .when = When{.charge_type = ChargeType::pre_paid},
     .answers = Alternatives{DocumentedAnswer{row(6), sentence(clause::pay_type)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
    {.reason = RefusalReason::security_lock,
     .when = When{.any_of = ConditionSet{Condition::security_lock}},
     .answers = Alternatives{DocumentedAnswer{row(2), sentence(clause::security_lock)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
    {.reason = RefusalReason::wrong_status,
     .when = When{.status = StatusSet{InstanceStatus::pending, InstanceStatus::starting, InstanceStatus::running, InstanceStatus::stopping}},
     .answers = Alternatives{not_valid, not_valid_later, wrong_status, wrong_status_live},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
    {.reason = RefusalReason::not_expired,
     .when = When{.none_of = conditions_about(Concern::expiry)},
     .answers = Alternatives{not_valid, not_valid_later, wrong_status, wrong_status_live},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
    {.reason = RefusalReason::wrong_status,
     .when = When{.any_of = expired_images},
     .answers = Alternatives{wrong_status, wrong_status_live},
     .certainty = Certainty::perhaps, .dry_run = DryRunCheck::no_dry_run,
     .because = doubt::images_in_a_message},
    {.reason = RefusalReason::insufficient_balance,
     .when = When{.any_of = ConditionSet{Condition::insufficient_balance}},
     .answers = Alternatives{DocumentedAnswer{row(3), sentence(clause::unpaid_bills)},
                 DocumentedAnswer{common_row(common::errors::insufficient_balance), row(3)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
    {.reason = RefusalReason::service_fails,
     .when = When{.any_of = conditions_about(Concern::service)},
     .answers = Alternatives{DocumentedAnswer{row(7)},
                 DocumentedAnswer{common_row(common::errors::internal_error), row(7)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
};
// clang-format on

inline constexpr Citation outcome[] = {sentence(clause::purpose),
                                       sentence(clause::resulting_status)};

inline constexpr Unseen unseen[] = {
    {sentence(clause::fifteen_days), hidden::takes_days},
    {sentence(clause::retry_later), hidden::advice},
};

inline constexpr ActionEdition edition{.page = &page,
                                       .precondition = sentence(clause::precondition),
                                       .outcome = outcome,
                                       .preconditions = preconditions,
                                       .flag_effects = std::span<const FlagEffect>{},
                                       .dry_run = nullptr,
                                       .unseen = unseen};

}  // namespace e2018_11_zh

namespace e2018_11_en {

// clang-format off
inline constexpr ErrorRow errors[] = {
    {.row =  1, .status = 403, .code = "IncorrectInstanceStatus",
     .message = "The current status of the resource does not support this operation."},
    {.row =  2, .status = 403, .code = "InstanceLockedForSecurity",
     .message = "The specified operation is denied as your instance is locked for security "
                "reasons."},
    {.row =  3, .status = 403, .code = "InsufficientBalance",
     .message = "Your account does not have enough balance."},
    {.row =  4, .status = 403, .code = "ReactivateInstances.InstanceStatusNotValid",
     .message = "Instance status is not Expired, ImageExpired or EcsAndImageExpired."},
    {.row =  5, .status = 404, .code = "InvalidInstanceId.NotFound",
     .message = "The specified InstanceId does not exist."},
    {.row =  6, .status = 404, .code = "InvalidPayType.NotSupport",
     .message = "The specified pre pay instance not support."},
    {.row =  7, .status = 500, .code = "InternalError",
     .message = "The request processing has failed due to some unknown error."},
};
static_assert(in_page_order(errors));

inline constexpr ParameterSpec parameters[] = {
    {.row = 1, .name = "Action", .type = ValueType::string, .presence = Presence::required,
     .allowed = values::only_this_action, .default_value = "", .sample = ""},
    {.row = 2, .name = "InstanceId", .type = ValueType::string, .presence = Presence::required,
     .allowed = {}, .default_value = "", .sample = ""},
};
static_assert(in_page_order(parameters));

inline constexpr Clause clauses[] = {
    {.number = 1,
     .says = "reactivates a pay-as-you-go instance that overdue payments have stopped"},
    {.number = 2,
     .says = "the instance must be Expired (Stopped) or Overdue and Being Recycled (Stopped)"},
    {.number = 3, .says = "settle and reactivate within 15 days of the overdue stop"},
    {.number = 4, .says = "past the 15 days the instance is released and its data is lost"},
    {.number = 5, .says = "a VPC instance that cannot be reactivated may be reactivated later"},
    {.number = 6, .says = "after an accepted call the instance is Starting"},
    {.number = 7, .says = "OperationLocks of the instance must not hold the reason security"},
    {.number = 8, .says = "the answer holds the common response parameters only"},
    {.number = 9, .says = "InsufficientBalance: the account has unpaid bills, to be paid first"},
    {.number = 10, .says = "InvalidPayType.NotSupport: pay-as-you-go instances only"},
};
static_assert(in_page_order(clauses));

inline constexpr Sample samples[] = {
    {.kind = Sample::Kind::request, .root = "", .query = "", .request_id = ""},
    {.kind = Sample::Kind::json_answer, .root = "", .query = "",
     .request_id = "51AB7717-6E1A-4D1D-A44D-54CBxxxxxxxx"},
};
// clang-format on

// The clauses by name, for citing them.
namespace clause {
inline constexpr int purpose = 1;
inline constexpr int precondition = 2;
inline constexpr int fifteen_days = 3;
inline constexpr int released_after = 4;
inline constexpr int retry_later = 5;
inline constexpr int resulting_status = 6;
inline constexpr int security_lock = 7;
inline constexpr int common_response = 8;
inline constexpr int unpaid_bills = 9;
inline constexpr int pay_type = 10;
}  // namespace clause

inline constexpr Page page{
    .document = 1,
    .action = "ReactivateInstances",
    .edition = "2018-11 en",
    .language = Language::en,
    .date = std::chrono::year{2018} / std::chrono::November / 19,
    .parameters = parameters,
    .responses = {},
    .errors = errors,
    .clauses = clauses,
    .samples = samples,
    .form = Form::plain,
};

// Places on this page.
consteval Citation row(int n) { return cite_row(page, n); }
consteval Citation sentence(int n) { return cite_clause(page, n); }

// An instance that is not expired, or not Stopped, fits two rows of the page, and later pages print
// the second one with another code and status.
inline constexpr DocumentedAnswer not_valid{row(4), sentence(clause::precondition)};
inline constexpr DocumentedAnswer not_valid_later{
    common_row(common::errors::reopen_status_not_valid), sentence(clause::precondition)};
inline constexpr DocumentedAnswer wrong_status{row(1), sentence(clause::precondition)};
inline constexpr DocumentedAnswer wrong_status_live{
    common_row(common::errors::incorrect_instance_status_live), row(1)};

// When a call is refused, and with which rows. To say of an instance with an expired image that it
// "is not ImageExpired" would contradict itself.
// clang-format off
inline constexpr Precondition preconditions[] = {
    {.reason = RefusalReason::unknown_instance,
     .when = When{.addressee = Addressee::unknown},
     .answers = Alternatives{DocumentedAnswer{row(5), common_row(common::errors::invalid_instance_id_not_found)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
    {.reason = RefusalReason::pay_type,
     .when = When{.charge_type = ChargeType::pre_paid},
     .answers = Alternatives{DocumentedAnswer{row(6), sentence(clause::pay_type)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
    {.reason = RefusalReason::security_lock,
     .when = When{.any_of = ConditionSet{Condition::security_lock}},
     .answers = Alternatives{DocumentedAnswer{row(2), sentence(clause::security_lock)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
    {.reason = RefusalReason::wrong_status,
     .when = When{.status = StatusSet{InstanceStatus::pending, InstanceStatus::starting, InstanceStatus::running, InstanceStatus::stopping}},
     .answers = Alternatives{not_valid, not_valid_later, wrong_status, wrong_status_live},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
    {.reason = RefusalReason::not_expired,
     .when = When{.none_of = conditions_about(Concern::expiry)},
     .answers = Alternatives{not_valid, not_valid_later, wrong_status, wrong_status_live},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
    {.reason = RefusalReason::wrong_status,
     .when = When{.any_of = expired_images},
     .answers = Alternatives{wrong_status, wrong_status_live},
     .certainty = Certainty::perhaps, .dry_run = DryRunCheck::no_dry_run,
     .because = doubt::images_in_a_message},
    {.reason = RefusalReason::insufficient_balance,
     .when = When{.any_of = ConditionSet{Condition::insufficient_balance}},
     .answers = Alternatives{DocumentedAnswer{row(3), sentence(clause::unpaid_bills)},
                 DocumentedAnswer{common_row(common::errors::insufficient_balance), row(3)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
    {.reason = RefusalReason::service_fails,
     .when = When{.any_of = conditions_about(Concern::service)},
     .answers = Alternatives{DocumentedAnswer{row(7)},
                 DocumentedAnswer{common_row(common::errors::internal_error), row(7)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
};
// clang-format on

inline constexpr Citation outcome[] = {sentence(clause::purpose),
                                       sentence(clause::resulting_status)};

inline constexpr Unseen unseen[] = {
    {sentence(clause::fifteen_days), hidden::takes_days},
    {sentence(clause::released_after), hidden::takes_days},
    {sentence(clause::retry_later), hidden::advice},
};

inline constexpr ActionEdition edition{.page = &page,
                                       .precondition = sentence(clause::precondition),
                                       .outcome = outcome,
                                       .preconditions = preconditions,
                                       .flag_effects = std::span<const FlagEffect>{},
                                       .dry_run = nullptr,
                                       .unseen = unseen};

}  // namespace e2018_11_en

inline constexpr ActionEdition editions[] = {e2018_11_zh::edition, e2018_11_en::edition};

// That a reactivated instance is no longer expired follows; of its image no page says so.
inline constexpr Action action{
    .name = values::spellings[0],
    .spellings = values::spellings,
    .instances = InstanceParameter{"InstanceId", InstanceParameter::Form::one},
    .editions = editions,
    .transition = Transition{InstanceStatus::stopped, StatusSet{InstanceStatus::starting},
                             InstanceStatus::running},
    .accepted_under = ConditionSet{Condition::expired},
    .relief = Relief{.surely = ConditionSet{Condition::expired, Condition::overdue_recycling},
                     .perhaps = expired_images}};

}  // namespace hallmark::specs::reactivate_instances
