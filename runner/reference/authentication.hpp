// SPDX-License-Identifier: Apache-2.0
//
// Who calls, and did they sign what they sent? The checks stand in the order of the common gateway:
// mandatory parameters, access key, signature method and version, timestamp, signature, nonce.
#pragma once

#include <string_view>

#include "runner/reference/call.hpp"

namespace hallmark::runner::reference {

// Tells the protocol of a call, and the action and version that it names.
void recognise(Call& call);

// Refuses, or sets call.world.
[[nodiscard]] Outcome authenticate(Call& call);

// The two protocols; authenticate() chooses.
[[nodiscard]] Outcome authenticate_v1(Call& call);
[[nodiscard]] Outcome authenticate_v3(Call& call);

// Steps that both share.
[[nodiscard]] Outcome identify(Call& call, std::string_view access_key_id);
[[nodiscard]] Outcome check_timestamp(const Call& call, std::string_view timestamp);
[[nodiscard]] Outcome use_nonce(const Call& call, std::string_view nonce);

}  // namespace hallmark::runner::reference
