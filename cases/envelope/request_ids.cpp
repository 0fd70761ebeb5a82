// SPDX-License-Identifier: Apache-2.0
//
// RequestId stands on every answer, whatever kind it is of, and no two answers share it.
#include <string>
#include <string_view>
#include <utility>

#include "cases/dry_run/known_dry_run.hpp"
#include "cases/envelope/sections.hpp"

namespace hallmark::cases {
namespace {

namespace clause = specs::common::envelope::clause;
namespace start = specs::start_instance::e2019_05;

constexpr int calls_in_a_row = 8;

struct AnsweredKind {
  std::string_view slug;
  AnswerKind kind;
  specs::InstanceStatus status = specs::InstanceStatus::stopped;
  bool dry_run = false;
};

constexpr AnsweredKind answered_kinds[] = {
    {.slug = "unknown-key", .kind = AnswerKind::unknown_key},
    {.slug = "missing-parameter", .kind = AnswerKind::missing_parameter},
    {.slug = "unknown-action", .kind = AnswerKind::unknown_action},
    {.slug = "dry-run", .kind = AnswerKind::dry_run, .dry_run = true},
    {.slug = "wrong-status",
     .kind = AnswerKind::wrong_status,
     .status = specs::InstanceStatus::running},
};

Citations always() {
  return {envelope_clause(clause::request_id_always),
          cite_clause(start::page, start::clause::request_id_always)};
}

Case kind_case(const AnsweredKind& kind) {
  Call call = call_for(start_instance_action, kind.kind);
  call.expect.checks = AnswerChecks{AnswerCheck::request_id_present};
  return {.id = std::string{"envelope/request-id/"}.append(kind.slug),
          .tags = {.chapter = Chapter::envelope, .family = Family::request_id},
          .fixture = {.status = kind.status},
          .calls = {std::move(call)},
          .citations = always(),
          .dry_run = kind.dry_run,
          .needs = kind.dry_run ? needs_of_dry_run(start_instance_action)
                                : needs_of(start_instance_action)};
}

// An answer of the 500s is an answer too.
Case service_failure_case() {
  Call call = plain_call(start_instance_action);
  Answer failure{.kind = Answer::Kind::refused,
                 .status_class = 5,
                 .citations = {any_refusal, common_row(specs::common::errors::internal_error)},
                 .bare = true};
  call.expect = {.allowed = {std::move(failure)},
                 .checks = AnswerChecks{AnswerCheck::request_id_present}};
  return {.id = "envelope/request-id/service-failure",
          .tags = {.chapter = Chapter::envelope, .family = Family::request_id},
          .fixture = {.conditions = ConditionSet{Condition::service_failure}},
          .calls = {std::move(call)},
          .citations = always(),
          .needs = needs_of(start_instance_action)};
}

// The first call is accepted; the others find the instance starting.
Case never_repeated_case() {
  Case one{.id = "envelope/request-id/never-repeated",
           .tags = {.chapter = Chapter::envelope, .family = Family::request_id},
           .relation = Relation::distinct_request_ids,
           .citations = {envelope_clause(clause::request_id_unique)},
           .needs = needs_of(start_instance_action)};
  one.calls.push_back(call_for(start_instance_action, AnswerKind::success));
  for (int i = 1; i < calls_in_a_row; ++i) {
    one.calls.push_back(call_for(start_instance_action, i % 2 == 0 ? AnswerKind::unknown_instance
                                                                   : AnswerKind::wrong_status));
  }
  return one;
}

Case never_repeated_at_once_case() {
  Call call = call_for(start_instance_action, AnswerKind::unknown_instance);
  call.copies = calls_in_a_row;
  return {.id = "envelope/request-id/never-repeated-at-once",
          .tags = {.chapter = Chapter::envelope, .family = Family::request_id},
          .calls = {std::move(call)},
          .relation = Relation::distinct_request_ids,
          .citations = {envelope_clause(clause::request_id_unique)},
          .needs = needs_of(start_instance_action)};
}

}  // namespace

void add_request_ids(std::vector<Case>& all) {
  for (const AnsweredKind& kind : answered_kinds) all.push_back(kind_case(kind));
  all.push_back(service_failure_case());
  all.push_back(never_repeated_case());
  all.push_back(never_repeated_at_once_case());
}

}  // namespace hallmark::cases
