// SPDX-License-Identifier: Apache-2.0
//
// What is wrong at the door, asked once more in other ways.
#pragma once

#include <vector>

#include "cases/case.hpp"

namespace hallmark::cases {

// Of all that stand there already.
void add_other_ways(std::vector<Case>& all);

}  // namespace hallmark::cases
