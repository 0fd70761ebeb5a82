// SPDX-License-Identifier: Apache-2.0
//
// Saved findings, as a user names them.
#pragma once

#include <string>
#include <vector>

#include "fuzz/campaign/finding_file.hpp"

namespace hallmark::fuzz {

struct NamedFinding {
  std::string name;  // of the file; "-": standard input
  SavedFinding saved;
};

// The files themselves, of a folder those that a campaign saves there (*.txt, by their names), and
// standard input for "-". Throws runner::UsageError, naming the file and the place in it, for what
// is no history, and for a folder without any.
[[nodiscard]] std::vector<NamedFinding> load_findings(const std::vector<std::string>& paths);

}  // namespace hallmark::fuzz
