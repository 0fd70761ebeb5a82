// SPDX-License-Identifier: Apache-2.0
//
// A request as it goes out, and what of it, and of its answer, may be shown.
#pragma once

#include <string>
#include <vector>

#include "runner/wire/http/http.hpp"
#include "runner/wire/signing/secret.hpp"

namespace hallmark::runner {

struct BuiltRequest {
  HttpRequest http;
  std::string action;  // as spelled on the wire
  std::string nonce;
  std::vector<Secret> secrets;  // signatures, key ids, keys, tokens
  bool as_usual = false;        // nothing was edited: `secrets` is all there is to hide
};

// The bytes of a request as a report may show them: at most 16 KiB, nothing of `secrets` in them.
[[nodiscard]] std::string shown(const BuiltRequest& request);

// `text` of an answer, with whatever it echoes of the request's credentials struck out.
[[nodiscard]] std::string strike_out(std::string text, const BuiltRequest& request);

// The same for all of an answer: reason, headers, and body, which stays packed where it is packed.
// A packed body that cannot be looked through whole, and may show something, is struck out whole.
void strike_out(HttpReply& reply, const BuiltRequest& request);

}  // namespace hallmark::runner
