// SPDX-License-Identifier: Apache-2.0
//
// Must not compile: a row whose code holds a blank.
#include "specs/schema/error_row.hpp"

namespace hallmark::specs {

constexpr ErrorRow errors[] = {
    {.row = 1, .status = 404, .code = "Not Found", .message = "gone"},
};

}  // namespace hallmark::specs
