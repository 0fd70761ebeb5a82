// SPDX-License-Identifier: Apache-2.0
//
// The two HMACs of the gateway with any key, the right one or not. Who signs as documented asks
// Signer.
#pragma once

#include <string>
#include <string_view>

namespace hallmark::runner {

// Base64 of HMAC-SHA1.
[[nodiscard]] std::string signature_v1_with(std::string_view key, std::string_view string_to_sign);

// Lower-case hexadecimal HMAC-SHA256 of what V3 makes of the canonical request.
[[nodiscard]] std::string signature_v3_with(std::string_view key,
                                            std::string_view canonical_request);

}  // namespace hallmark::runner
