// SPDX-License-Identifier: Apache-2.0
//
// What several reports have together that tell of parts of one run, or of its rounds.
#pragma once

#include "reports/report.hpp"

namespace hallmark::reports {

// Adds up exchanges and times; a note that both have stands there once.
void add_totals(Report& all, const Report& part);

}  // namespace hallmark::reports
