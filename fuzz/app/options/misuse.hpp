// SPDX-License-Identifier: Apache-2.0
//
// What is said to somebody whose command line is not understood.
#pragma once

#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace hallmark::app {

// One line: what is wrong, in the order of the words, what was meant perhaps, and where help is.
[[nodiscard]] std::string misuse_of(const CLI::App& app, const CLI::ParseError& error);

// The same where help was asked for, and with it a command that there is not; else empty.
[[nodiscard]] std::string unknown_command_of(const CLI::App& app);

}  // namespace hallmark::app
