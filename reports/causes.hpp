// SPDX-License-Identifier: Apache-2.0
//
// Failures of one root, told once: grouped by which answers were wanted of which action and which
// came, over variants, worlds and histories. No failure is lost: each stays a record of the report.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace hallmark::reports {

struct Record;
struct Report;

struct Cause {
  // "StartInstance: wanted 403 IncorrectInstanceStatus, got 200", "the answer has no RequestId".
  std::string what;
  std::vector<const Record*> records = {};  // that failed of it, in the report's order
  std::size_t blocked = 0;                  // cases that could not be asked because of it
  bool decides = false;                     // whether the exit code follows from one of them
  const Record* shown = nullptr;            // the plainest of the records

  [[nodiscard]] std::size_t size() const { return records.size() + blocked; }
};

// What is known of a failed record besides itself.
struct Weight {
  bool decides = false;
  std::size_t blocked = 0;  // records that stand on it
};

// Of every record that `weights` holds, which are those that failed: those that decide come first,
// of these the largest. They refer to the report.
[[nodiscard]] std::vector<Cause> causes_of(
    const Report& report, const std::unordered_map<const Record*, Weight>& weights);

// "36 cases fail", "6 cases fail, 338 blocked"; of a campaign "2 findings".
[[nodiscard]] std::string size_of(const Report& report, const Cause& cause);

}  // namespace hallmark::reports
