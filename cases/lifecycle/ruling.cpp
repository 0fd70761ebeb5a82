// SPDX-License-Identifier: Apache-2.0
#include "cases/lifecycle/ruling.hpp"

#include <algorithm>

#include "cases/base/answers.hpp"
#include "cases/instance/outcomes.hpp"

namespace hallmark::cases {

Ruling ruling_on(const TestedAction& action, const Fixture& world, Text text,
                 specs::FlagSet flags) {
  Ruling ruling{.may_be_accepted = true,
                .may_be_refused = false,
                .is_refused_as_dry_run = false,
                .lenience = {}};
  std::string_view doubt;  // of what may forbid the call, and may not
  for (const UnitedPrecondition* one :
       met_in(action, world, specs::Addressee::the_instance, flags)) {
    allow(ruling.allowed, one->answers, text);
    ruling.may_be_refused = true;
    if (one->certainty == specs::Certainty::perhaps) {
      doubt = one->because;
      continue;
    }
    ruling.may_be_accepted = false;
    if (one->dry_run == specs::DryRunCheck::surely) ruling.is_refused_as_dry_run = true;
    if (!one->because.empty()) ruling.lenience = one->because;
  }
  if (ruling.may_be_accepted) {
    ruling.lenience = doubt;
    ruling.allowed.push_back(accepted_as(action));
  }
  if (ruling.lenience.empty() && ruling.allowed.size() > 1) {
    ruling.lenience = "more than one documented reason fits this world";
  }
  return ruling;
}

std::vector<specs::InstanceStatus> wrong_statuses(const TestedAction& action,
                                                  specs::Certainty at_least) {
  std::vector<specs::InstanceStatus> all;
  for (const specs::InstanceStatus status : specs::all_statuses) {
    const auto met = met_in(action, {.status = status}, specs::Addressee::the_instance, {});
    if (std::ranges::any_of(met, [at_least](const UnitedPrecondition* one) {
          return one->reason == RefusalReason::wrong_status &&
                 (at_least == specs::Certainty::perhaps || one->certainty == at_least);
        })) {
      all.push_back(status);
    }
  }
  return all;
}

}  // namespace hallmark::cases
