// SPDX-License-Identifier: Apache-2.0
//
// What an accepted call leads to, by each way to look: the status right after the answer, in a
// world that holds it, and the last status, in a world that moves on. And the statuses themselves.
#include <string>
#include <utility>

#include "cases/families.hpp"
#include "cases/instance/outcomes.hpp"
#include "cases/lifecycle/channels.hpp"

namespace hallmark::cases {
namespace {

using specs::InstanceStatus;

constexpr int transition_time = 20;  // ms; long enough to be seen on the way

std::vector<std::string> needs_of(const TestedAction& action, const ChannelRow& channel) {
  std::vector<std::string> needs = needs_of(action);
  if (!channel.need.empty()) needs.emplace_back(channel.need);
  return needs;
}

Case transition_case(const TestedAction& action, const ChannelRow& channel, bool settles) {
  Call call = plain_call(action);
  call.expect.allowed = {accepted_as(action)};
  Case one{.id = std::string{action.slug} + "/transition/" + (settles ? "settles/" : "begins/") +
                 std::string{channel.slug},
           .tags = about(action, Family::transition),
           .fixture = action.fixture(),
           .calls = {std::move(call)},
           .needs = needs_of(action, channel)};
  one.effect.channel = channel.channel;
  if (settles) {
    one.fixture.settle_ms = transition_time;
    one.effect.look = Effect::Look::settled;
    one.citations = {descriptions::sentence(descriptions::clause::starting_ends)};
  } else {
    one.effect.look = Effect::Look::once;
    one.effect.seen = action.documents->transition->through;
  }
  return one;
}

}  // namespace

std::vector<Case> transition_cases() {
  std::vector<Case> cases;
  for (const TestedAction& action : tested_actions) {
    for (const ChannelRow& channel : channels) {
      for (const bool settles : {false, true}) {
        cases.push_back(transition_case(action, channel, settles));
      }
    }
  }
  return cases;
}

}  // namespace hallmark::cases
