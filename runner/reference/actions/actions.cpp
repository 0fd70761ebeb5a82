// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/actions/actions.hpp"

#include "runner/reference/text.hpp"

namespace hallmark::runner::reference {
namespace {

struct Entry {
  std::string_view name;
  Action action;
  bool is_lifecycle = false;
  std::optional<Defect> v3_refused = {};
};

constexpr Entry entries[] = {
    {"StartInstance", start_instance, true, Defect::v3_start_refused},
    {"RebootInstance", reboot_instance, true, Defect::v3_reboot_refused},
    // As the pages of 2018 spell it, and as later pages and every SDK do.
    {"ReactivateInstances", reactivate_instances, true, Defect::v3_reactivate_refused},
    {"ReActivateInstances", reactivate_instances, true, Defect::v3_reactivate_refused},
    {"DescribeInstances", describe_instances},
    {"DescribeInstanceStatus", describe_instance_status},
    {"DescribeInstanceAttribute", describe_instance_attribute},
    {"StopInstance", stop_instance},
    {"RunInstances", run_instances},
    {"DeleteInstance", delete_instance},
};

const Entry* entry_of(std::string_view name) {
  for (const Entry& entry : entries) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

}  // namespace

bool is_lifecycle_action(std::string_view name) {
  const Entry* const entry = entry_of(name);
  return entry != nullptr && entry->is_lifecycle;
}

std::optional<Defect> defect_of_v3(std::string_view name) {
  const Entry* const entry = entry_of(name);
  return entry == nullptr ? std::nullopt : entry->v3_refused;
}

Action find_action(std::string_view name, bool in_any_case) {
  for (const Entry& entry : entries) {
    if (entry.name == name) return entry.action;
    if (in_any_case && equal_ignoring_case(entry.name, name)) return entry.action;
  }
  return nullptr;
}

}  // namespace hallmark::runner::reference
