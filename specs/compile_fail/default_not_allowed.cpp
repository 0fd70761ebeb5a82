// SPDX-License-Identifier: Apache-2.0
//
// Must not compile: a default that the parameter does not allow.
#include "specs/schema/parameter.hpp"

namespace hallmark::specs {

constexpr std::string_view true_or_false[] = {"true", "false"};
constexpr ParameterSpec parameters[] = {
    {.row = 1,
     .name = "DryRun",
     .type = ValueType::boolean,
     .presence = Presence::optional,
     .allowed = true_or_false,
     .default_value = "no",
     .sample = ""},
};
static_assert(in_page_order(parameters));

}  // namespace hallmark::specs
