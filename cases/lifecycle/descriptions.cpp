// SPDX-License-Identifier: Apache-2.0
//
// What the three Describe actions tell of a world that nobody touches: its status and its locks, in
// the words that the pages' preconditions and outcomes are written in. Beyond depth 1 they tell the
// same whatever else is true of the instance.
//
//   describe/describe-instances/status-stopped
//   describe/describe-instances/status-stopped/no-stock
//   describe/describe-instance-attribute/lock-security/pre-paid
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cases/families.hpp"
#include "cases/lifecycle/channels.hpp"
#include "cases/pairs/worlds.hpp"

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
  // The actions' own pages speak of the mark by which that lock is known. How an expiry shows, in
  // OperationLocks or in ExpiredTime, the pages leave open.
  if (lock.condition == Condition::security_lock) one.level = Level::required;
  return one;
}

// The same with one thing more: a charge type, or a condition. Nothing where that cannot be, or
// where looking may fail like the rest of the service.
std::optional<Case> with(Case one, const Difference& other) {
  if (other.charge_type) one.fixture.charge_type = *other.charge_type;
  if (other.condition) {
    if (one.fixture.conditions.contains(*other.condition)) return std::nullopt;
    one.fixture.conditions = one.fixture.conditions.with(*other.condition);
    if (other.condition == Condition::local_disk_failed) {
      one.fixture.conditions = one.fixture.conditions.with(Condition::local_disk);
    }
    if (const auto type = specs::row_of(*other.condition).only_with)
      one.fixture.charge_type = *type;
  }
  if (!can_be(one.fixture) || fails_as_a_whole(one.fixture)) return std::nullopt;
  one.id.append("/").append(other.slug);
  one.depth = 2;
  return one;
}

// Of a stopped instance and a running one: what the pages' actions are for.
void add_with_one_more(std::vector<Case>& cases, const ChannelRow& channel) {
  std::vector<Case> plain = {
      status_case(channel, {.slug = "running", .status = InstanceStatus::running})};
  for (const Case& one : cases) {
    const bool of_channel = one.effect.channel == channel.channel;
    if (!of_channel || one.fixture.status != InstanceStatus::stopped) continue;
    plain.push_back(one);
    plain.back().needs.push_back(one.id);
  }
  for (const Case& one : plain) {
    for (const Difference& other : differences_of(start_instance_action)) {
      if (other.status) continue;
      if (auto pair = with(one, other)) cases.push_back(*std::move(pair));
    }
  }
}

}  // namespace

std::vector<Case> description_cases() {
  std::vector<Case> cases;
  for (const ChannelRow& channel : channels) {
    if (channel.channel == Channel::fixture) continue;  // its words are the provider's own
    for (const HeldStatus& held : held_statuses) cases.push_back(status_case(channel, held));
    if (channel.channel != Channel::describe_instance_status) {  // it tells no locks
      for (const specs::ConditionRow& row : specs::condition_rows) {
        if (!row.lock_reason.empty()) cases.push_back(lock_case(channel, row));
      }
    }
    add_with_one_more(cases, channel);
  }
  return cases;
}

}  // namespace hallmark::cases
