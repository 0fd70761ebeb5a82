// SPDX-License-Identifier: Apache-2.0
//
// Every case of the suite. The one list of families; ids are unique and sorted by family.
// People find a case by its id, code by its tags.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "cases/case.hpp"

namespace hallmark::cases {

// The cases up to that depth, 2 or 3: those of depth 3 are many, come last, and are built for those
// who ask. Built at the first call, never changed afterwards; safe to call from any thread.
[[nodiscard]] const std::vector<Case>& library(unsigned depth = 2);

// Whatever its depth. Nothing where no case has that id.
[[nodiscard]] const Case* find(std::string_view id);

// The one case of `all` that is tagged so; what `wanted` leaves out may be anything. Throws where
// there is none, or more than one.
[[nodiscard]] const Case& tagged(const Tags& wanted, std::span<const Case> all = library());

}  // namespace hallmark::cases
