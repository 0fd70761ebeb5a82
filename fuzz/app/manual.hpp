// SPDX-License-Identifier: Apache-2.0
//
// The command line as others show it: a manual page, and what shells complete. All of it is read
// off the parser, so that an option is described once.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace hallmark::app {

// For man(1): hallmark.1.
[[nodiscard]] std::string man_page(const CLI::App& app);

// For bash-completion: commands, options, the words that an option takes, files for the rest.
[[nodiscard]] std::string bash_completion(const CLI::App& app);

// The same for zsh, with a line about each: _hallmark.
[[nodiscard]] std::string zsh_completion(const CLI::App& app);

}  // namespace hallmark::app
