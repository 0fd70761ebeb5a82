// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/signing/environment_secret.hpp"

#include <cstdlib>
#include <string>

namespace hallmark::runner {

Secret secret_from(std::string_view variable) {
  const char* const value = std::getenv(std::string{variable}.c_str());  // NOLINT: nobody sets any
  return value == nullptr ? "" : value;
}

}  // namespace hallmark::runner
