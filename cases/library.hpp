// SPDX-License-Identifier: Apache-2.0
//
// Every case of the suite. The one list of families; ids are unique and sorted by family.
#pragma once

#include <string_view>
#include <vector>

#include "cases/case.hpp"

namespace hallmark::cases {

// Built at the first call, never changed afterwards; safe to call from any thread.
[[nodiscard]] const std::vector<Case>& library();

// Nothing where no case has that id.
[[nodiscard]] const Case* find(std::string_view id);

}  // namespace hallmark::cases
