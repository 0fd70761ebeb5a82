// SPDX-License-Identifier: Apache-2.0
//
// The three actions, the world in which each is accepted, and the places that say so. Families that
// ask the same of every action loop over this table.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.hpp"
#include "cases/fixture.hpp"
#include "specs/common/envelope.hpp"
#include "specs/common/errors.hpp"
#include "specs/instance/reactivate_instances.hpp"
#include "specs/instance/reboot_instance.hpp"
#include "specs/instance/start_instance.hpp"
#include "specs/schema/lifecycle.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::cases {

struct TestedAction {
  std::string_view name;  // as its page spells it
  std::string_view slug;  // in the id of a case
  specs::InstanceStatus ready = specs::InstanceStatus::stopped;
  ConditionSet conditions = {};
  std::span<const specs::Page* const> editions;
  std::span<const specs::Citation> accepted;      // the precondition, in every edition
  std::span<const specs::Citation> dry_run = {};  // in the editions that have one

  // The world in which a plain call is accepted.
  [[nodiscard]] Fixture fixture() const { return {.status = ready, .conditions = conditions}; }
};

namespace tested {

inline constexpr const specs::Page* start_editions[] = {&specs::start_instance::e2019_05::page,
                                                        &specs::start_instance::e2020_10::page};
inline constexpr const specs::Page* reboot_editions[] = {&specs::reboot_instance::e2019_04::page};
inline constexpr const specs::Page* reactivate_editions[] = {
    &specs::reactivate_instances::e2018_11_zh::page,
    &specs::reactivate_instances::e2018_11_en::page};

inline constexpr specs::Citation start_accepted[] = {
    cite_clause(specs::start_instance::e2019_05::page,
                specs::start_instance::e2019_05::clause::precondition),
    cite_clause(specs::start_instance::e2020_10::page,
                specs::start_instance::e2020_10::clause::precondition)};
inline constexpr specs::Citation reboot_accepted[] = {
    cite_clause(specs::reboot_instance::e2019_04::page,
                specs::reboot_instance::e2019_04::clause::precondition)};
inline constexpr specs::Citation reactivate_accepted[] = {
    cite_clause(specs::reactivate_instances::e2018_11_zh::page,
                specs::reactivate_instances::e2018_11_zh::clause::precondition),
    cite_clause(specs::reactivate_instances::e2018_11_en::page,
                specs::reactivate_instances::e2018_11_en::clause::precondition)};

inline constexpr specs::Citation start_dry_run[] = {
    cite_clause(specs::start_instance::e2020_10::page,
                specs::start_instance::e2020_10::clause::dry_run_passed)};
inline constexpr specs::Citation reboot_dry_run[] = {
    cite_clause(specs::reboot_instance::e2019_04::page,
                specs::reboot_instance::e2019_04::clause::dry_run_passed)};

}  // namespace tested

inline constexpr std::array<TestedAction, 3> tested_actions = {{
    {.name = "StartInstance",
     .slug = "start-instance",
     .ready = specs::InstanceStatus::stopped,
     .editions = tested::start_editions,
     .accepted = tested::start_accepted,
     .dry_run = tested::start_dry_run},
    {.name = "RebootInstance",
     .slug = "reboot-instance",
     .ready = specs::InstanceStatus::running,
     .editions = tested::reboot_editions,
     .accepted = tested::reboot_accepted,
     .dry_run = tested::reboot_dry_run},
    {.name = "ReactivateInstances",
     .slug = "reactivate-instances",
     .ready = specs::InstanceStatus::stopped,
     .conditions = ConditionSet{Condition::expired},
     .editions = tested::reactivate_editions,
     .accepted = tested::reactivate_accepted},
}};
inline constexpr const TestedAction& start_instance_action = tested_actions[0];
inline constexpr const TestedAction& reboot_instance_action = tested_actions[1];
inline constexpr const TestedAction& reactivate_instances_action = tested_actions[2];

// What a case that calls `action` under its own variant stands on.
[[nodiscard]] inline std::vector<std::string> needs_of(const TestedAction& action) {
  return {"base/variant", std::string{"base/action/"}.append(action.slug).append("/variant")};
}

// The plain call of an action: its own instance, nothing else.
[[nodiscard]] inline Call plain_call(const TestedAction& action) {
  return {.action = std::string{action.name},
          .arguments = {{.name = "InstanceId", .value = this_instance()}}};
}

}  // namespace hallmark::cases
