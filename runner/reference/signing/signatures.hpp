// SPDX-License-Identifier: Apache-2.0
//
// Did they sign what they sent? Each step looks at the request alone, and at the secret where it
// needs one: no clock, no accounts, no memory. verify() takes them one after the other; the
// endpoint's authentication has its own checks between them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runner/reference/request/request.hpp"
#include "runner/reference/signing/canonical_query.hpp"

namespace hallmark::runner::reference {

// What a request says about its signature: parameters of V1, headers of V3. Empty where it says
// nothing. Views into the request.
struct Claim {
  std::string_view access_key_id;
  std::string_view signature;
  std::string_view signed_headers;  // V3: "a;b;c"
  std::string_view timestamp;
  std::string_view nonce;
};
[[nodiscard]] Claim claim_of(const Request& request);

// What is wrong with a signature.
struct Flaw {
  enum class Kind : std::uint8_t {
    undecodable,  // a '%' without two hexadecimal digits: nothing more can be said
    missing,      // `part` is absent or empty
    other_way,    // `part` names another way of signing than the documented one
    not_signed,   // V3: `part`, a header that has to be signed, is not
    not_once,     // V3: `part`, a header that is signed, is absent or stands twice
    other_body,   // V3: `part` is not the hash of the body
    mismatch,     // the signature is not the one over `string_to_sign`
  };
  Kind kind;
  std::string part = {};               // of a parameter or a header: its name
  std::string string_to_sign = {};     // of a mismatch: what was to be signed
  std::string canonical_request = {};  // of a mismatch under V3: what its last line is the hash of
};

// Whether anything is missing that every signed request has.
[[nodiscard]] std::optional<Flaw> find_missing_part(const Request& request, const Claim& claim);

// Whether it was signed in another way, as far as it says so: V1 alone has parameters for that.
[[nodiscard]] std::optional<Flaw> find_other_way(const Request& request);

// Whether the signature is not the one of this request with this secret.
[[nodiscard]] std::optional<Flaw> find_mismatch(const Request& request, const Claim& claim,
                                                std::string_view secret);

// The signature over `parts`; empty where a signed header is missing or ambiguous.
[[nodiscard]] std::string signature_over(const Request& request, const Claim& claim,
                                         std::string_view secret, const Signed& parts);

// The two protocols, of which the functions above choose.
namespace v1 {
[[nodiscard]] Claim claim_of(const Request& request);
[[nodiscard]] std::optional<Flaw> find_missing_part(const Request& request);
[[nodiscard]] std::optional<Flaw> find_other_way(const Request& request);
[[nodiscard]] std::optional<Flaw> find_mismatch(const Request& request, const Claim& claim,
                                                std::string_view secret);
[[nodiscard]] std::string signature_over(const Request& request, std::string_view secret,
                                         const Signed& parts);
}  // namespace v1

namespace v3 {
[[nodiscard]] Claim claim_of(const Request& request);
[[nodiscard]] std::optional<Flaw> find_missing_part(const Request& request, const Claim& claim);
[[nodiscard]] std::optional<Flaw> find_mismatch(const Request& request, const Claim& claim,
                                                std::string_view secret);
[[nodiscard]] std::string signature_over(const Request& request, const Claim& claim,
                                         std::string_view secret, const Signed& parts);
}  // namespace v3

}  // namespace hallmark::runner::reference
