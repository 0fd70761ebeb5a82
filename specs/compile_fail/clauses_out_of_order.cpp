// SPDX-License-Identifier: Apache-2.0
//
// Must not compile: two clauses of one number.
#include "specs/schema/page.hpp"

namespace hallmark::specs {

constexpr Clause clauses[] = {
    {.number = 1, .says = "one"},
    {.number = 1, .says = "two"},
};
static_assert(in_page_order(clauses));

}  // namespace hallmark::specs
