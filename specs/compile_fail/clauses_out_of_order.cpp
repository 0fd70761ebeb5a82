// SPDX-License-Identifier: Apache-2.0
//
// Must not compile: two clauses of one number.
#include "specs/schema/page.hpp"

namespace hallmark::specs {

constexpr Clause clauses[] = {
    {.number = 1, .says = "one", .sentence = 1},
    {.number = 1, .says = "two", .sentence = 2},
};
static_assert(in_page_order(clauses));

}  // namespace hallmark::specs
