// SPDX-License-Identifier: Apache-2.0
//
// A request that is not yet bytes: drafted, signed, and written down.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/request.hpp"
#include "runner/wire/http/headers.hpp"
#include "runner/wire/signing/query.hpp"
#include "runner/wire/signing/signature.hpp"

namespace hallmark::runner {

// A parameter whose value or name is to be spelled in another way than the canonical one.
struct Spelling {
  std::string name;
  cases::Encoding of_value = cases::Encoding::canonical;
  cases::NameSpelling of_name = cases::NameSpelling::canonical;
};

struct Draft {
  std::string method;
  std::string path;
  cases::Variant variant;
  Parameters parameters;  // all that travel in the query or in the form
  std::vector<Spelling> spellings;
  std::vector<std::string> apart;        // names of those that travel where the rest does not
  Headers headers;                       // in the order in which they are sent
  std::optional<std::string> algorithm;  // V3: where it is another one
  Parameters authorization;              // V3: Credential, SignedHeaders, Signature
  std::optional<Secret> signing_key;     // where it is another one than the protocol's
  std::optional<std::string> body;
};

// Whether its body holds parameters.
[[nodiscard]] bool has_form(const Draft& draft);

// What the Authorization header of V3 calls itself.
[[nodiscard]] std::string_view algorithm_of(const Draft& draft);

// Adds what every request says of itself: public parameters of V1, headers of V3.
struct Common {
  std::string action;
  std::string nonce;
  std::string timestamp;
};
void add_common(Draft& draft, const Common& common, const Credentials& credentials);

// What the protocol of the draft keys the signature with.
[[nodiscard]] Secret signing_key_of(const Draft& draft, const Credentials& credentials);

// Adds the signature, and to `secrets` what of it must not be shown.
void sign(Draft& draft, const Credentials& credentials, std::vector<Secret>& secrets);

// V3: the header that the parts of draft.authorization make.
[[nodiscard]] std::string authorization_header(const Draft& draft);

// Path and query, and the body, as they go out.
[[nodiscard]] std::string target_of(const Draft& draft);
[[nodiscard]] std::string body_of(const Draft& draft);

}  // namespace hallmark::runner
