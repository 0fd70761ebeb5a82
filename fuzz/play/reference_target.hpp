// SPDX-License-Identifier: Apache-2.0
//
// The reference endpoint in-process, honest or with defects, with a clock that only histories move.
#pragma once

#include <string>
#include <vector>

#include "fuzz/play/player.hpp"

namespace hallmark::fuzz {

// The endpoint lives as long as a copy of the target does. Throws std::invalid_argument where a
// defect is unknown.
[[nodiscard]] PlayTarget reference_target(std::vector<std::string> defects = {});

}  // namespace hallmark::fuzz
