// SPDX-License-Identifier: Apache-2.0
//
// Compares an output with the one that a person has approved, reports/approved/NAME. After a change
// that is meant, HALLMARK_APPROVE=1 in the environment of the test writes the files anew; read the
// difference before you commit it.
#pragma once

#include <string_view>

namespace hallmark::reports::testing {

// A GoogleTest expectation.
void expect_approved(std::string_view name, std::string_view text);

}  // namespace hallmark::reports::testing
