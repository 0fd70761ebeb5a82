// SPDX-License-Identifier: Apache-2.0
//
// RebootInstance: what is asked of it besides what is asked of every action.
#include "cases/base/tested_action.hpp"
#include "cases/families.hpp"
#include "cases/instance/force_stop.hpp"

namespace hallmark::cases {
namespace {

// What may be lost is what was not yet written; local disks are not initialised by a restart.
Case local_disk_case(const TestedAction& action) {
  Case one = force_stop_case(action, "absent-local-disk", "");
  one.level = Level::recommended;
  one.fixture.conditions = ConditionSet{Condition::local_disk};
  one.effect.local_disk_data = LocalDiskData::kept;
  return one;
}

}  // namespace

std::vector<Case> reboot_instance_cases(const TestedAction& action) {
  std::vector<Case> cases = pages_and_flags(action);
  cases.push_back(local_disk_case(action));
  return cases;
}

}  // namespace hallmark::cases
