// SPDX-License-Identifier: Apache-2.0
//
// One call after another: what the first one does to the status decides about the second. The world
// holds the instance on its way, so that every second call comes too early.
#include <string>
#include <utility>

#include "cases/base/answers.hpp"
#include "cases/families.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/instance/outcomes.hpp"

namespace hallmark::cases {
namespace {

Case sequence_case(const TestedAction& first, const TestedAction& second) {
  Call accepted_call = plain_call(first);
  accepted_call.expect.allowed = {accepted_as(first)};
  Call refused_call = plain_call(second);
  allow(refused_call.expect.allowed, refusal_of(second, RefusalReason::wrong_status));
  if (refused_call.expect.allowed.size() > 1) {
    refused_call.expect.lenience = refusal_of(second, RefusalReason::wrong_status).lenience;
  }
  std::vector<std::string> needs = needs_of(first);
  needs.push_back(needs_of(second).back());
  // That a reactivated instance is no longer expired, no page says in so many words.
  const bool follows = first.documents->relief->surely != ConditionSet{};
  return {.id = std::string{first.slug} + "/transition/then/" + std::string{second.slug},
          .tags = about(first, Family::transition),
          .level = follows ? Level::recommended : Level::required,
          .fixture = first.fixture(),
          .calls = {std::move(accepted_call), std::move(refused_call)},
          .effect = {.look = Effect::Look::once},
          .citations = {second.accepted.begin(), second.accepted.end()},
          .needs = std::move(needs)};
}

}  // namespace

std::vector<Case> sequence_cases() {
  std::vector<Case> cases;
  for (const TestedAction& first : tested_actions) {
    for (const TestedAction& second : tested_actions) {
      cases.push_back(sequence_case(first, second));
    }
  }
  return cases;
}

}  // namespace hallmark::cases
