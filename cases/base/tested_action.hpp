// SPDX-License-Identifier: Apache-2.0
//
// The tested actions: what their pages say, and how the suite asks for it. Families that ask the
// same of every action loop over this table; a new action is a line in it.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cases/base/asked_refusal.hpp"
#include "cases/case.hpp"
#include "cases/fixture.hpp"
#include "cases/instance/reactivate_instances_refusals.hpp"
#include "cases/instance/reboot_instance_refusals.hpp"
#include "cases/instance/start_instance_refusals.hpp"
#include "specs/instance/reactivate_instances.hpp"
#include "specs/instance/reboot_instance.hpp"
#include "specs/instance/start_instance.hpp"
#include "specs/schema/action.hpp"

namespace hallmark::cases {

class TestedAction {
 public:
  consteval TestedAction(const specs::Action& action, std::string_view slug_in_ids,
                         std::span<const AskedRefusal> asked_refusals,
                         std::vector<Case> (*make_cases)(const TestedAction&))
      : name{action.name},
        slug{slug_in_ids},
        documents{&action},
        refusals{asked_refusals},
        cases{make_cases} {
    static_cast<void>(is_sound(action));
    for (const specs::ActionEdition* edition : oldest_first(action)) {
      editions.push_back(edition->page);
      accepted.push_back(edition->precondition);
      for (const specs::Citation& place : *edition->outcome) outcome.push_back(place);
      if (*edition->dry_run == nullptr) continue;
      dry_run.push_back((*edition->dry_run)->passed.places().back());
    }
  }

  // The world in which a plain call is accepted.
  [[nodiscard]] Fixture fixture() const {
    return {.status = documents->transition->from, .conditions = documents->accepted_under};
  }

  std::string_view name;  // as its page spells it
  std::string_view slug;  // in the id of a case
  const specs::Action* documents;
  std::span<const AskedRefusal> refusals;  // the worlds in which its error rows are asked for
  std::vector<Case> (*cases)(const TestedAction&);  // what is asked of this action in particular
  specs::List<const specs::Page*, 16> editions;     // the oldest first
  specs::List<specs::Citation, 16> accepted;        // the precondition, in every edition
  specs::List<specs::Citation, 32> outcome;         // what it is for, and the status it leads to
  specs::List<specs::Citation, 16> dry_run;         // in the editions that have one
};

// In cases/instance/, each in a file of its action's name. An action that has nothing of its own to
// ask has pages_and_flags: its error rows, its samples, and the flags that several actions share.
[[nodiscard]] std::vector<Case> pages_and_flags(const TestedAction& action);
[[nodiscard]] std::vector<Case> start_instance_cases(const TestedAction& action);
[[nodiscard]] std::vector<Case> reboot_instance_cases(const TestedAction& action);
[[nodiscard]] std::vector<Case> reactivate_instances_cases(const TestedAction& action);

inline constexpr std::array tested_actions = {
    TestedAction{specs::start_instance::action, "start-instance", start_instance::refusals,
                 start_instance_cases},
    TestedAction{specs::reboot_instance::action, "reboot-instance", reboot_instance::refusals,
                 reboot_instance_cases},
    TestedAction{specs::reactivate_instances::action, "reactivate-instances",
                 reactivate_instances::refusals, reactivate_instances_cases},
};
inline constexpr const TestedAction& start_instance_action = tested_actions[0];
inline constexpr const TestedAction& reboot_instance_action = tested_actions[1];
inline constexpr const TestedAction& reactivate_instances_action = tested_actions[2];

// Of a case in the action's own chapter.
[[nodiscard]] inline Tags about(const TestedAction& action, Family family,
                                Shows shows = Shows::none) {
  return {
      .chapter = Chapter::of_an_action, .family = family, .action = action.name, .shows = shows};
}

// What a case that calls `action` under its own variant stands on.
[[nodiscard]] inline std::vector<std::string> needs_of(const TestedAction& action) {
  return {"base/variant", std::string{"base/action/"}.append(action.slug).append("/variant")};
}

// The plain call of an action: its own instance, nothing else.
[[nodiscard]] inline Call plain_call(const TestedAction& action) {
  return {
      .action = std::string{action.name},
      .arguments = {{.name = action.documents->instances->in_request(), .value = this_instance()}}};
}

}  // namespace hallmark::cases
