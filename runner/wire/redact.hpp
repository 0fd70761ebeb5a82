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
// - the values of Signature, AccessKeyId, Credential, SecurityToken and AccessKeySecret wherever
// one
//   of these names is followed by a value: in queries, forms, headers, JSON, XML and inside other
//   values, plain or percent-encoded any number of times, in any case of the name;
// - each of `secrets` (when it has at least four characters), plain, percent-encoded, form-encoded
//   and doubly encoded, with upper- and lower-case digits, and as JSON and XML would escape it.
//
// Meant for requests and for whatever a target echoes of them.
[[nodiscard]] std::string redact(std::string_view text, std::span<const std::string> secrets = {});

}  // namespace hallmark::runner
