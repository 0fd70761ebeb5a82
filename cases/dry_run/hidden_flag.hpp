// SPDX-License-Identifier: Apache-2.0
//
// DryRun=true counts wherever it stands among the parameters.
#pragma once

#include <vector>

#include "cases/case.hpp"

namespace hallmark::cases {

void add_hidden_flags(std::vector<Case>& all);

}  // namespace hallmark::cases
