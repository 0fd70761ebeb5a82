// SPDX-License-Identifier: Apache-2.0
//
// ReactivateInstances, page by page: its error rows, its sample request, and its two spellings.
// Both editions print the same rows, in Chinese and in English.
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "cases/authentication/door.hpp"
#include "cases/authentication/prerequisites.hpp"
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

consteval specs::Citation zh_clause(int n) { return cite_clause(zh::page, n); }
consteval specs::Citation en_clause(int n) { return cite_clause(en::page, n); }

// What an endpoint that knows the other spelling only may say to this one.
constexpr AllowedRefusal unknown_action[] = {
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

struct ActionSpelling {
  std::string_view name;
  std::string_view action;
};

constexpr std::array<ActionSpelling, 2> spellings = {{
    {.name = "small-a", .action = specs::reactivate_instances::values::spellings[0]},
    {.name = "capital-a", .action = specs::reactivate_instances::values::spellings[1]},
}};

Case spelling_case(const ActionSpelling& spelling) {
  Call call = plain_call(reactivate_instances_action);
  call.action = spelling.action;
  call.spelled_as_is = true;
  call.expect = {.allowed = accepted_or(unknown_action),
                 .lenience = "an endpoint may know either spelling, so this one may be unknown",
                 .checks = AnswerChecks{AnswerCheck::root_element}};
  return {.id = std::string{"reactivate-instances/spelling/"}.append(spelling.name),
          .tags = about(reactivate_instances_action, Family::spelling),
          .fixture = reactivate_instances_action.fixture(),
          .calls = {std::move(call)},
          .effect = {.look = Effect::Look::once},
          .citations = {cite_parameter(zh::page, "Action"), cite_parameter(en::page, "Action"),
                        cite_clause(specs::common::http::page,
                                    specs::common::http::clause::action_case)},
          .needs = needs_of(reactivate_instances_action)};
}

// Neither spelling gets past what forbids the call.
Case refused_spelling_case(const ActionSpelling& spelling, const DocumentedRefusal& refusal) {
  const TestedAction& action = reactivate_instances_action;
  Case one = spelling_case(spelling);
  one.needs.push_back(std::string{action.slug} + "/row/" + std::string{refusal.name});
  one.id += "-";
  one.id += refusal.reason == RefusalReason::security_lock ? "security-lock" : refusal.name;
  one.depth = 2;
  one.fixture = refusal.world;
  Call& call = one.calls.front();
  call.arguments = call_of(action, refusal).arguments;
  call.expect.allowed = answers(unknown_action);
  add_places(call.expect.allowed, action.accepted);
  allow(call.expect.allowed, refusal);
  return one;
}

// Nor past the signature.
Case forged_spelling_case(const ActionSpelling& spelling) {
  Case one = spelling_case(spelling);
  one.id += "-wrong-secret";
  one.depth = 2;
  Call& call = one.calls.front();
  call.identity = Identity::wrong_secret;
  call.expect.allowed = answers(fault::mismatch);
  for (Answer& answer : answers(unknown_action)) call.expect.allowed.push_back(std::move(answer));
  add_places(call.expect.allowed, reactivate_instances_action.accepted);
  stand_on(bad_signature, one);
  return one;
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

std::vector<Case> reactivate_instances_cases(const TestedAction& action) {
  std::vector<Case> cases = error_row_cases(action);
  cases.push_back(shared_sample_case());
  for (const ActionSpelling& spelling : spellings) cases.push_back(spelling_case(spelling));
  for (const ActionSpelling& spelling : spellings) {
    for (const DocumentedRefusal& refusal : refusals_of(action)) {
      cases.push_back(refused_spelling_case(spelling, refusal));
    }
    cases.push_back(forged_spelling_case(spelling));
  }
  return cases;
}

}  // namespace hallmark::cases
