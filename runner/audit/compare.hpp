// SPDX-License-Identifier: Apache-2.0
//
// Compares a page as published with one of our pages and its digests.
#pragma once

#include <cstddef>
#include <vector>

#include "runner/audit/difference.hpp"
#include "runner/audit/published_page.hpp"
#include "specs/digests/page_digests.hpp"

namespace hallmark::runner {

struct Comparison {
  std::vector<AuditDifference> differences = {};
  std::size_t equal_rows = 0;  // error rows whose status, code and message agree
};

[[nodiscard]] Comparison compare(const PublishedPage& theirs,
                                 const specs::digests::PageDigests& ours);

}  // namespace hallmark::runner
