// SPDX-License-Identifier: Apache-2.0
//
// Whether a request is signed as documented: what is asked of a client, whoever wrote it. A pure
// function of the request and the secret; when it was signed, and whether its nonce is new, is for
// others to say.
//
//   const Verified verified = verify(request, "testsecret");
//   if (verified.flaw) ...  // its kind, the part that is meant, the string that was to be signed
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runner/reference/signing/signatures.hpp"

namespace hallmark::runner::reference {

struct Verified {
  Protocol protocol = Protocol::v1;  // V1 as well where nothing tells
  std::string access_key_id;         // as claimed; empty where it is missing
  std::optional<Flaw> flaw;          // the first one; nothing: it is signed as documented
};

[[nodiscard]] Verified verify(const HttpRequest& request, std::string_view secret);

}  // namespace hallmark::runner::reference
