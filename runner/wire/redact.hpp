// SPDX-License-Identifier: Apache-2.0
//
// Strikes credentials out of text that is going to be shown, logged or reported.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "runner/wire/signing/secret.hpp"

namespace hallmark::runner {

// What stands in the place of what was struck out.
inline constexpr std::string_view struck_out = "***";

// Strikes out
// - the values of Signature, AccessKeyId, AccessKeySecret, Credential, SecurityToken,
//   x-acs-security-token and BearerToken wherever one of these names, in any case, is followed by a
//   value: in queries, forms, headers, JSON, XML and inside other values, percent-encoded any
//   number of times;
// - each of `secrets` that has at least four characters, wherever it stands and whichever of its
//   characters are percent-encoded (any number of times, digits in either case), form-encoded, or
//   escaped as JSON or XML does it; and whatever else find_echoes() finds of them.
//
// Meant for requests and for whatever a target echoes of them. Linear in the length of the text.
[[nodiscard]] std::string redact(std::string_view text, std::span<const Secret> secrets = {});

// False: redact() would change nothing. Asked first, for nearly every text holds nothing to strike
// out.
[[nodiscard]] bool may_show(std::string_view text, std::span<const Secret> secrets);

}  // namespace hallmark::runner
