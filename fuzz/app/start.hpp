// SPDX-License-Identifier: Apache-2.0
//
// A program that has these commands, from its arguments to its exit code.
#pragma once

#include <span>

#include "fuzz/app/commands.hpp"

namespace hallmark::app {

[[nodiscard]] int start(int argc, char** argv, std::span<const AddCommand> commands);

}  // namespace hallmark::app
