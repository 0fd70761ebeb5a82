// SPDX-License-Identifier: Apache-2.0
//
// Where the pages say what an accepted call does.
#pragma once

#include <span>

#include "cases/base/answers.hpp"
#include "cases/base/tested_action.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::cases {

namespace outcome {

inline constexpr specs::Citation start[] = {
    cite_clause(specs::start_instance::e2019_05::page,
                specs::start_instance::e2019_05::clause::purpose),
    cite_clause(specs::start_instance::e2019_05::page,
                specs::start_instance::e2019_05::clause::resulting_status),
    cite_clause(specs::start_instance::e2020_10::page,
                specs::start_instance::e2020_10::clause::resulting_status)};
inline constexpr specs::Citation reboot[] = {
    cite_clause(specs::reboot_instance::e2019_04::page,
                specs::reboot_instance::e2019_04::clause::purpose),
    cite_clause(specs::reboot_instance::e2019_04::page,
                specs::reboot_instance::e2019_04::clause::resulting_status)};
inline constexpr specs::Citation reactivate[] = {
    cite_clause(specs::reactivate_instances::e2018_11_zh::page,
                specs::reactivate_instances::e2018_11_zh::clause::purpose),
    cite_clause(specs::reactivate_instances::e2018_11_zh::page,
                specs::reactivate_instances::e2018_11_zh::clause::resulting_status),
    cite_clause(specs::reactivate_instances::e2018_11_en::page,
                specs::reactivate_instances::e2018_11_en::clause::purpose),
    cite_clause(specs::reactivate_instances::e2018_11_en::page,
                specs::reactivate_instances::e2018_11_en::clause::resulting_status)};

}  // namespace outcome

// What an action is for, and the status that an accepted call leads to.
[[nodiscard]] constexpr std::span<const specs::Citation> outcome_of(const TestedAction& action) {
  if (&action == &start_instance_action) return outcome::start;
  if (&action == &reboot_instance_action) return outcome::reboot;
  return outcome::reactivate;
}

// Accepted, as the action's pages say.
[[nodiscard]] inline Answer accepted_as(const TestedAction& action) {
  const std::span<const specs::Citation> places = outcome_of(action);
  return accepted({places.begin(), places.end()});
}

}  // namespace hallmark::cases
