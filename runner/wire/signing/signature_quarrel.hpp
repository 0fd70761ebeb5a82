// SPDX-License-Identifier: Apache-2.0
//
// Two sides that compute one signature and do not agree: where what they signed begins to differ.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

// Whether an answer refuses its request for the signature.
[[nodiscard]] bool refuses_signature(const Reply& reply);

// Whether the text that the target signed, as its message tells it, is the one that was signed
// here.
enum class SignedTexts : std::uint8_t { untold, alike, different };
// `request`: with secrets struck out, and so in `reply`.
[[nodiscard]] SignedTexts compare_signed_texts(std::string_view request, const Reply& reply);

// Of a request that was refused so, with secrets struck out: a line that says what to make of it,
// what was signed, and what the target's message says that it computed, as far as either can be
// told. A line each; none where the request shows no signature.
[[nodiscard]] std::vector<std::string> signature_quarrel(std::string_view request,
                                                         const Reply& reply);

}  // namespace hallmark::runner
