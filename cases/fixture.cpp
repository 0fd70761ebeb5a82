// SPDX-License-Identifier: Apache-2.0
//
// How a world reads in a report.
#include "cases/fixture.hpp"

namespace hallmark::cases {
namespace {

// What is true of the world, as it continues "an instance that is Stopped, ...".
constexpr std::string_view words_of(Condition condition) {
  switch (condition) {
    case Condition::security_lock:
      return "under SecurityLock";
    case Condition::local_disk:
      return "of a type with local disks (LocalDisk)";
    default:
      return {};
  }
}

}  // namespace

std::string describe(const Fixture& fixture) {
  std::string text{"an instance that is "};
  text += name_of(fixture.status);
  if (fixture.charge_type != ChargeType::post_paid) {
    text += ", ";
    text += name_of(fixture.charge_type);
  }
  for (const Condition condition : all_conditions) {
    if (!fixture.conditions.contains(condition)) continue;
    text += ", ";
    const std::string_view words = words_of(condition);
    if (words.empty()) {
      text += "with ";
      text += name_of(condition);
    } else {
      text += words;
    }
  }
  if (fixture.settle_ms) {
    text += ", moving on after " + std::to_string(*fixture.settle_ms) + " ms";
  }
  return text;
}

}  // namespace hallmark::cases
