// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/keys.hpp"

#include "runner/conduct/usage_error.hpp"
#include "runner/wire/signing/environment_secret.hpp"

namespace hallmark::runner {

Credentials key_of(const std::string& access_key_id) {
  return {access_key_id, secret_from(reports::secret_variable),
          secret_from(reports::token_variable)};
}

Credentials own_key(const std::string& access_key_id) {
  (void)required_secret("--access-key-id");
  Credentials key = key_of(access_key_id);
  if (const auto flaw = flaw_of(key)) throw UsageError{*flaw};
  return key;
}

Secret required_secret(const std::string& who, std::string_view variable) {
  Secret secret = secret_from(variable);
  if (secret.empty()) {
    throw UsageError{who + " needs " + std::string{variable} + " in the environment"};
  }
  return secret;
}

}  // namespace hallmark::runner
