// SPDX-License-Identifier: Apache-2.0
#include "cases/parameter/true_flag.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "cases/dry_run/known_dry_run.hpp"
#include "cases/lifecycle/ruling.hpp"

namespace hallmark::cases {

void say_it_is_true(const TestedAction& action, const UnitedParameter& parameter, Case& one) {
  const auto* const flag = std::ranges::find(
      flags_in_order, parameter.name, [](specs::BooleanParameter known) { return name_of(known); });
  if (flag == flags_in_order.end()) return;
  const auto effects = action.documents->flag_effects();
  const auto effect = std::ranges::find_if(effects, [flag](const specs::FlagEffect& said) {
    return said.when->flags_on.contains(*flag);
  });
  if (effect != effects.end()) one.fixture.conditions = effect->when->all_of;
  Flags flags;
  flags[*flag] = true;
  add_flags(one.calls.front(), flags);
  Ruling ruling = ruling_on(action, one.fixture, Text::ignored, flags);
  one.calls.front().expect = {.allowed = std::move(ruling.allowed),
                              .lenience = std::string{ruling.lenience}};
  one.effect.local_disk_data = ruling.local_disk;
  one.effect.last_stop = ruling.last_stop;
  if (ruling.local_disk || ruling.last_stop) one.effect.channel = Channel::fixture;
  if (parameter.is_dry_run()) {
    one.dry_run = true;
    one.needs = needs_of_dry_run(action);
  }
  one.needs.push_back(derived_case(action, parameter, "true").id);
}

}  // namespace hallmark::cases
