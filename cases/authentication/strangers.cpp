// SPDX-License-Identifier: Apache-2.0
//
// To another account an instance does not exist: it is refused in the words for one that there is
// not, so that nobody can find out by asking what others have.
#include <string>
#include <utility>

#include "cases/authentication/door.hpp"
#include "cases/instance/documented_refusal.hpp"

namespace hallmark::cases {
namespace {

Case of_a_stranger(const Door& door, const TestedAction& action, std::string_view asked) {
  Call call = plain_call(action);
  call.arguments.front().value = {.handle = Handle::other_instance_id};
  Case one =
      door_case(door, action, std::string{asked}.append("/").append(action.slug), std::move(call));
  one.second_world = true;
  return one;
}

// The row, its text included, or a refusal that says openly what is forbidden.
Case in_the_words_of_the_row(const Door& door, const TestedAction& action) {
  Case one = of_a_stranger(door, action, "foreign-instance-text");
  Expectation& expect = one.calls.front().expect;
  const DocumentedRefusal& unknown = refusal_of(action, RefusalReason::unknown_instance);
  allow(expect.allowed, unknown, Text::judged);
  Answer forbidden =
      refused(403, "Forbidden*", {common_row(specs::common::errors::forbidden_unauthorized)});
  for (const UnitedAnswer& answer : unknown.allowed) {
    add_places(forbidden.citations, answer.places);
  }
  expect.allowed.push_back(std::move(forbidden));
  expect.lenience = "to another account an instance does not exist, or is forbidden";
  return one;
}

Case as_an_unknown_one(const Door& door, const TestedAction& action) {
  Case one = of_a_stranger(door, action, "foreign-instance-as-unknown");
  one.level = Level::recommended;
  one.relation = Relation::same_answer;
  one.calls.front().expect = refused_with(fault::any);
  one.calls.push_back(one.calls.front());
  one.calls.back().arguments.front().value = text(std::string{unknown_instance_id});
  return one;
}

// Nor when the account has called before.
Case as_an_unknown_one_again(const Door& door, const TestedAction& action) {
  Case one = as_an_unknown_one(door, action);
  one.needs.push_back(one.id);
  one.id += "/again";
  one.depth = 2;
  one.calls.insert(one.calls.begin(), one.calls.back());
  return one;
}

}  // namespace

void add_strangers(std::vector<Case>& all) {
  for (const Door& door : doors) {
    for (const TestedAction& action : tested_actions) {
      all.push_back(in_the_words_of_the_row(door, action));
      all.push_back(as_an_unknown_one(door, action));
      all.push_back(as_an_unknown_one_again(door, action));
    }
  }
}

}  // namespace hallmark::cases
