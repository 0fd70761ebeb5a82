// SPDX-License-Identifier: Apache-2.0
//
// The forms of a comparison: for a terminal, for programs (docs/diff-schema.json), as a page.
#pragma once

#include <iosfwd>

#include "reports/compare/diff.hpp"
#include "reports/writers/style.hpp"

namespace hallmark::reports {

inline constexpr int diff_file_version = 1;

// Of each kind twenty changes are shown, and the number of the others is told; as much as the style
// says.
void write_diff(const Diff& diff, std::ostream& out, Style style);
void write_diff_json(const Diff& diff, std::ostream& out);
void write_diff_html(const Diff& diff, std::ostream& out);

}  // namespace hallmark::reports
