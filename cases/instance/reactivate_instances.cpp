// SPDX-License-Identifier: Apache-2.0
//
// ReactivateInstances, page by page: its error rows, its sample request, and its two spellings.
// Both editions print the same rows, in Chinese and in English.
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "cases/base/answers.hpp"
#include "cases/families.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/instance/outcomes.hpp"
#include "cases/instance/sample_requests.hpp"
#include "specs/common/http.hpp"

namespace hallmark::cases {
namespace {

namespace zh = specs::reactivate_instances::e2018_11_zh;
namespace en = specs::reactivate_instances::e2018_11_en;
namespace common = specs::common::errors;
using specs::InstanceStatus;

consteval specs::Citation zh_row(int n) { return cite_row(zh::page, n); }
consteval specs::Citation en_row(int n) { return cite_row(en::page, n); }
consteval specs::Citation zh_clause(int n) { return cite_clause(zh::page, n); }
consteval specs::Citation en_clause(int n) { return cite_clause(en::page, n); }

// An instance that is not expired, or not Stopped, fits two rows of the page, and later pages print
// the second one with another code and status.
constexpr Alternatives not_to_be_reactivated = {
    Documented{zh_row(4), en_row(4), zh_clause(zh::clause::precondition),
               en_clause(en::clause::precondition)},
    Documented{common_row(common::reopen_status_not_valid), zh_clause(zh::clause::precondition),
               en_clause(en::clause::precondition)},
    Documented{zh_row(1), en_row(1), zh_clause(zh::clause::precondition),
               en_clause(en::clause::precondition)},
    Documented{common_row(common::incorrect_instance_status_live), zh_row(1), en_row(1)}};
constexpr std::string_view several_fit =
    "two rows of the page fit, and later pages print ReopenInstance.InstanceStatusNotValid, 400";

constexpr Alternatives internal_error = {
    Documented{zh_row(7), en_row(7)},
    Documented{common_row(common::internal_error), zh_row(7), en_row(7)}};
constexpr std::string_view two_internal_errors =
    "the page prints one text for InternalError, the common table another";

constexpr DocumentedRefusal refusals[] = {
    {.name = "incorrect-instance-status",
     .reason = Reason::wrong_status,
     .world = {.status = InstanceStatus::running},
     .allowed = not_to_be_reactivated,
     .lenience = several_fit},
    {.name = "instance-locked-for-security",
     .reason = Reason::security_lock,
     .world = {.conditions = ConditionSet{Condition::expired, Condition::security_lock}},
     .allowed = {Documented{zh_row(2), en_row(2), zh_clause(zh::clause::security_lock),
                            en_clause(en::clause::security_lock)}}},
    {.name = "insufficient-balance",
     .reason = Reason::insufficient_balance,
     .world = {.conditions = ConditionSet{Condition::expired, Condition::insufficient_balance}},
     .allowed = {Documented{zh_row(3), en_row(3), zh_clause(zh::clause::unpaid_bills),
                            en_clause(en::clause::unpaid_bills)},
                 Documented{common_row(common::insufficient_balance), zh_row(3), en_row(3)}},
     .lenience = "the page gives InsufficientBalance with 403, the common table with 400"},
    {.name = "instance-status-not-valid",
     .reason = Reason::not_expired,
     .world = {.status = InstanceStatus::stopped},
     .allowed = not_to_be_reactivated,
     .lenience = several_fit},
    {.name = "invalid-instance-id-not-found",
     .reason = Reason::unknown_instance,
     .world = {.conditions = ConditionSet{Condition::expired}},
     .instance_id = unknown_instance_id,
     .allowed = {Documented{zh_row(5), en_row(5),
                            common_row(common::invalid_instance_id_not_found)}}},
    {.name = "invalid-pay-type-not-support",
     .reason = Reason::pay_type,
     .world = {.charge_type = ChargeType::pre_paid,
               .conditions = ConditionSet{Condition::pre_paid_expired}},
     .allowed = {Documented{zh_row(6), en_row(6), zh_clause(zh::clause::pay_type),
                            en_clause(en::clause::pay_type)}}},
    {.name = "internal-error",
     .reason = Reason::service_fails,
     .world = {.conditions = ConditionSet{Condition::expired, Condition::service_error}},
     .allowed = internal_error,
     .lenience = two_internal_errors},
    {.name = "internal-error-exception-or-failure",
     .reason = Reason::service_fails,
     .world = {.conditions = ConditionSet{Condition::expired, Condition::service_failure}},
     .allowed = internal_error,
     .lenience = two_internal_errors},
};

// What an endpoint that knows the other spelling only may say to this one.
constexpr Refusal unknown_action[] = {
    {.status = 404,
     .code = "InvalidAction.NotFound",
     .citation = common_row(common::gateway_action_not_found)},
    {.status = 404,
     .code = "InvalidApi.NotFound",
     .citation = common_row(common::gateway_api_not_found)},
    {.status = 0,
     .code = "InvalidApi.NotFound",
     .citation = common_row(common::gateway_api_not_found)},
    {.status = 403, .code = "InvalidAction", .citation = common_row(common::invalid_action)},
    {.status = 400,
     .code = "InvalidParameter",
     .citation = common_row(common::invalid_action_or_version)},
    {.status = 0,
     .code = "UnsupportedOperation",
     .citation = common_row(common::gateway_unsupported_operation)},
};

struct Spelling {
  std::string_view name;
  std::string_view action;
};

constexpr std::array<Spelling, 2> spellings = {{
    {.name = "small-a", .action = "ReactivateInstances"},
    {.name = "capital-a", .action = "ReActivateInstances"},
}};

Case spelling_case(const Spelling& spelling) {
  Call call = plain_call(reactivate_instances_action);
  call.action = spelling.action;
  call.spelled_as_is = true;
  call.expect = {.allowed = accepted_or(unknown_action),
                 .lenience = "an endpoint may know either spelling, so this one may be unknown",
                 .checks = Checks{Check::root_element}};
  return {.id = std::string{"reactivate-instances/spelling/"}.append(spelling.name),
          .fixture = reactivate_instances_action.fixture(),
          .calls = {std::move(call)},
          .effect = {.look = Effect::Look::once},
          .citations = {cite_parameter(zh::page, "Action"), cite_parameter(en::page, "Action"),
                        cite_clause(specs::common::http::page,
                                    specs::common::http::clause::action_case)},
          .needs = needs_of(reactivate_instances_action)};
}

// The English document lost its request and its XML answer; what it kept is the Chinese one's.
Case shared_sample_case() {
  Case one = sample_case(reactivate_instances_action, zh::page);
  Answer& answer = one.calls[0].expect.allowed[0];
  for (const specs::Citation& place :
       {cite_sample(en::page, 1), cite_sample(en::page, 2), zh_clause(zh::clause::common_response),
        en_clause(en::clause::common_response)}) {
    answer.citations.push_back(place);
  }
  return one;
}

}  // namespace

std::span<const DocumentedRefusal> reactivate_instances_refusals() { return refusals; }

std::vector<Case> reactivate_instances_cases() {
  std::vector<Case> cases = error_row_cases(reactivate_instances_action);
  cases.push_back(shared_sample_case());
  for (const Spelling& spelling : spellings) cases.push_back(spelling_case(spelling));
  return cases;
}

}  // namespace hallmark::cases
