// SPDX-License-Identifier: Apache-2.0
//
// For tests and fuzzers: both request signatures a second time, written from the documents and from
// nothing else of ours. What they hash with is nettle's, which shares no code with the OpenSSL of
// the signer that they are compared with.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hallmark::runner::testing {

// The bytes that the functions return, as they are: nothing is encoded.
std::string nettle_sha256(std::string_view message);
std::string nettle_hmac_sha1(std::string_view key, std::string_view message);
std::string nettle_hmac_sha256(std::string_view key, std::string_view message);
std::string nettle_base64(std::string_view bytes);
std::string nettle_hex(std::string_view bytes);

// RFC 3986, sections 2.1 and 2.3.
std::string second_percent_encode(std::string_view raw);

// Parameters or headers, in any order.
using SignedPairs = std::vector<std::pair<std::string, std::string>>;

// Base64 of the signature in the Signature parameter. A parameter of that name is left out; nothing
// where two parameters have one name.
std::optional<std::string> second_signature_v1(std::string_view method,
                                               const SignedPairs& parameters,
                                               std::string_view secret);

// Hexadecimal, as in the Authorization header. Names of headers are made small, and blanks around
// their values taken away, here; nothing where two parameters, or two headers, have one name.
std::optional<std::string> second_signature_v3(std::string_view method, std::string_view path,
                                               const SignedPairs& query, const SignedPairs& headers,
                                               std::string_view body, std::string_view secret);

}  // namespace hallmark::runner::testing
