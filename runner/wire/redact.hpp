// SPDX-License-Identifier: Apache-2.0
//
// Strikes credentials out of text that is going to be shown, logged or reported.
#pragma once

#include <span>
#include <string>
#include <string_view>

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
//   escaped as JSON or XML does it.
//
// Meant for requests and for whatever a target echoes of them. Linear in the length of the text.
[[nodiscard]] std::string redact(std::string_view text, std::span<const std::string> secrets = {});

}  // namespace hallmark::runner
