// SPDX-License-Identifier: Apache-2.0
//
// How the help of the commands is laid out: their options in groups, and examples.
#pragma once

#include <span>
#include <string_view>

namespace CLI {
class App;
}

namespace hallmark::app {

// A line that shows how a command is used, and why one would.
struct Example {
  std::string_view command;  // "run", "report convert"
  std::string_view line;     // what is typed behind "hallmark "
  std::string_view does;
};
// Of all commands of `app`, when they are there.
void lay_out_help(CLI::App& app);

}  // namespace hallmark::app
