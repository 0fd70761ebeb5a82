// SPDX-License-Identifier: Apache-2.0
//
// Who may call: the sections of this family in one list.
#include <string>
#include <utility>

#include "cases/authentication/door.hpp"
#include "cases/authentication/other_ways.hpp"
#include "cases/authentication/prerequisites.hpp"
#include "cases/families.hpp"

namespace hallmark::cases {

Call by_the_other_account(Call call) {
  call.arguments.front().value = {.handle = Handle::other_instance_id};
  call.identity = Identity::other_account;
  return call;
}

Case door_case(const Door& door, const TestedAction& action, std::string_view asked, Call call) {
  std::string id{"authentication/"};
  id.append(door.slug).append("/").append(asked);
  Case one{.id = std::move(id),
           .tags = {.chapter = Chapter::authentication,
                    .family = door.is_v1() ? Family::v1 : Family::v3,
                    .action = action.name,
                    .word = std::string{asked}},
           .fixture = action.fixture(),
           .effect = {.look = Effect::Look::once},
           .citations = {door.rule},
           .variants = door.variants(),
           .needs = needs_of(action)};
  one.calls.push_back(std::move(call));
  return one;
}

Call edited_call(const TestedAction& action, Edit edit) {
  Call call = plain_call(action);
  call.edits.push_back(std::move(edit));
  return call;
}

Expectation refused_with(std::span<const AllowedRefusal> refusals) {
  return {.allowed = answers(refusals),
          .lenience = refusals.size() > 1 ? std::string{families_differ} : std::string{}};
}

Expectation accepted_or_refused_with(std::span<const AllowedRefusal> refusals,
                                     std::string_view why) {
  return {.allowed = accepted_or(refusals), .lenience = std::string{why}};
}

Case forgery(const Door& door, const TestedAction& action, std::string_view asked, Call call) {
  namespace signature_v1 = specs::common::signature_v1;
  namespace signature_v3 = specs::common::signature_v3;
  call.expect = refused_with(not_as_signed);
  Case one = door_case(door, action, std::string{"forged/"}.append(asked), std::move(call));
  one.citations.push_back(
      door.is_v1() ? cite_clause(signature_v1::page, signature_v1::clause::all_but_signature)
                   : cite_clause(signature_v3::page, signature_v3::clause::canonical_request));
  stand_on(bad_signature, one);
  return one;
}

std::vector<Case> authentication_cases() {
  std::vector<Case> all;
  add_identities(all);
  add_other_actions(all);
  add_strangers(all);
  add_keys(all);
  add_v1_parameters(all);
  add_v3_headers(all);
  add_forgeries(all);
  add_bindings(all);
  add_forged_methods(all);
  add_signed_headers(all);
  add_replays(all);
  add_late_replays(all);
  add_timestamps(all);
  add_mixed_signatures(all);
  add_after_good_calls(all);
  add_behind_others(all);
  add_other_ways(all);
  return all;
}

}  // namespace hallmark::cases
