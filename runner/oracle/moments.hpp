// SPDX-License-Identifier: Apache-2.0
//
// What the clock proves. An instance leaves some statuses by itself, so one of them can be demanded
// only where it must still hold: for as long as the provider of fixtures has promised, from the
// call that led there. Who stages instances that move on by themselves promises nothing; their
// evidence has a look from before the first call.
#pragma once

#include <optional>
#include <string_view>

#include "cases/case.hpp"
#include "reports/evidence.hpp"
#include "specs/schema/lifecycle.hpp"

namespace hallmark::runner {

inline constexpr std::string_view nobody_holds =
    "the instance may have moved on by itself: only fixtures that hold a status can tell";

[[nodiscard]] std::optional<specs::InstanceStatus> status_named(std::string_view name);

// Whether it moves an instance, and is none of the tested actions: who lacks it is at no fault.
[[nodiscard]] bool is_neighbour(std::string_view action);

// What an action does; null where no page says that it does anything.
[[nodiscard]] const specs::Transition* transition_of(std::string_view action);

// Whether a status lasts as long as the fixture says.
[[nodiscard]] inline bool is_held(const reports::Evidence& evidence) {
  return evidence.before.empty();
}

// Whether the status that `call` led to must still hold when the instance was looked at.
[[nodiscard]] bool must_hold(const cases::Fixture& fixture, const reports::Evidence& evidence,
                             const reports::Exchange& call, const reports::Sighting& sighting);

// Where an instance that nobody holds comes to by itself, the status itself included.
[[nodiscard]] specs::StatusSet reached_from(specs::InstanceStatus status);

}  // namespace hallmark::runner
