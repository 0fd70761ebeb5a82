// SPDX-License-Identifier: Apache-2.0
//
// The words of the instance lifecycle, and which status an accepted call leads through.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace hallmark::specs {

// The only five values that Status takes (DescribeInstances, all editions 2018 to 2025).
enum class InstanceStatus : std::uint8_t { pending, starting, running, stopping, stopped };

inline constexpr std::array<std::string_view, 5> status_names = {"Pending", "Starting", "Running",
                                                                 "Stopping", "Stopped"};
constexpr std::string_view name_of(InstanceStatus status) {
  return status_names[static_cast<std::size_t>(status)];
}

// A set of statuses, for "one of these".
class StatusSet {
 public:
  constexpr StatusSet() = default;
  template <class... Status>
  constexpr explicit StatusSet(Status... statuses) : bits_{(0U | ... | bit(statuses))} {}
  [[nodiscard]] constexpr bool contains(InstanceStatus status) const {
    return (bits_ & bit(status)) != 0;
  }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  friend constexpr bool operator==(StatusSet, StatusSet) = default;

 private:
  static constexpr unsigned bit(InstanceStatus status) {
    return 1U << static_cast<unsigned>(status);
  }
  unsigned bits_ = 0;
};

// What an accepted call does: from which status, through which, to which.
struct Transition {
  std::string_view action;
  InstanceStatus from;
  StatusSet through;  // statuses that may be seen on the way
  InstanceStatus to;
};

inline constexpr std::array<Transition, 3> transitions = {{
    {"StartInstance", InstanceStatus::stopped, StatusSet{InstanceStatus::starting},
     InstanceStatus::running},
    // Every edition's prose says Starting; the batch page's sample shows Stopping (lenient: both).
    {"RebootInstance", InstanceStatus::running,
     StatusSet{InstanceStatus::starting, InstanceStatus::stopping}, InstanceStatus::running},
    {"ReactivateInstances", InstanceStatus::stopped, StatusSet{InstanceStatus::starting},
     InstanceStatus::running},
}};

}  // namespace hallmark::specs
