// SPDX-License-Identifier: Apache-2.0
//
// A call as the model sees it: what is asked of which instance, and whether it may come in. How it
// is spelled on the wire is the grammar's affair.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <ranges>
#include <span>
#include <string_view>

#include "cases/base/tested_action.hpp"
#include "cases/expectation.hpp"
#include "specs/common/descriptions.hpp"
#include "specs/schema/action.hpp"
#include "specs/schema/precondition.hpp"

namespace hallmark::fuzz {

enum class CalledAction : std::uint8_t {
  start,
  reboot,
  reactivate,
  stop,
  describe_instances,
  describe_instance_status,
  describe_instance_attribute,
};

// What the model knows of an action.
struct ActionRow {
  CalledAction action;
  std::string_view name;
  specs::InstanceParameter instances = {"InstanceId", specs::InstanceParameter::Form::one};
  // Its pages, which say when it is accepted and what it does; null where none of ours is.
  const cases::TestedAction* tested = nullptr;
  bool looks = false;  // tells the status of instances, and changes nothing
  // Of a neighbour of the tested actions: what it does, if it does anything. No page of ours says
  // when it is accepted.
  std::optional<specs::Transition> presumed = {};
  // Where the answer lists instances: calls it for another's instance are answered, without it.
  std::string_view list = {};
};

constexpr ActionRow tested_row(CalledAction action, const cases::TestedAction& tested) {
  return {.action = action,
          .name = tested.name,
          .instances = tested.documents->instances,
          .tested = &tested};
}

inline constexpr std::array action_rows = {
    tested_row(CalledAction::start, cases::start_instance_action),
    tested_row(CalledAction::reboot, cases::reboot_instance_action),
    tested_row(CalledAction::reactivate, cases::reactivate_instances_action),
    ActionRow{.action = CalledAction::stop,
              .name = specs::common::descriptions::stop_instance,
              .presumed = specs::common::descriptions::stop},
    ActionRow{.action = CalledAction::describe_instances,
              .name = "DescribeInstances",
              .instances = {"InstanceIds", specs::InstanceParameter::Form::one},
              .looks = true,
              .list = "Instances.Instance"},
    ActionRow{.action = CalledAction::describe_instance_status,
              .name = "DescribeInstanceStatus",
              .instances = {"InstanceId", specs::InstanceParameter::Form::list},
              .looks = true,
              .list = "InstanceStatuses.InstanceStatus"},
    ActionRow{.action = CalledAction::describe_instance_attribute,
              .name = "DescribeInstanceAttribute",
              .looks = true},
};
inline constexpr std::size_t action_count = action_rows.size();

consteval bool in_order_of_the_actions() {
  std::size_t tested = 0;
  for (std::size_t i = 0; i < action_count; ++i) {
    if (action_rows[i].action != static_cast<CalledAction>(i))
      throw "an action's row is at its place";
    if (action_rows[i].tested != nullptr) ++tested;
    if (std::ranges::count(std::array{action_rows[i].tested != nullptr, action_rows[i].looks,
                                      action_rows[i].presumed.has_value()},
                           true) != 1) {
      throw "an action has pages, or looks, or is presumed to do something";
    }
  }
  if (tested != cases::tested_actions.size()) throw "every tested action has a row";
  return true;
}
static_assert(in_order_of_the_actions());

constexpr const ActionRow& row_of(CalledAction action) {
  return action_rows[static_cast<std::size_t>(action)];
}
constexpr std::string_view name_of(CalledAction action) { return row_of(action).name; }
constexpr bool is_look(CalledAction action) { return row_of(action).looks; }
constexpr bool is_neighbour(CalledAction action) { return row_of(action).presumed.has_value(); }
// Whether its pages are tested.
constexpr bool is_documented(CalledAction action) { return row_of(action).tested != nullptr; }

inline constexpr std::array<std::string_view, action_count> action_names = [] {
  std::array<std::string_view, action_count> names = {};
  for (std::size_t i = 0; i < action_count; ++i) names[i] = action_rows[i].name;
  return names;
}();

// Those of one kind, for drawing from.
template <bool (*is_of_them)(CalledAction)>
inline constexpr auto actions_that = [] {
  std::array<CalledAction, std::ranges::count_if(action_rows, is_of_them, &ActionRow::action)> all =
      {};
  std::ranges::copy_if(action_rows | std::views::transform(&ActionRow::action), all.begin(),
                       is_of_them);
  return all;
}();

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
  CalledAction action = CalledAction::start;
  Named named = Named::the_instance;
  Flag init_local_disk = Flag::absent;
  Flag force_stop = Flag::absent;
  Flag dry_run = Flag::absent;
  // Refusals that are due at the door, for a forged, stale or repeated request; empty: it comes in.
  std::span<const cases::Answer> refused_at_door = {};
  bool may_come_in = false;     // the documents leave open whether it is refused at the door
  bool may_name_owner = false;  // holds an OwnerId or the like, which may be looked up and refused
  bool names_undeclared = false;  // a parameter of no page, which may be refused
  bool beside_another = false;    // in flight with other calls, into whose way it may come
  bool may_be_unclear = false;    // any 4xx is right too: a name given twice and such

  [[nodiscard]] Flag value_of(specs::BooleanParameter parameter) const {
    switch (parameter) {
      case specs::BooleanParameter::init_local_disk:
        return init_local_disk;
      case specs::BooleanParameter::force_stop:
        return force_stop;
      case specs::BooleanParameter::dry_run:
        return dry_run;
    }
    return Flag::absent;
  }
};

// Whether the call names an odd id, which no instance has.
[[nodiscard]] constexpr bool names_odd_id(const Asked& asked) {
  return asked.named == Named::another || asked.named == Named::hostile;
}

}  // namespace hallmark::fuzz
