// SPDX-License-Identifier: Apache-2.0
//
// For tests: the hash functions of FIPS 180-4, HMAC of RFC 2104 and Base64 of RFC 4648, written
// from those documents and from nothing else of ours, and both request signatures on top of them.
// Slow and plain, so that it can be wrong only in other ways than the signer it is compared with.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace hallmark::runner::testing {

std::string slow_sha1(const std::string& message);    // 20 bytes
std::string slow_sha256(const std::string& message);  // 32 bytes
std::string slow_hmac_sha1(const std::string& key, const std::string& message);
std::string slow_hmac_sha256(const std::string& key, const std::string& message);
std::string slow_base64(const std::string& bytes);
std::string slow_hex(const std::string& bytes);
std::string slow_percent_encode(const std::string& raw);

// Base64 of the signature in the Signature parameter.
std::string slow_signature_v1(const std::string& method,
                              const std::map<std::string, std::string>& parameters,
                              const std::string& secret);

// Hexadecimal, as in the Authorization header. The headers are lower-cased and trimmed already.
std::string slow_signature_v3(const std::string& method, const std::string& path,
                              const std::map<std::string, std::string>& query,
                              const std::map<std::string, std::string>& headers,
                              const std::string& body, const std::string& secret);

}  // namespace hallmark::runner::testing
