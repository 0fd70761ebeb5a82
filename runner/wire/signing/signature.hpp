// SPDX-License-Identifier: Apache-2.0
//
// The two request signatures of the RPC gateway: HMAC-SHA1 in a query parameter (SignatureVersion
// 1.0, "V1" here) and ACS3-HMAC-SHA256 in the Authorization header ("V3").
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "runner/wire/http/headers.hpp"
#include "runner/wire/signing/query.hpp"
#include "runner/wire/signing/secret.hpp"

namespace hallmark::runner {

struct Credentials {
  std::string access_key_id;
  Secret access_key_secret;
  Secret security_token;  // empty without STS

  friend bool operator==(const Credentials&, const Credentials&) = default;
};

// Nothing, or why no request can carry them: "the access key id holds a line break". They go into
// headers as they are, so whoever could write what he liked there could write a request.
[[nodiscard]] std::optional<std::string> flaw_of(const Credentials& credentials);

// METHOD&%2F&encode(canonical query). A parameter named Signature is left out.
[[nodiscard]] std::string string_to_sign_v1(std::string_view method, const Parameters& parameters);

// The headers that a V3 signature covers, lower-cased, sorted and trimmed; values of one name are
// joined by ','.
struct CanonicalHeaders {
  std::string names;  // joined by ';'
  std::string lines;  // "name:value\n" of each
};

// They may come in any order and case.
[[nodiscard]] CanonicalHeaders canonical_headers(
    std::span<const Headers::value_type* const> signed_headers);
[[nodiscard]] CanonicalHeaders canonical_headers(const Headers& signed_headers);

// The six parts that V3 hashes.
[[nodiscard]] std::string canonical_request_v3(std::string_view method, std::string_view path,
                                               std::string_view canonical_query,
                                               const CanonicalHeaders& signed_headers,
                                               std::string_view payload_hash);

// Lower-case hexadecimal SHA-256.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

// Signs with one secret.
class Signer {
 public:
  explicit Signer(const Credentials& credentials);

  // Base64 of HMAC-SHA1 with the secret and "&" as the key.
  [[nodiscard]] std::string sign_v1(std::string_view string_to_sign) const;

  // Lower-case hexadecimal HMAC-SHA256, with the secret as the key, of
  // "ACS3-HMAC-SHA256\n" + hex(sha256(canonical_request)).
  [[nodiscard]] std::string sign_v3(std::string_view canonical_request) const;

 private:
  Secret secret_;
};

}  // namespace hallmark::runner
