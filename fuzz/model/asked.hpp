// SPDX-License-Identifier: Apache-2.0
//
// A call as the model sees it: what is asked of which instance, and whether it may come in. How it
// is spelled on the wire is the grammar's affair.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "cases/expectation.hpp"

namespace hallmark::fuzz {

enum class Action : std::uint8_t {
  start,
  reboot,
  reactivate,
  stop,
  describe_instances,
  describe_instance_status,
  describe_instance_attribute,
};
inline constexpr std::size_t action_count = 7;
inline constexpr std::array<std::string_view, action_count> action_names = {
    "StartInstance",     "RebootInstance",         "ReactivateInstances",      "StopInstance",
    "DescribeInstances", "DescribeInstanceStatus", "DescribeInstanceAttribute"};
constexpr std::string_view name_of(Action action) {
  return action_names[static_cast<std::size_t>(action)];
}
constexpr bool is_look(Action action) { return action >= Action::describe_instances; }
// The three that the documents describe in full.
constexpr bool is_documented(Action action) { return action <= Action::reactivate; }

// Which instance a call names.
enum class Named : std::uint8_t {
  the_instance,  // that of the model, exactly
  unknown,       // an id of the right form that nobody has
  another,       // an odd id that the caller's account does not have
  hostile,       // such an id with bytes that the HTTP layer may refuse already
  none,          // no InstanceId at all
  empty,         // InstanceId= and nothing
  foreign,       // one that another account has
};

// What a Boolean parameter says.
enum class Flag : std::uint8_t {
  absent,
  is_true,
  is_false,
  like_true,   // True: may count as true, or be refused
  like_false,  // FALSE, 0
  either,      // 1, " true": may count as either, or be refused
  empty,       // no value: absent, or refused
  none,        // no Boolean: refused
};
// What the text of a parameter says, were it there.
[[nodiscard]] Flag read_flag(std::string_view text);

struct Asked {
  Action action = Action::start;
  Named named = Named::the_instance;
  Flag init_local_disk = Flag::absent;
  Flag force_stop = Flag::absent;
  Flag dry_run = Flag::absent;
  // Refusals that are due at the door, for a forged, stale or repeated request; empty: it comes in.
  std::span<const cases::Answer> refused_at_door = {};
  bool may_come_in = false;     // the documents leave open whether it is refused at the door
  bool may_name_owner = false;  // holds an OwnerId or the like, which may be looked up and refused
  bool may_be_unclear = false;  // any 4xx is right too: a name given twice and such
};

}  // namespace hallmark::fuzz
