// SPDX-License-Identifier: Apache-2.0
//
// Whoever has signed one call well has to sign the next one as well: on the same connection, and in
// the same world. Each request that is refused for its signature is made again behind a call that
// is signed well, and does nothing.
#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "cases/authentication/door.hpp"
#include "cases/authentication/prerequisites.hpp"
#include "cases/instance/documented_refusal.hpp"

namespace hallmark::cases {
namespace {

bool is_about_the_signature(const Case& one) {
  return std::ranges::any_of(one.needs,
                             [](const std::string& id) { return id.ends_with(bad_signature); }) ||
         one.id.ends_with(bad_signature);
}

bool is_refused(const Call& call) {
  return std::ranges::all_of(call.expect.allowed, [](const Answer& answer) {
    return answer.kind == Answer::Kind::refused;
  });
}

const TestedAction* action_of(const Case& one) {
  const auto found = std::ranges::find(tested_actions, one.tags.action, &TestedAction::name);
  return found == tested_actions.end() ? nullptr : &*found;
}

// Of an instance that nobody has.
Call good_call(const TestedAction& action) {
  const DocumentedRefusal& unknown = refusal_of(action, RefusalReason::unknown_instance);
  Call call = call_of(action, unknown);
  allow(call.expect.allowed, unknown);
  call.expect.lenience = unknown.lenience;
  return call;
}

Case after_a_good_call(Case one, const TestedAction& action) {
  one.needs.push_back(one.id);
  one.needs.push_back(std::string{action.slug} + "/row/" +
                      std::string{refusal_of(action, RefusalReason::unknown_instance).name});
  one.id += "/after-a-good-call";
  one.tags.shows = Shows::none;
  one.tags.word += "/after-a-good-call";
  one.cause.clear();
  one.depth = 2;
  one.calls.front().same_connection = true;
  one.calls.insert(one.calls.begin(), good_call(action));
  return one;
}

}  // namespace

void add_after_good_calls(std::vector<Case>& all) {
  std::vector<Case> later;
  for (const Case& one : all) {
    const TestedAction* const action = action_of(one);
    if (action == nullptr || one.calls.size() != 1 || one.once || one.second_world) continue;
    if (!is_about_the_signature(one) || !is_refused(one.calls.front())) continue;
    later.push_back(after_a_good_call(one, *action));
  }
  // Whoever has called well sees of others what they saw before.
  for (const Case& one : all) {
    if (!one.second_world || one.calls.size() != 1 || one.once) continue;
    later.push_back(after_a_good_call(one, start_instance_action));
    later.back().id = one.id + "/after-an-own-call";
    later.back().tags.word = one.tags.word;
  }
  std::ranges::move(later, std::back_inserter(all));
}

}  // namespace hallmark::cases
