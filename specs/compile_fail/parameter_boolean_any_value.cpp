// SPDX-License-Identifier: Apache-2.0
//
// Must not compile: a Boolean parameter without its two values.
#include "specs/schema/parameter.hpp"

namespace hallmark::specs {

constexpr ParameterSpec parameters[] = {
    {.row = 1,
     .name = "DryRun",
     .type = ValueType::boolean,
     .presence = Presence::optional,
     .allowed = {},
     .default_value = "false",
     .sample = ""},
};
static_assert(in_page_order(parameters));

}  // namespace hallmark::specs
