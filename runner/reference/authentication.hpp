// SPDX-License-Identifier: Apache-2.0
//
// Who calls, and did they sign what they sent? The checks stand in the order of the common gateway:
// mandatory parameters, access key, signature method and version, timestamp, signature, nonce.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "runner/reference/call.hpp"
#include "runner/reference/canonical_query.hpp"

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
[[nodiscard]] Outcome use_nonce(const Call& call, std::string_view nonce,
                                std::string_view timestamp);

// The signature over other parts than those that were sent; nothing when there is none.
using SignatureOver = std::function<std::string(const Signed&)>;

// Whether a defect accepts `given` although it is not the `expected` signature.
[[nodiscard]] bool is_wrong_signature_accepted(const Call& call, std::string_view given,
                                               std::string_view expected,
                                               const SignatureOver& signature_over);

}  // namespace hallmark::runner::reference
