// SPDX-License-Identifier: Apache-2.0
//
// The checkers, as reports tell them.
#pragma once

#include <memory>

#include "fuzz/play/checkers.hpp"
#include "reports/check.hpp"

namespace hallmark::fuzz {

[[nodiscard]] const std::shared_ptr<const reports::Check>& check_of(Checker checker);

}  // namespace hallmark::fuzz
