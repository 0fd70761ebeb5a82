// SPDX-License-Identifier: Apache-2.0
//
// What the documents say of a call in a world: which answers are right there, all editions
// together. Any of the reasons that apply may be given; in which order they are checked no page
// says.
#pragma once

#include <string_view>
#include <vector>

#include "cases/base/tested_action.hpp"
#include "cases/expectation.hpp"
#include "cases/fixture.hpp"
#include "cases/instance/documented_refusal.hpp"

namespace hallmark::cases {

struct Ruling {
  std::vector<Answer> allowed;  // the refusals, then the acceptance
  bool may_be_accepted;
  bool may_be_refused;
  bool is_refused_as_dry_run;  // a dry run surely checks for one of the reasons
  std::string_view lenience;   // why more than one answer is right; empty where one is
};

// Of a call with these flags; a plain call has none.
[[nodiscard]] Ruling ruling_on(const TestedAction& action, const Fixture& world,
                               Text text = Text::ignored, specs::FlagSet flags = {});

// The statuses in which nothing but the status speaks against the call: surely, or at least
// perhaps.
[[nodiscard]] std::vector<specs::InstanceStatus> wrong_statuses(const TestedAction& action,
                                                                specs::Certainty at_least);

}  // namespace hallmark::cases
