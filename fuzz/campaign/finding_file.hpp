// SPDX-License-Identifier: Apache-2.0
//
// A finding as a file: its history in the text form, with all else in comments. So every history
// that a person writes down can be replayed, too.
//
//   hallmark history 1
//   # finding: nonce-good-once / StartInstance / 200
//   # ...
//   world Stopped PostPaid
//   StartInstance
//   StartInstance treatment=replay back=1
//   # ... the exchanges
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "fuzz/grammar/history.hpp"
#include "reports/report.hpp"

namespace hallmark::fuzz {

// Of findings with a discovery.

// "answer-explained-StartInstance-200-1f2e3d4c.txt": of plain letters, and the same for findings
// that are alike.
[[nodiscard]] std::string file_name_of(const reports::Record& finding);

[[nodiscard]] std::string finding_file(const reports::Report& campaign,
                                       const reports::Record& finding);

struct SavedFinding {
  History history;
  std::string bucket;  // checker / action / answer; empty: any finding counts
  double rate = 1;     // in how many plays it showed; above 0, at most 1
};
// "line 3, column 15: no such id: odd/none" where the text is none.
[[nodiscard]] runner::Result<SavedFinding> read_finding(std::string_view text);

}  // namespace hallmark::fuzz
