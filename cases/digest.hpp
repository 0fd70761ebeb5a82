// SPDX-License-Identifier: Apache-2.0
//
// What tells two versions of the suite apart: digests over all that the tables say, and over all
// that the cases ask and allow. Stable over platforms and builds.
#pragma once

#include <string>

namespace hallmark::cases {

// Sixteen hexadecimal digits: of every row, clause, parameter and sample of every page.
[[nodiscard]] std::string tables_digest();

// The same of every case that can be asked up to depth 2.
[[nodiscard]] std::string suite_digest();

}  // namespace hallmark::cases
