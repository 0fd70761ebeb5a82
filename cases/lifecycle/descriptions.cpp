// SPDX-License-Identifier: Apache-2.0
//
// What the three Describe actions tell of a world that nobody touches: its status and its locks, in
// the words that the pages' preconditions and outcomes are written in.
#include <array>
#include <string>
#include <string_view>

#include "cases/families.hpp"
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
Case description(const ChannelRow& channel, std::string_view what,
                 const specs::Citation& sentence) {
  return {.id = std::string{"describe/"}.append(channel.slug).append("/").append(what),
          .tags = {.chapter = Chapter::describe, .family = Family::description},
          .level = Level::recommended,
          .effect = {.look = Effect::Look::once, .channel = channel.channel},
          .citations = {*channel.sentence, sentence},
          .once = true,
          .needs = {std::string{channel.need}}};
}

Case status_case(const ChannelRow& channel, const HeldStatus& held) {
  Case one = description(channel, std::string{"status-"}.append(held.slug),
                         descriptions::sentence(descriptions::clause::statuses));
  one.fixture.status = held.status;
  return one;
}

Case lock_case(const ChannelRow& channel, const specs::ConditionRow& lock) {
  Case one = description(channel, std::string{"lock-"}.append(lock.lock_reason),
                         descriptions::sentence(descriptions::clause::locks));
  one.fixture.conditions = ConditionSet{lock.condition};
  one.effect.lock_reason = lock.lock_reason;
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
