// SPDX-License-Identifier: Apache-2.0
//
// StartInstance, as its reference page describes it: one table per edition, in the page's order.
// Note the InstanceNotReady rows: 500 without and 403 with the final full stop.
#pragma once

#include <chrono>

#include "specs/common/errors.hpp"
#include "specs/schema/action.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::specs::start_instance {

namespace values {
inline constexpr std::string_view only_this_action[] = {"StartInstance"};
inline constexpr std::string_view true_or_false[] = {"true", "false"};
}  // namespace values

// Where the documents are silent or disagree, and so more than one answer is right.
namespace doubt {
inline constexpr std::string_view pending_may_start =
    "the page asks for Stopped, the page on instance states of 2020-12 lets Pending start";
inline constexpr std::string_view no_row_for_recycling =
    "no row names this condition: expired, or in a status that does not allow it";
inline constexpr std::string_view images_unsaid =
    "the pages of StartInstance do not speak of expired images";
}  // namespace doubt

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

// Places on this page.
consteval Citation row(int n) { return cite_row(page, n); }
consteval Citation sentence(int n) { return cite_clause(page, n); }

// The row on the status, with its fixed text and with a text of the endpoint's own.
inline constexpr DocumentedAnswer wrong_status{row(1), sentence(clause::precondition)};
inline constexpr DocumentedAnswer wrong_status_free_text{row(6)};

// When a call is refused, and with which rows. An instance that cannot be reached
// (InstanceNotReady, 500) and the first text of InternalError are not on this page.
// clang-format off
inline constexpr Precondition preconditions[] = {
    {.reason = RefusalReason::wrong_status,
     .when = When{.status = StatusSet{InstanceStatus::starting, InstanceStatus::running, InstanceStatus::stopping}},
     .answers = Alternatives{wrong_status, wrong_status_free_text},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
    {.reason = RefusalReason::wrong_status,
     .when = When{.status = StatusSet{InstanceStatus::pending}},
     .answers = Alternatives{wrong_status, wrong_status_free_text},
     .certainty = Certainty::perhaps, .dry_run = DryRunCheck::no_dry_run,
     .because = doubt::pending_may_start},
    {.reason = RefusalReason::security_lock,
     .when = When{.any_of = ConditionSet{Condition::security_lock}},
     .answers = Alternatives{},
     .sentence = {sentence(clause::security_lock)},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
    {.reason = RefusalReason::pre_paid_expired,
     .when = When{.any_of = ConditionSet{Condition::pre_paid_expired}},
     .answers = Alternatives{DocumentedAnswer{row(4)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
    {.reason = RefusalReason::post_paid_expired,
     .when = When{.any_of = ConditionSet{Condition::expired}},
     .answers = Alternatives{DocumentedAnswer{row(3)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
    {.reason = RefusalReason::post_paid_expired,
     .when = When{.any_of = ConditionSet{Condition::overdue_recycling}},
     .answers = Alternatives{DocumentedAnswer{row(3)}, wrong_status, wrong_status_free_text},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run,
     .because = doubt::no_row_for_recycling},
    {.reason = RefusalReason::post_paid_expired,
     .when = When{.any_of = expired_images},
     .answers = Alternatives{DocumentedAnswer{row(3)}, wrong_status, wrong_status_free_text},
     .certainty = Certainty::perhaps, .dry_run = DryRunCheck::no_dry_run,
     .because = doubt::images_unsaid},
    {.reason = RefusalReason::pre_paid_expired,
     .when = When{.charge_type = ChargeType::pre_paid, .any_of = expired_images},
     .answers = Alternatives{DocumentedAnswer{row(4)}},
     .certainty = Certainty::perhaps, .dry_run = DryRunCheck::no_dry_run,
     .because = doubt::images_unsaid},
    {.reason = RefusalReason::not_ready,
     .when = When{.any_of = ConditionSet{Condition::not_ready}},
     .answers = Alternatives{DocumentedAnswer{row(5)},
                 DocumentedAnswer{common_row(common::errors::instance_not_ready_2019_en), row(5)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
    {.reason = RefusalReason::service_fails,
     .when = When{.any_of = ConditionSet{Condition::service_failure}},
     .answers = Alternatives{DocumentedAnswer{row(8)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
    {.reason = RefusalReason::disk,
     .when = When{.any_of = ConditionSet{Condition::disk_incorrect_status}},
     .answers = Alternatives{DocumentedAnswer{row(2)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
    {.reason = RefusalReason::kms,
     .when = When{.any_of = ConditionSet{Condition::kms_unauthorized}},
     .answers = Alternatives{DocumentedAnswer{row(7)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::no_dry_run},
};
// clang-format on

// What InitLocalDisk does to the data on local disks.
inline constexpr FlagEffect flag_effects[] = {
    {.when = When{.all_of = ConditionSet{Condition::local_disk, Condition::local_disk_failed},
                  .flags_on = FlagSet{BooleanParameter::init_local_disk}},
     .local_disk = LocalDiskData::lost,
     .sentences = {sentence(clause::local_disk_reset), sentence(clause::local_disk_failed),
                   sentence(clause::local_disk_families)},
     .certainty = Certainty::surely},
    // Of a healthy disk the page does not speak.
    {.when = When{.all_of = ConditionSet{Condition::local_disk},
                  .none_of = ConditionSet{Condition::local_disk_failed},
                  .flags_on = FlagSet{BooleanParameter::init_local_disk}},
     .local_disk = LocalDiskData::lost,
     .sentences = {sentence(clause::local_disk_reset), sentence(clause::local_disk_families)},
     .certainty = Certainty::perhaps},
    {.when = When{.all_of = ConditionSet{Condition::local_disk, Condition::local_disk_failed},
                  .flags_off = FlagSet{BooleanParameter::init_local_disk}},
     .local_disk = LocalDiskData::kept,
     .sentences = {sentence(clause::local_disk_kept), sentence(clause::local_disk_failed),
                   sentence(clause::local_disk_families)},
     .certainty = Certainty::surely},
    {.when = When{.all_of = ConditionSet{Condition::local_disk},
                  .none_of = ConditionSet{Condition::local_disk_failed},
                  .flags_off = FlagSet{BooleanParameter::init_local_disk}},
     .local_disk = LocalDiskData::kept,
     .sentences = {sentence(clause::local_disk_kept), sentence(clause::local_disk_families)},
     .certainty = Certainty::surely},
};

inline constexpr Citation outcome[] = {sentence(clause::purpose),
                                       sentence(clause::resulting_status)};

inline constexpr ActionEdition edition{.page = &page,
                                       .precondition = sentence(clause::precondition),
                                       .outcome = outcome,
                                       .preconditions = preconditions,
                                       .flag_effects = flag_effects,
                                       .dry_run = nullptr};

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

// Places on this page.
consteval Citation row(int n) { return cite_row(page, n); }
consteval Citation sentence(int n) { return cite_clause(page, n); }

// The row on the status, with its fixed text and with a text of the endpoint's own.
inline constexpr DocumentedAnswer wrong_status{row(2), sentence(clause::precondition)};
inline constexpr DocumentedAnswer wrong_status_free_text{row(14)};

// When a call is refused, and with which rows.
// clang-format off
inline constexpr Precondition preconditions[] = {
    {.reason = RefusalReason::unknown_instance,
     .when = When{.addressee = Addressee::unknown},
     .answers = Alternatives{DocumentedAnswer{row(1), common_row(common::errors::invalid_instance_id_not_found)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::perhaps},
    {.reason = RefusalReason::wrong_status,
     .when = When{.status = StatusSet{InstanceStatus::starting, InstanceStatus::running, InstanceStatus::stopping}},
     .answers = Alternatives{wrong_status, wrong_status_free_text},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::perhaps},
    {.reason = RefusalReason::wrong_status,
     .when = When{.status = StatusSet{InstanceStatus::pending}},
     .answers = Alternatives{wrong_status, wrong_status_free_text},
     .certainty = Certainty::perhaps, .dry_run = DryRunCheck::perhaps,
     .because = doubt::pending_may_start},
    {.reason = RefusalReason::security_lock,
     .when = When{.any_of = ConditionSet{Condition::security_lock}},
     .answers = Alternatives{DocumentedAnswer{row(3), sentence(clause::security_lock)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::perhaps},
    {.reason = RefusalReason::pre_paid_expired,
     .when = When{.any_of = ConditionSet{Condition::pre_paid_expired}},
     .answers = Alternatives{DocumentedAnswer{row(9)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::perhaps},
    {.reason = RefusalReason::post_paid_expired,
     .when = When{.any_of = ConditionSet{Condition::expired}},
     .answers = Alternatives{DocumentedAnswer{row(8)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::perhaps},
    {.reason = RefusalReason::post_paid_expired,
     .when = When{.any_of = ConditionSet{Condition::overdue_recycling}},
     .answers = Alternatives{DocumentedAnswer{row(8)}, wrong_status, wrong_status_free_text},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::perhaps,
     .because = doubt::no_row_for_recycling},
    {.reason = RefusalReason::post_paid_expired,
     .when = When{.any_of = expired_images},
     .answers = Alternatives{DocumentedAnswer{row(8)}, wrong_status, wrong_status_free_text},
     .certainty = Certainty::perhaps, .dry_run = DryRunCheck::perhaps,
     .because = doubt::images_unsaid},
    {.reason = RefusalReason::pre_paid_expired,
     .when = When{.charge_type = ChargeType::pre_paid, .any_of = expired_images},
     .answers = Alternatives{DocumentedAnswer{row(9)}},
     .certainty = Certainty::perhaps, .dry_run = DryRunCheck::perhaps,
     .because = doubt::images_unsaid},
    {.reason = RefusalReason::insufficient_balance,
     .when = When{.any_of = ConditionSet{Condition::insufficient_balance}},
     .answers = Alternatives{DocumentedAnswer{row(4)},
                 DocumentedAnswer{common_row(common::errors::insufficient_balance), row(4)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::perhaps},
    {.reason = RefusalReason::not_ready,
     .when = When{.any_of = ConditionSet{Condition::not_ready, Condition::unreachable}},
     .answers = Alternatives{DocumentedAnswer{row(10)}, DocumentedAnswer{row(5)},
                 DocumentedAnswer{common_row(common::errors::instance_not_ready_2019_en), row(10)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::perhaps},
    {.reason = RefusalReason::service_fails,
     .when = When{.any_of = conditions_about(Concern::service)},
     .answers = Alternatives{DocumentedAnswer{row(6)}, DocumentedAnswer{row(16)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::perhaps},
    {.reason = RefusalReason::disk,
     .when = When{.any_of = ConditionSet{Condition::disk_incorrect_status}},
     .answers = Alternatives{DocumentedAnswer{row(7)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::perhaps},
    {.reason = RefusalReason::disk,
     .when = When{.any_of = ConditionSet{Condition::disk_in_arrears}},
     .answers = Alternatives{DocumentedAnswer{row(11)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::perhaps},
    {.reason = RefusalReason::stock,
     .when = When{.any_of = ConditionSet{Condition::no_stock}},
     .answers = Alternatives{DocumentedAnswer{row(12)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::perhaps},
    {.reason = RefusalReason::spot_price,
     .when = When{.any_of = ConditionSet{Condition::spot_price_low}},
     .answers = Alternatives{DocumentedAnswer{row(13)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::perhaps},
    {.reason = RefusalReason::kms,
     .when = When{.any_of = ConditionSet{Condition::kms_unauthorized}},
     .answers = Alternatives{DocumentedAnswer{row(15)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::perhaps},
    {.reason = RefusalReason::quota,
     .when = When{.any_of = ConditionSet{Condition::quota_type}},
     .answers = Alternatives{DocumentedAnswer{row(17)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::perhaps},
    {.reason = RefusalReason::quota,
     .when = When{.any_of = ConditionSet{Condition::quota_instances}},
     .answers = Alternatives{DocumentedAnswer{row(18)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::perhaps},
    {.reason = RefusalReason::quota,
     .when = When{.any_of = ConditionSet{Condition::quota_vcpus}},
     .answers = Alternatives{DocumentedAnswer{row(19)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::perhaps},
    {.reason = RefusalReason::quota,
     .when = When{.any_of = ConditionSet{Condition::quota_instances_or_vcpus}},
     .answers = Alternatives{DocumentedAnswer{row(20)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::perhaps},
};
// clang-format on

// What InitLocalDisk does to the data on local disks.
inline constexpr FlagEffect flag_effects[] = {
    {.when = When{.all_of = ConditionSet{Condition::local_disk, Condition::local_disk_failed},
                  .flags_on = FlagSet{BooleanParameter::init_local_disk}},
     .local_disk = LocalDiskData::lost,
     .sentences = {sentence(clause::local_disk_reset), sentence(clause::local_disk_failed),
                   sentence(clause::local_disk_families)},
     .certainty = Certainty::surely},
    // Of a healthy disk the page does not speak.
    {.when = When{.all_of = ConditionSet{Condition::local_disk},
                  .none_of = ConditionSet{Condition::local_disk_failed},
                  .flags_on = FlagSet{BooleanParameter::init_local_disk}},
     .local_disk = LocalDiskData::lost,
     .sentences = {sentence(clause::local_disk_reset), sentence(clause::local_disk_families)},
     .certainty = Certainty::perhaps},
    {.when = When{.all_of = ConditionSet{Condition::local_disk, Condition::local_disk_failed},
                  .flags_off = FlagSet{BooleanParameter::init_local_disk}},
     .local_disk = LocalDiskData::kept,
     .sentences = {sentence(clause::local_disk_kept), sentence(clause::local_disk_failed),
                   sentence(clause::local_disk_families)},
     .certainty = Certainty::surely},
    {.when = When{.all_of = ConditionSet{Condition::local_disk},
                  .none_of = ConditionSet{Condition::local_disk_failed},
                  .flags_off = FlagSet{BooleanParameter::init_local_disk}},
     .local_disk = LocalDiskData::kept,
     .sentences = {sentence(clause::local_disk_kept), sentence(clause::local_disk_families)},
     .certainty = Certainty::surely},
};

inline constexpr DryRunSentences dry_run{
    .parameter = cite_parameter(page, "DryRun"),
    .not_executed = sentence(clause::dry_run_not_executed),
    .checks = sentence(clause::dry_run_checks),
    .failed = sentence(clause::dry_run_failed),
    .passed = DocumentedAnswer{common_row(common::errors::dry_run_operation),
                               sentence(clause::dry_run_passed)},
    .off = sentence(clause::dry_run_off)};

inline constexpr Citation outcome[] = {sentence(clause::resulting_status)};

inline constexpr ActionEdition edition{.page = &page,
                                       .precondition = sentence(clause::precondition),
                                       .outcome = outcome,
                                       .preconditions = preconditions,
                                       .flag_effects = flag_effects,
                                       .dry_run = &dry_run};

}  // namespace e2020_10

inline constexpr ActionEdition editions[] = {e2020_10::edition, e2019_05::edition};

inline constexpr Action action{
    .name = values::only_this_action[0],
    .spellings = values::only_this_action,
    .instances = InstanceParameter{"InstanceId", InstanceParameter::Form::one},
    .editions = editions,
    .transition = Transition{InstanceStatus::stopped, StatusSet{InstanceStatus::starting},
                             InstanceStatus::running},
    .accepted_under = ConditionSet{},
    .relief = Relief{}};

}  // namespace hallmark::specs::start_instance
