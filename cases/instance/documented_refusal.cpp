// SPDX-License-Identifier: Apache-2.0
#include "cases/instance/documented_refusal.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace hallmark::cases {
namespace {

bool only_common_pages_back(const Answer& answer) {
  return std::all_of(answer.citations.begin(), answer.citations.end(),
                     [](const auto& place) { return place.page->document == specs::no_document; });
}

bool says_the_same(const Answer& one, const Answer& other) {
  return one.status == other.status && one.code == other.code && one.message == other.message &&
         only_common_pages_back(one) == only_common_pages_back(other);
}

}  // namespace

Answer Documented::answer(Text text) const {
  const RowContent row = content_of(places_[0]);
  return {.kind = Answer::Kind::refused,
          .status = row.status,
          .status_class = row.status / 100,
          .code = std::string{row.code},
          .message = text == Text::judged ? std::string{row.message} : std::string{},
          .citations = {places().begin(), places().end()}};
}

std::span<const DocumentedRefusal> refusals_of(const TestedAction& action) {
  if (&action == &start_instance_action) return start_instance_refusals();
  if (&action == &reboot_instance_action) return reboot_instance_refusals();
  return reactivate_instances_refusals();
}

const DocumentedRefusal& refusal_of(const TestedAction& action, Reason reason) {
  const std::span<const DocumentedRefusal> all = refusals_of(action);
  return *std::find_if(all.begin(), all.end(),
                       [reason](const DocumentedRefusal& one) { return one.reason == reason; });
}

void add_places(std::vector<specs::Citation>& places, std::span<const specs::Citation> more) {
  for (const specs::Citation& place : more) {
    if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(place);
  }
}

void allow(std::vector<Answer>& allowed, const DocumentedRefusal& refusal, Text text) {
  for (const Documented& documented : refusal.allowed) {
    Answer answer = documented.answer(text);
    const auto same = std::find_if(allowed.begin(), allowed.end(), [&answer](const Answer& known) {
      return says_the_same(known, answer);
    });
    if (same == allowed.end()) {
      allowed.push_back(std::move(answer));
    } else {
      add_places(same->citations, answer.citations);
    }
  }
}

Call call_of(const TestedAction& action, const DocumentedRefusal& refusal) {
  Call call = plain_call(action);
  if (!refusal.instance_id.empty()) {
    call.arguments[0].value = text(std::string{refusal.instance_id});
  }
  return call;
}

std::vector<Case> error_row_cases(const TestedAction& action) {
  std::vector<Case> cases;
  for (const DocumentedRefusal& refusal : refusals_of(action)) {
    Call call = call_of(action, refusal);
    allow(call.expect.allowed, refusal, Text::judged);
    call.expect.lenience = refusal.lenience;
    const Effect::Look look = refusal.can_be_looked_at() ? Effect::Look::once : Effect::Look::no;
    cases.push_back({.id = std::string{action.slug} + "/row/" + std::string{refusal.name},
                     .fixture = refusal.world,
                     .calls = {std::move(call)},
                     .effect = {.look = look},
                     .needs = needs_of(action)});
  }
  return cases;
}

}  // namespace hallmark::cases
