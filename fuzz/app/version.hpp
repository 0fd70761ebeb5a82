// SPDX-License-Identifier: Apache-2.0
//
// What `hallmark --version` prints.
#pragma once

#include <string>

namespace hallmark::app {

// What reports tell of the program, and the libraries that are linked.
[[nodiscard]] std::string version_text();

}  // namespace hallmark::app
