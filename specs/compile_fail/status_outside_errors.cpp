// SPDX-License-Identifier: Apache-2.0
//
// Must not compile: a row whose status is a success.
#include "specs/schema/error_row.hpp"

namespace hallmark::specs {

constexpr ErrorRow errors[] = {
    {.row = 1, .status = 200, .code = "Ok", .message = "fine"},
};

}  // namespace hallmark::specs
