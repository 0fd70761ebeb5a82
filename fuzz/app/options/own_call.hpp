// SPDX-License-Identifier: Apache-2.0
//
// What a user writes down of a call.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
}

namespace hallmark::app {

// ACTION Name=Value...
void add_call(CLI::App& command, std::string& action, std::vector<std::string>& arguments);

// "Name=Value" in its parts. Throws UsageError.
[[nodiscard]] std::pair<std::string, std::string> name_and_value(const std::string& argument);

}  // namespace hallmark::app
