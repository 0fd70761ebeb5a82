// SPDX-License-Identifier: Apache-2.0
//
// What the cases of a dry run stand on: that the target knows one at all, where an edition of the
// page has none.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "cases/base/tested_action.hpp"

namespace hallmark::cases {

inline constexpr std::string_view known_dry_run = "known";

[[nodiscard]] inline std::string id_of_dry_run(const TestedAction& action, std::string_view name) {
  return std::string{action.slug}.append("/dry-run/").append(name);
}

// What it means where a dry run has any other answer than its own: refused, carried out, or lost.
[[nodiscard]] inline std::string no_answer_to_dry_run(const TestedAction& action) {
  return "a dry run of " + std::string{action.name} + " is not answered as one";
}

// Whether one edition has a dry run, and another one none.
[[nodiscard]] inline bool may_be_unknown(const TestedAction& action) {
  return !action.dry_run.empty() &&
         std::ranges::any_of(*action.documents->editions, [](const specs::ActionEdition& edition) {
           return *edition.dry_run == nullptr;
         });
}

[[nodiscard]] inline std::vector<std::string> needs_of_dry_run(const TestedAction& action) {
  std::vector<std::string> needs = needs_of(action);
  if (may_be_unknown(action)) needs.push_back(id_of_dry_run(action, known_dry_run));
  return needs;
}

}  // namespace hallmark::cases
