// SPDX-License-Identifier: Apache-2.0
//
// The form of every answer: the sections of this family in one list.
#include <string>

#include "cases/envelope/every_answer.hpp"
#include "cases/envelope/sections.hpp"
#include "cases/families.hpp"

namespace hallmark::cases {

Call call_for(const TestedAction& action, AnswerKind kind) {
  Call call = plain_call(action);
  if (kind == AnswerKind::success) {
    call.expect.allowed = {accepted()};
    return call;
  }
  Answer any = refused_4xx("*", {any_refusal});
  any.bare = true;
  call.expect.allowed = {std::move(any)};
  switch (kind) {
    case AnswerKind::success:
      break;
    case AnswerKind::unknown_instance:
      call.arguments.front().value = text(std::string{unknown_instance_id});
      break;
    case AnswerKind::wrong_secret:
      call.identity = Identity::wrong_secret;
      break;
    case AnswerKind::unknown_key:
      call.identity = Identity::unknown_key;
      break;
    case AnswerKind::missing_parameter:
      call.arguments.clear();
      break;
    case AnswerKind::unknown_action:
      call.edits = {{.name = "Action", .value = text("HallmarkUnknownAction")}};
      break;
    case AnswerKind::dry_run:
      call.arguments.push_back({.name = "DryRun", .value = text("true")});
      call.expect.allowed.front().citations.assign(action.dry_run.begin(), action.dry_run.end());
      break;
    case AnswerKind::wrong_status:
      break;  // the world sees to it
  }
  return call;
}

std::vector<Case> envelope_cases() {
  std::vector<Case> all;
  add_answer_checks(all);
  add_request_ids(all);
  add_formats(all);
  add_both_formats(all);
  add_echoes(all);
  add_every_answer(all);
  return all;
}

}  // namespace hallmark::cases
