// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/moments.hpp"

#include <algorithm>

#include "specs/catalog.hpp"
#include "specs/common/descriptions.hpp"

namespace hallmark::runner {

using specs::InstanceStatus;
using specs::StatusSet;

std::optional<InstanceStatus> status_named(std::string_view name) {
  const auto* const found = std::ranges::find(specs::status_names, name);
  if (found == specs::status_names.end()) return std::nullopt;
  return static_cast<InstanceStatus>(found - specs::status_names.begin());
}

bool is_neighbour(std::string_view action) {
  return action == specs::common::descriptions::stop_instance;
}

const specs::Transition* transition_of(std::string_view action) {
  const specs::Action* const found = specs::find_action(action);
  if (found != nullptr) return &*found->transition;
  return is_neighbour(action) ? &specs::common::descriptions::stop : nullptr;
}

bool must_hold(const cases::Fixture& fixture, const reports::Evidence& evidence,
               const reports::Exchange& call, const reports::Sighting& sighting) {
  if (!is_held(evidence)) return false;
  if (!fixture.settle_ms) return true;
  // It cannot have begun before the request was there, nor be told later than the answer.
  if (call.sent_us == 0 || !sighting.exchange) return false;
  const auto told_at = sighting.exchange->at_us + sighting.exchange->took_us;
  return told_at - call.sent_us < std::int64_t{*fixture.settle_ms} * 1000;
}

// A reboot goes through Stopping as well.
StatusSet reached_from(InstanceStatus status) {
  switch (status) {
    case InstanceStatus::running:
    case InstanceStatus::stopped:
      return StatusSet{status};
    case InstanceStatus::starting:
      return StatusSet{status, InstanceStatus::running};
    case InstanceStatus::pending:
    case InstanceStatus::stopping:
      return StatusSet{status, InstanceStatus::starting, InstanceStatus::running,
                       InstanceStatus::stopped};
  }
  return specs::any_status;
}

}  // namespace hallmark::runner
