// SPDX-License-Identifier: Apache-2.0
//
// Why a case failed, in the words that every report uses: given, when, wanted, got, again.
#pragma once

#include <string>
#include <vector>

#include "reports/report.hpp"

namespace hallmark::reports {

// Each member is one printable line of at most a few hundred characters, but `again`, which is
// whole.
struct Explanation {
  std::string given;
  std::vector<std::string> when;  // one line a call, the ids of the instance filled in
  std::string wanted;             // empty for an error of the run
  std::string wanted_by;
  std::string got;
  std::string because;  // where there is no wanted and got: the reason
  std::string again;    // a command line for a POSIX shell
};
[[nodiscard]] Explanation explain(const RunInfo& info, const CaseRecord& record);

// hallmark run OPTIONS --select 'ADDRESS'
[[nodiscard]] std::string again_line(const RunInfo& info, const CaseRecord& record);

}  // namespace hallmark::reports
