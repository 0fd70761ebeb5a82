// SPDX-License-Identifier: Apache-2.0
//
// Must not compile: row numbers that skip one.
#include "specs/schema/error_row.hpp"

namespace hallmark::specs {

constexpr ErrorRow errors[] = {
    {.row = 1, .status = 404, .code = "First", .message = "one"},
    {.row = 3, .status = 404, .code = "Second", .message = "two"},
};
static_assert(in_page_order(errors));

}  // namespace hallmark::specs
