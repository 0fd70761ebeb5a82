// SPDX-License-Identifier: Apache-2.0
//
// The command line of the program, whole: what main parses, and what the manual page and the
// completions of shells are made of.
#pragma once

#include <CLI/App.hpp>
#include <span>
#include <vector>

#include "fuzz/app/commands.hpp"

namespace hallmark::app {

struct Named {
  CLI::App* parser;
  Command command;
};

// Adds the commands to `app`, and what stands beside them.
[[nodiscard]] std::vector<Named> add_commands(CLI::App& app, std::span<const AddCommand> commands);

}  // namespace hallmark::app
