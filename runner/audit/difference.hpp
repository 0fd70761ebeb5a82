// SPDX-License-Identifier: Apache-2.0
//
// One place where a page as published and our tables disagree.
#pragma once

#include <string>

namespace hallmark::runner {

struct AuditDifference {
  std::string where;  // "error row 4, message"
  std::string ours;
  std::string theirs;
  friend bool operator==(const AuditDifference&, const AuditDifference&) = default;
};

}  // namespace hallmark::runner
