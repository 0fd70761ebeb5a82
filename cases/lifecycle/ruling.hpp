// SPDX-License-Identifier: Apache-2.0
//
// What the documents say of a call in a world: which answers are right there, all editions
// together, and what an accepted call does. Any of the reasons that apply may be given; in which
// order they are checked no page says.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/base/tested_action.hpp"
#include "cases/expectation.hpp"
#include "cases/fixture.hpp"
#include "cases/instance/documented_refusal.hpp"

namespace hallmark::cases {

// What a call says besides which instance it is about; nothing: left out.
struct Flags {
  std::array<std::optional<bool>, specs::boolean_parameters.size()> documented = {};
  std::optional<bool> invented = {};  // a parameter that no page has

  [[nodiscard]] std::optional<bool>& operator[](specs::BooleanParameter parameter) {
    return documented.at(static_cast<std::size_t>(parameter));
  }
  [[nodiscard]] std::optional<bool> operator[](specs::BooleanParameter parameter) const {
    return documented.at(static_cast<std::size_t>(parameter));
  }
  // Those that are said to be true.
  [[nodiscard]] specs::FlagSet on() const {
    specs::FlagSet all;
    for (const specs::BooleanParameter parameter : specs::boolean_parameters) {
      if ((*this)[parameter].value_or(false)) all = all.with(parameter);
    }
    return all;
  }
  friend bool operator==(const Flags&, const Flags&) = default;
};

// In the order in which calls and ids say them.
inline constexpr std::array flags_in_order = {specs::BooleanParameter::dry_run,
                                              specs::BooleanParameter::init_local_disk,
                                              specs::BooleanParameter::force_stop};
static_assert(flags_in_order.size() == specs::boolean_parameters.size());

// Has the call say them.
void add_flags(Call& call, const Flags& flags);

struct Ruling {
  std::vector<Answer> allowed;  // the refusals, then the acceptance or the passed dry run
  bool may_be_accepted;
  bool may_be_refused;         // as a plain call
  bool is_refused_as_dry_run;  // a dry run surely checks for one of the reasons
  std::string_view lenience;   // why more than one answer is right; empty where one is
  // What an accepted call surely does with its flags; nothing where the pages do not say.
  std::optional<LocalDiskData> local_disk = {};
  std::optional<LastStop> last_stop = {};
};

// Of a call with these flags; a plain call has none.
[[nodiscard]] Ruling ruling_on(const TestedAction& action, const Fixture& world,
                               Text text = Text::ignored, const Flags& flags = {});

// Whether an edition of its page has that parameter.
[[nodiscard]] bool declares(const TestedAction& action, specs::BooleanParameter parameter);

// The flag of an action besides DryRun.
[[nodiscard]] std::optional<specs::BooleanParameter> flag_of(const TestedAction& action);
// What that flag is for shows under these conditions.
[[nodiscard]] ConditionSet conditions_of_flag(const TestedAction& action);
// The action's world, under them.
[[nodiscard]] Fixture world_of_flag(const TestedAction& action);

// The conditions that its pages speak of, those included that forbid no call.
[[nodiscard]] ConditionSet spoken_of(const TestedAction& action);

// The statuses in which nothing but the status speaks against the call: surely, or at least
// perhaps.
[[nodiscard]] std::vector<specs::InstanceStatus> wrong_statuses(const TestedAction& action,
                                                                specs::Certainty at_least);

}  // namespace hallmark::cases
