// SPDX-License-Identifier: Apache-2.0
//
// Whether the target is still there at the end of a campaign that got no answer for a while.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "runner/conduct/target_options.hpp"

namespace hallmark::fuzz {

// Why nobody answers any more, one line; nothing where somebody does, or where it is this machine
// that cannot ask. One knock, for which neither a rate nor the end of the time counts; it waits for
// `patience` at most, and no longer than the options let an exchange take.
[[nodiscard]] std::optional<std::string> knock_once_more(runner::TargetOptions options,
                                                         std::chrono::milliseconds patience);

}  // namespace hallmark::fuzz
