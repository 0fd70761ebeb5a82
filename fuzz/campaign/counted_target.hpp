// SPDX-License-Identifier: Apache-2.0
//
// A target that counts what it is asked.
#pragma once

#include <atomic>
#include <cstdint>

#include "fuzz/play/play_target.hpp"

namespace hallmark::fuzz {

// `requests` counts calls, and what is asked of the worlds; it must outlive the target.
[[nodiscard]] PlayTarget counted(PlayTarget target, std::atomic<std::uint64_t>& requests);

}  // namespace hallmark::fuzz
