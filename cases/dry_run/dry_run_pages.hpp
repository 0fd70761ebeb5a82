// SPDX-License-Identifier: Apache-2.0
//
// The editions of an action that have DryRun, and what they say of it together.
#pragma once

#include <vector>

#include "cases/base/answers.hpp"
#include "cases/base/tested_action.hpp"
#include "cases/instance/documented_refusal.hpp"

namespace hallmark::cases {

struct DryRunPages {
  const TestedAction* action;
  std::vector<const specs::ActionEdition*> editions;  // the newest first

  // That sentence of each of them.
  [[nodiscard]] Citations says(specs::Citation specs::DryRunSentences::*sentence) const;
  // What a dry run that passes is answered with.
  [[nodiscard]] Answer passed(Text text) const;
  // Makes of a refusal of the plain call one of its dry run: backed by these pages alone.
  void back_as_failed_check(Answer& refusal) const;
};

// Of each action that has such an edition.
[[nodiscard]] std::vector<DryRunPages> dry_run_pages();

// Of one; without editions where it has none.
[[nodiscard]] DryRunPages dry_run_pages_of(const TestedAction& action);

}  // namespace hallmark::cases
