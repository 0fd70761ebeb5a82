// SPDX-License-Identifier: Apache-2.0
//
// Keys that options name, with what stands in the environment for them.
#pragma once

#include <string>
#include <string_view>

#include "reports/secret_variables.hpp"
#include "runner/wire/signing/signature.hpp"

namespace hallmark::runner {

// Of --access-key-id, its secret and its token; each is empty where it is not set.
[[nodiscard]] Credentials key_of(const std::string& access_key_id);

// The same for who cannot go on without a secret. Throws UsageError: there is none, or no request
// can carry the key.
[[nodiscard]] Credentials own_key(const std::string& access_key_id);

// Throws UsageError, "--access-key-id needs HALLMARK_ACCESS_KEY_SECRET in the environment", where
// it is not set. `who` wants it.
[[nodiscard]] Secret required_secret(const std::string& who,
                                     std::string_view variable = reports::secret_variable);

}  // namespace hallmark::runner
