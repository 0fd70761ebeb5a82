// SPDX-License-Identifier: Apache-2.0
//
// The words of the instance lifecycle.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "specs/schema/set_of.hpp"

namespace hallmark::specs {

// The only five values that Status takes (DescribeInstances, all editions 2018 to 2025).
enum class InstanceStatus : std::uint8_t { pending, starting, running, stopping, stopped };

inline constexpr std::array<std::string_view, 5> status_names = {"Pending", "Starting", "Running",
                                                                 "Stopping", "Stopped"};
constexpr std::string_view name_of(InstanceStatus status) {
  return status_names[static_cast<std::size_t>(status)];
}

// For "one of these".
using StatusSet = SetOf<InstanceStatus>;

inline constexpr std::array all_statuses = {InstanceStatus::pending, InstanceStatus::starting,
                                            InstanceStatus::running, InstanceStatus::stopping,
                                            InstanceStatus::stopped};
inline constexpr StatusSet any_status{InstanceStatus::pending, InstanceStatus::starting,
                                      InstanceStatus::running, InstanceStatus::stopping,
                                      InstanceStatus::stopped};

// Those that an instance leaves by itself.
constexpr bool is_transitory(InstanceStatus status) {
  return status != InstanceStatus::running && status != InstanceStatus::stopped;
}

// What an accepted call does: from which status, through which, to which.
struct Transition {
  InstanceStatus from;
  StatusSet through;  // statuses that may be seen on the way
  InstanceStatus to;
};

}  // namespace hallmark::specs
