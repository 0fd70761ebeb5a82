// SPDX-License-Identifier: Apache-2.0
//
// For tests and fuzzers: the hash functions of FIPS 180-4, HMAC of RFC 2104 and Base64 of RFC 4648,
// written from those documents and from nothing else of ours, and both request signatures on top of
// them. Slow beside OpenSSL and plain, so that it can be wrong only in other ways than the signer
// it is compared with; it makes no copies of what it hashes, for fuzzers do little else.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hallmark::runner::testing {

std::string slow_sha1(std::string_view message);    // 20 bytes
std::string slow_sha256(std::string_view message);  // 32 bytes
std::string slow_hmac_sha1(std::string_view key, std::string_view message);
std::string slow_hmac_sha256(std::string_view key, std::string_view message);
std::string slow_base64(std::string_view bytes);
std::string slow_hex(std::string_view bytes);
std::string slow_percent_encode(std::string_view raw);

// Parameters or headers, in any order.
using SlowPairs = std::vector<std::pair<std::string, std::string>>;

// Base64 of the signature in the Signature parameter. A parameter of that name is left out; nothing
// where two parameters have one name.
std::optional<std::string> slow_signature_v1(std::string_view method, const SlowPairs& parameters,
                                             std::string_view secret);

// Hexadecimal, as in the Authorization header. Names of headers are made small, and blanks around
// their values taken away, here; nothing where two parameters, or two headers, have one name.
std::optional<std::string> slow_signature_v3(std::string_view method, std::string_view path,
                                             const SlowPairs& query, const SlowPairs& headers,
                                             std::string_view body, std::string_view secret);

// The same where no name can stand twice.
inline std::string slow_signature_v1(std::string_view method,
                                     const std::map<std::string, std::string>& parameters,
                                     std::string_view secret) {
  return slow_signature_v1(method, SlowPairs{parameters.begin(), parameters.end()}, secret).value();
}
inline std::string slow_signature_v3(std::string_view method, std::string_view path,
                                     const std::map<std::string, std::string>& query,
                                     const std::map<std::string, std::string>& headers,
                                     std::string_view body, std::string_view secret) {
  return slow_signature_v3(method, path, SlowPairs{query.begin(), query.end()},
                           SlowPairs{headers.begin(), headers.end()}, body, secret)
      .value();
}

}  // namespace hallmark::runner::testing
