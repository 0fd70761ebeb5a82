// SPDX-License-Identifier: Apache-2.0
//
// The shards of a run become the run that they are parts of: case by case what the run would have
// told had one process carried it out.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "reports/compare/settings.hpp"
#include "reports/report.hpp"

namespace hallmark::reports {

// Parts that are no parts of one run: one line that names them.
struct NoOneRun : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Its records stand in the order of the run. Throws NoOneRun where the parts differ in suite,
// target, edition or options, where one is missing or comes twice, and where a case does.
//
// What holds of every answer each shard held against its own: the merged run tells the worst of
// them. Notes are told once; what was sent and the time that it took are added up.
[[nodiscard]] Report merge(std::vector<Saved> parts);

}  // namespace hallmark::reports
