// SPDX-License-Identifier: Apache-2.0
//
// Must not compile: a row without a message.
#include "specs/schema/error_row.hpp"

namespace hallmark::specs {

constexpr ErrorRow errors[] = {
    {.row = 1, .status = 404, .code = "NotFound"},
};
static_assert(in_page_order(errors));

}  // namespace hallmark::specs
