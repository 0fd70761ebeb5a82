// SPDX-License-Identifier: Apache-2.0
//
// Defects that refuse what is well-formed, by the look of its bytes or for a parameter too many.
#pragma once

#include <string_view>

#include "runner/reference/request/call.hpp"

namespace hallmark::runner::reference {

// Whether some action, or every call, has a parameter of this name.
[[nodiscard]] bool is_known_parameter(std::string_view name);

// Before anything is decoded: `raw` is a query or a form as it was sent.
[[nodiscard]] Outcome misread_encoding(const ServedCall& call, std::string_view raw);

// After authentication.
[[nodiscard]] Outcome misread_parameters(const ServedCall& call);

}  // namespace hallmark::runner::reference
