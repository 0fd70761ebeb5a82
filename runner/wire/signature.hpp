// SPDX-License-Identifier: Apache-2.0
//
// The two request signatures of the RPC gateway: HMAC-SHA1 in a query parameter (SignatureVersion
// 1.0, "V1" here) and ACS3-HMAC-SHA256 in the Authorization header ("V3").
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "runner/wire/headers.hpp"
#include "runner/wire/query.hpp"

struct evp_mac_ctx_st;  // OpenSSL's EVP_MAC_CTX

namespace hallmark::runner {

struct Credentials {
  std::string access_key_id;
  std::string access_key_secret;
  std::string security_token;  // empty without STS

  friend bool operator==(const Credentials&, const Credentials&) = default;
};

// METHOD&%2F&encode(canonical query). A parameter named Signature is left out.
[[nodiscard]] std::string string_to_sign_v1(std::string_view method, const Parameters& parameters);

// The names of `signed_headers`, lower-cased, sorted and joined by ';'.
[[nodiscard]] std::string signed_header_names(const Headers& signed_headers);

// The six parts that V3 hashes. The headers may come in any order and case: they are lower-cased,
// sorted and trimmed here; values of one name are joined by ','.
[[nodiscard]] std::string canonical_request_v3(std::string_view method, std::string_view path,
                                               std::string_view canonical_query,
                                               const Headers& signed_headers,
                                               std::string_view payload_hash);

// Lower-case hexadecimal SHA-256.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

// Signs with one secret. Keeps the keyed HMAC contexts, which makes a signature four times as fast
// as the one-shot call. Movable; not to be shared by two threads.
class Signer {
 public:
  explicit Signer(const Credentials& credentials);
  Signer(Signer&&) noexcept;
  Signer& operator=(Signer&&) noexcept;
  ~Signer();

  // Base64 of HMAC-SHA1 with the secret and "&" as the key.
  [[nodiscard]] std::string sign_v1(std::string_view string_to_sign);

  // Lower-case hexadecimal HMAC-SHA256, with the secret as the key, of
  // "ACS3-HMAC-SHA256\n" + hex(sha256(canonical_request)).
  [[nodiscard]] std::string sign_v3(std::string_view canonical_request);

 private:
  struct FreeMac {
    void operator()(evp_mac_ctx_st* context) const;
  };
  std::string secret_;
  // Each keyed when it is first used: an account seldom signs both ways.
  std::unique_ptr<evp_mac_ctx_st, FreeMac> sha1_;
  std::unique_ptr<evp_mac_ctx_st, FreeMac> sha256_;
};

}  // namespace hallmark::runner
