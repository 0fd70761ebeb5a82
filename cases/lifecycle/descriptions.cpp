// SPDX-License-Identifier: Apache-2.0
//
// What the three Describe actions tell of a world that nobody touches: its status and its locks, in
// the words that the pages' preconditions and outcomes are written in.
#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <string_view>

#include "cases/families.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/lifecycle/channels.hpp"

namespace hallmark::cases {
namespace {

using specs::InstanceStatus;

struct HeldStatus {
  std::string_view slug;
  InstanceStatus status;
};

// Running is what each channel's prerequisite shows already.
constexpr std::array<HeldStatus, 4> held_statuses = {{
    {"pending", InstanceStatus::pending},
    {"starting", InstanceStatus::starting},
    {"stopping", InstanceStatus::stopping},
    {"stopped", InstanceStatus::stopped},
}};

// Follows from the pages: by these words alone a caller can tell whether a call will be accepted.
Case description(const ChannelRow& channel, std::string_view what) {
  Case one{.id = std::string{"describe/"}.append(channel.slug).append("/").append(what),
           .tags = {.chapter = Chapter::describe, .family = Family::description},
           .level = Level::recommended,
           .effect = {.look = Effect::Look::once, .channel = channel.channel},
           .once = true,
           .needs = {std::string{channel.need}}};
  for (const TestedAction& action : tested_actions) {
    one.citations.insert(one.citations.end(), action.accepted.begin(), action.accepted.end());
    one.citations.insert(one.citations.end(), action.outcome.begin(), action.outcome.end());
  }
  return one;
}

Case status_case(const ChannelRow& channel, const HeldStatus& held) {
  Case one = description(channel, std::string{"status-"}.append(held.slug));
  one.fixture.status = held.status;
  return one;
}

Case lock_case(const ChannelRow& channel, const specs::ConditionRow& lock) {
  Case one = description(channel, std::string{"lock-"}.append(lock.lock_reason));
  one.fixture.conditions = ConditionSet{lock.condition};
  one.effect.lock_reason = lock.lock_reason;
  // The pages that say what such a lock forbids.
  for (const TestedAction& action : tested_actions) {
    if (!action.documents->accepted_under->empty()) continue;
    for (const UnitedPrecondition& row : preconditions_of(action)) {
      if (row.reason != RefusalReason::security_lock) continue;
      for (const UnitedAnswer& answer : row.answers) {
        std::ranges::copy_if(answer.places, std::back_inserter(one.citations),
                             [](const specs::Citation& place) {
                               return place.kind == specs::Citation::Kind::clause;
                             });
      }
    }
  }
  return one;
}

}  // namespace

std::vector<Case> description_cases() {
  std::vector<Case> cases;
  for (const ChannelRow& channel : channels) {
    if (channel.channel == Channel::fixture) continue;  // its words are the provider's own
    for (const HeldStatus& held : held_statuses) cases.push_back(status_case(channel, held));
    if (channel.channel == Channel::describe_instance_status) continue;  // tells no locks
    for (const specs::ConditionRow& row : specs::condition_rows) {
      if (!row.lock_reason.empty()) cases.push_back(lock_case(channel, row));
    }
  }
  return cases;
}

}  // namespace hallmark::cases
