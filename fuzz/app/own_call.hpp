// SPDX-License-Identifier: Apache-2.0
//
// What a user writes down of a call, and the key that it is made with.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "runner/wire/signing/signature.hpp"

namespace CLI {
class App;
}

namespace hallmark::app {

// ACTION Name=Value...
void add_call(CLI::App& command, std::string& action, std::vector<std::string>& arguments);

// "Name=Value" in its parts. Throws UsageError.
[[nodiscard]] std::pair<std::string, std::string> name_and_value(const std::string& argument);

// --access-key-id with the secret of it in the environment, and its token where there is one.
// Throws UsageError: no secret, or what no request can carry.
[[nodiscard]] runner::Credentials own_key(const std::string& access_key_id);

}  // namespace hallmark::app
