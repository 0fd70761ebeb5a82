// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/actions/actions.hpp"

#include "runner/reference/text.hpp"

namespace hallmark::runner::reference {
namespace {

struct Entry {
  std::string_view name;
  Action action;
};

constexpr Entry entries[] = {
    {"StartInstance", start_instance},
    {"RebootInstance", reboot_instance},
    {"ReactivateInstances", reactivate_instances},  // as the pages of 2018 spell it
    {"ReActivateInstances", reactivate_instances},  // as later pages and every SDK do
    {"DescribeInstances", describe_instances},
    {"DescribeInstanceStatus", describe_instance_status},
    {"DescribeInstanceAttribute", describe_instance_attribute},
    {"StopInstance", stop_instance},
    {"RunInstances", run_instances},
    {"DeleteInstance", delete_instance},
};

}  // namespace

Action find_action(std::string_view name, bool in_any_case) {
  for (const Entry& entry : entries) {
    if (entry.name == name) return entry.action;
    if (in_any_case && equal_ignoring_case(entry.name, name)) return entry.action;
  }
  return nullptr;
}

}  // namespace hallmark::runner::reference
