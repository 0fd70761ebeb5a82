// SPDX-License-Identifier: Apache-2.0
//
// Must not compile: a common row that does not say where it was read.
#include "specs/schema/page.hpp"

namespace hallmark::specs {

constexpr CommonErrorRow rows[] = {
    {.row = 1,
     .mark = Mark::observed,
     .source = "",
     .status = 400,
     .code = "Throttling",
     .message = "slow down"},
};
static_assert(in_page_order(rows));

}  // namespace hallmark::specs
