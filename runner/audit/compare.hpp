// SPDX-License-Identifier: Apache-2.0
//
// Compares a page as published with one of our pages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runner/audit/difference.hpp"
#include "runner/audit/published_page.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::runner {

// A place on a published page whose printed text may hold markup, and that text.
struct PrintedPlace {
  std::string place;
  std::string text;
};

struct Comparison {
  std::vector<AuditDifference> differences = {};
  std::size_t equal_rows = 0;  // error rows whose status, code and message agree
  // What the page prints in the places that agree, and its sentences that no clause holds: what a
  // page's `printed` and `remarks` are made of.
  std::vector<PrintedPlace> printed = {};
  std::vector<std::string> remarks = {};
};

[[nodiscard]] Comparison compare(const PublishedPage& theirs, const specs::Page& ours);

// The digest of a place's text as `printed` holds it; 0 where it holds no markup.
[[nodiscard]] specs::Digest printed_digest(std::string_view text);

}  // namespace hallmark::runner
