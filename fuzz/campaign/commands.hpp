// SPDX-License-Identifier: Apache-2.0
//
// hallmark fuzz and hallmark replay, as runner/app/commands.hpp has the others.
#pragma once

#include "runner/app/commands.hpp"

namespace hallmark::fuzz {

[[nodiscard]] runner::Command add_fuzz(CLI::App& app);
[[nodiscard]] runner::Command add_replay(CLI::App& app);

}  // namespace hallmark::fuzz
