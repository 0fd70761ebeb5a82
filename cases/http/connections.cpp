// SPDX-License-Identifier: Apache-2.0
//
// Many requests on one connection.
#include <string>
#include <utility>

#include "cases/authentication/prerequisites.hpp"
#include "cases/http/sections.hpp"

namespace hallmark::cases {
namespace {

namespace http = specs::common::http;

constexpr int requests_in_a_row = 16;

constexpr specs::Citation keep_alive = cite_clause(http::page, http::clause::keep_alive);

Call refused_call() {
  Call call = plain_call(start_instance_action);
  call.arguments.front().value = text("i-hallmarkunknown000");
  call.expect.allowed = {refused_4xx("*", {any_refusal})};
  return call;
}

Call accepted_call() {
  Call call = plain_call(start_instance_action);
  call.expect.allowed = {accepted()};
  return call;
}

// Refusals and, last, a success: each is answered on the connection of the one before.
Case sixteen_case() {
  Case one = http_case(Family::keep_alive, "sixteen-requests", refused_call(), {keep_alive});
  for (int i = 2; i < requests_in_a_row; ++i) one.calls.push_back(refused_call());
  one.calls.push_back(accepted_call());
  for (std::size_t i = 0; i < one.calls.size(); ++i) {
    one.calls[i].same_connection = i != 0;
    one.calls[i].expect.checks = AnswerChecks{AnswerCheck::keeps_connection};
  }
  one.level = Level::recommended;
  return one;
}

// A refusal at the door is no reason to hang up.
Case after_bad_signature_case() {
  Call wrong = plain_call(start_instance_action);
  wrong.identity = Identity::wrong_secret;
  wrong.expect = {.allowed = {refused_4xx("*", {any_refusal})},
                  .checks = AnswerChecks{AnswerCheck::keeps_connection}};
  Case one = http_case(Family::keep_alive, "after-a-bad-signature", std::move(wrong), {keep_alive});
  Call next = accepted_call();
  next.same_connection = true;
  one.calls.push_back(std::move(next));
  one.level = Level::recommended;
  stand_on(bad_signature, one);
  return one;
}

// What one request on a connection was allowed to do, the next is not.
Case authenticated_before_case() {
  Call first = refused_call();
  Case one = http_case(Family::keep_alive, "each-request-is-authenticated", std::move(first),
                       {keep_alive});
  Call forged = plain_call(start_instance_action);
  forged.identity = Identity::wrong_secret;
  forged.same_connection = true;
  forged.expect.allowed = {refused_4xx("*", {any_refusal})};
  one.calls.push_back(std::move(forged));
  stand_on(bad_signature, one);
  return one;
}

// What was accepted is done, whether the connection stays or not.
Case closing_case(const TestedAction& action) {
  Call call = plain_call(action);
  call.edits = {{.where = Edit::Where::header,
                 .op = Edit::Op::set,
                 .name = "Connection",
                 .value = text("close")}};
  call.new_connection = true;
  call.expect.allowed = {accepted()};
  Case one = http_case(Family::keep_alive, std::string{"close/"}.append(action.slug),
                       std::move(call), {keep_alive});
  one.depth = 2;
  one.fixture = action.fixture();
  one.effect.seen = action.documents->transition->through;
  one.needs = needs_of(action);
  for (const specs::Citation& place : action.outcome) one.citations.push_back(place);
  return one;
}

}  // namespace

void add_connections(std::vector<Case>& all) {
  all.push_back(sixteen_case());
  all.push_back(after_bad_signature_case());
  all.push_back(authenticated_before_case());
  for (const TestedAction& action : tested_actions) all.push_back(closing_case(action));
}

}  // namespace hallmark::cases
