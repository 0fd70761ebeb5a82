// SPDX-License-Identifier: Apache-2.0
//
// A secret that the user has put into the environment (reports/secret_variables.hpp names them).
#pragma once

#include <string_view>

#include "runner/wire/signing/secret.hpp"

namespace hallmark::runner {

// Empty where the variable is not set.
[[nodiscard]] Secret secret_from(std::string_view variable);

}  // namespace hallmark::runner
