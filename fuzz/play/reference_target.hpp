// SPDX-License-Identifier: Apache-2.0
//
// The reference endpoint in-process, honest or with defects, with a clock that only histories move.
#pragma once

#include <string>
#include <vector>

#include "fuzz/play/player.hpp"

namespace hallmark::runner::reference {
class Watch;
}

namespace hallmark::fuzz {

// The endpoint lives as long as a copy of the target does, and tells `watch`, which must outlive
// it, what it was asked for. Throws std::invalid_argument where a defect is unknown.
[[nodiscard]] PlayTarget reference_target(std::vector<std::string> defects = {},
                                          runner::reference::Watch* watch = nullptr);

}  // namespace hallmark::fuzz
