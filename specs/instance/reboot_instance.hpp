// SPDX-License-Identifier: Apache-2.0
//
// RebootInstance, as its reference page describes it, in the page's order.
// The page speaks of "not creating" under DryRun; what it means is that nothing is restarted.
#pragma once

#include <chrono>

#include "specs/common/errors.hpp"
#include "specs/schema/action.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::specs::reboot_instance {

namespace values {
inline constexpr std::string_view only_this_action[] = {"RebootInstance"};
inline constexpr std::string_view true_or_false[] = {"true", "false"};
}  // namespace values

// Where the documents are silent, and so more than one answer is right.
namespace doubt {
inline constexpr std::string_view images_unsaid =
    "the page of RebootInstance does not speak of expired images";
}  // namespace doubt

namespace e2019_04 {

// clang-format off
inline constexpr ErrorRow errors[] = {
    {.row =  1, .status = 404, .code = "InvalidInstanceId.NotFound",
     .message = "The specified InstanceId does not exist."},
    {.row =  2, .status = 403, .code = "IncorrectInstanceStatus",
     .message = "The current status of the resource does not support this operation."},
    {.row =  3, .status = 403, .code = "InstanceLockedForSecurity",
     .message = "The specified operation is denied as your instance is locked for security "
                "reasons."},
    {.row =  4, .status = 403, .code = "DiskError",
     .message = "IncorrectDiskStatus."},
    {.row =  5, .status = 500, .code = "InternalError",
     .message = "The request processing has failed due to some unknown error."},
    {.row =  6, .status = 403, .code = "InstanceExpiredOrInArrears",
     .message = "The specified operation is denied as your prepay instance is expired (prepay "
                "mode) or in arrears (afterpay mode)."},
    {.row =  7, .status = 403, .code = "IncorrectInstanceStatus",
     .message = "%s"},
    {.row =  8, .status = 403, .code = "InvalidParameter.KMSKeyId.KMSUnauthorized",
     .message = "ECS service have no right to access your KMS."},
    {.row =  9, .status = 500, .code = "InternalError",
     .message = "The request processing has failed due to some unknown error, exception or "
                "failure."},
};
static_assert(in_page_order(errors));

inline constexpr ParameterSpec parameters[] = {
    {.row = 1, .name = "InstanceId", .type = ValueType::string, .presence = Presence::required,
     .allowed = {}, .default_value = "", .sample = "i-instance1"},
    {.row = 2, .name = "Action", .type = ValueType::string, .presence = Presence::optional,
     .allowed = values::only_this_action, .default_value = "", .sample = "RebootInstance"},
    {.row = 3, .name = "DryRun", .type = ValueType::boolean, .presence = Presence::optional,
     .allowed = values::true_or_false, .default_value = "false", .sample = "false"},
    {.row = 4, .name = "ForceStop", .type = ValueType::boolean, .presence = Presence::optional,
     .allowed = values::true_or_false, .default_value = "false", .sample = "false"},
};
static_assert(in_page_order(parameters));

inline constexpr ResponseSpec responses[] = {
    {.row = 1, .name = "RequestId", .type = ValueType::string,
     .sample = "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"},
};
static_assert(in_page_order(responses));

inline constexpr Clause clauses[] = {
    {.number = 1, .says = "one call restarts one instance"},
    {.number = 2, .says = "the instance must be Running"},
    {.number = 3, .says = "after an accepted call the instance is Starting"},
    {.number = 4,
     .says = "ForceStop restarts by force, as a power cut: unwritten data may be lost"},
    {.number = 5,
     .says = "an instance whose OperationLocks hold the reason security is not restarted"},
    {.number = 6,
     .says = "DryRun=true: the request is checked and not carried out (page: \"not created\")"},
    {.number = 7,
     .says = "DryRun checks required parameters, request format, service limits and stock"},
    {.number = 8, .says = "a dry run that fails a check answers with that error"},
    {.number = 9, .says = "a dry run that passes answers with the error code DryRunOperation"},
    {.number = 10, .says = "DryRun=false, the default: checked, then restarted"},
    {.number = 11, .says = "ForceStop=true: stopped by force before the restart"},
    {.number = 12, .says = "ForceStop=false, the default: stopped gracefully before the restart"},
};
static_assert(in_page_order(clauses));

inline constexpr Sample samples[] = {
    {.kind = Sample::Kind::request, .root = "",
     .query = "Action=RebootInstance&InstanceId=i-instance1&ForceStop=false", .request_id = ""},
    {.kind = Sample::Kind::xml_answer, .root = "RebootInstanceResponse", .query = "",
     .request_id = "F2E2C40D-AB09-45A1-B5C5-EB9F5C4E4E4A"},
    {.kind = Sample::Kind::json_answer, .root = "", .query = "",
     .request_id = "F2E2C40D-AB09-45A1-B5C5-EB9F5C4E4E4A"},
};
// clang-format on

// The clauses by name, for citing them.
namespace clause {
inline constexpr int purpose = 1;
inline constexpr int precondition = 2;
inline constexpr int resulting_status = 3;
inline constexpr int forced_stop = 4;
inline constexpr int security_lock = 5;
inline constexpr int dry_run_not_executed = 6;
inline constexpr int dry_run_checks = 7;
inline constexpr int dry_run_failed = 8;
inline constexpr int dry_run_passed = 9;
inline constexpr int dry_run_off = 10;
inline constexpr int force_stop_on = 11;
inline constexpr int force_stop_off = 12;
}  // namespace clause

inline constexpr Page page{
    .document = 2,
    .action = "RebootInstance",
    .edition = "2019-04",
    .language = Language::zh,
    .date = std::chrono::year{2019} / std::chrono::April / 26,
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
inline constexpr DocumentedAnswer wrong_status{row(2), sentence(clause::precondition)};
inline constexpr DocumentedAnswer wrong_status_free_text{row(7)};

// When a call is refused, and with which rows. An expired instance is Stopped, so that the row on
// the status fits it as well. Of a dry run the page says that it checks the limits of the service,
// which the status, a lock and an expiry are.
// clang-format off
inline constexpr Precondition preconditions[] = {
    {.reason = RefusalReason::unknown_instance,
     .when = When{.addressee = Addressee::unknown},
     .answers = Alternatives{DocumentedAnswer{row(1), common_row(common::errors::invalid_instance_id_not_found)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::surely},
    {.reason = RefusalReason::wrong_status,
     .when = When{.status = StatusSet{InstanceStatus::pending, InstanceStatus::starting, InstanceStatus::stopping, InstanceStatus::stopped}},
     .answers = Alternatives{wrong_status, wrong_status_free_text},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::surely},
    {.reason = RefusalReason::security_lock,
     .when = When{.any_of = ConditionSet{Condition::security_lock}},
     .answers = Alternatives{DocumentedAnswer{row(3), sentence(clause::security_lock)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::surely},
    {.reason = RefusalReason::pre_paid_expired,
     .when = When{.any_of = ConditionSet{Condition::pre_paid_expired}},
     .answers = Alternatives{DocumentedAnswer{row(6)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::surely},
    {.reason = RefusalReason::post_paid_expired,
     .when = When{.any_of = ConditionSet{Condition::expired, Condition::overdue_recycling}},
     .answers = Alternatives{DocumentedAnswer{row(6)}, wrong_status, wrong_status_free_text},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::surely},
    {.reason = RefusalReason::post_paid_expired,
     .when = When{.any_of = expired_images},
     .answers = Alternatives{DocumentedAnswer{row(6)}, wrong_status, wrong_status_free_text},
     .certainty = Certainty::perhaps, .dry_run = DryRunCheck::perhaps,
     .because = doubt::images_unsaid},
    {.reason = RefusalReason::service_fails,
     .when = When{.any_of = conditions_about(Concern::service)},
     .answers = Alternatives{DocumentedAnswer{row(5)}, DocumentedAnswer{row(9)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::perhaps},
    {.reason = RefusalReason::disk,
     .when = When{.any_of = ConditionSet{Condition::disk_incorrect_status}},
     .answers = Alternatives{DocumentedAnswer{row(4)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::perhaps},
    {.reason = RefusalReason::kms,
     .when = When{.any_of = ConditionSet{Condition::kms_unauthorized}},
     .answers = Alternatives{DocumentedAnswer{row(8)}},
     .certainty = Certainty::surely, .dry_run = DryRunCheck::perhaps},
};
// clang-format on

// How ForceStop has the instance stopped on its way.
inline constexpr FlagEffect flag_effects[] = {
    {.when = When{.flags_on = FlagSet{BooleanParameter::force_stop}},
     .last_stop = LastStop::forced,
     .sentences = {sentence(clause::force_stop_on), sentence(clause::forced_stop)},
     .certainty = Certainty::surely},
    {.when = When{.flags_off = FlagSet{BooleanParameter::force_stop}},
     .last_stop = LastStop::graceful,
     .sentences = {sentence(clause::force_stop_off), sentence(clause::forced_stop)},
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

inline constexpr Citation outcome[] = {sentence(clause::purpose),
                                       sentence(clause::resulting_status)};

inline constexpr ActionEdition edition{.page = &page,
                                       .precondition = sentence(clause::precondition),
                                       .outcome = outcome,
                                       .preconditions = preconditions,
                                       .flag_effects = flag_effects,
                                       .dry_run = &dry_run};

}  // namespace e2019_04

inline constexpr ActionEdition editions[] = {e2019_04::edition};

// Every edition's prose says Starting; the sample of the page on batches shows Stopping.
inline constexpr Action action{
    .name = values::only_this_action[0],
    .spellings = values::only_this_action,
    .instances = InstanceParameter{"InstanceId", InstanceParameter::Form::one},
    .editions = editions,
    .transition = Transition{InstanceStatus::running,
                             StatusSet{InstanceStatus::starting, InstanceStatus::stopping},
                             InstanceStatus::running},
    .accepted_under = ConditionSet{},
    .relief = Relief{}};

}  // namespace hallmark::specs::reboot_instance
