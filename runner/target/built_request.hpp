// SPDX-License-Identifier: Apache-2.0
//
// A request as it goes out, and what of it, and of its answer, may be shown.
#pragma once

#include <string>
#include <vector>

#include "runner/wire/http/http.hpp"

namespace hallmark::runner {

struct BuiltRequest {
  HttpRequest http;
  std::string action;  // as spelled on the wire
  std::string nonce;
  std::vector<std::string> secrets;  // signatures, key ids, keys, tokens
  bool as_usual = false;             // nothing was edited: `secrets` is all there is to hide
};

// The bytes of a request as a report may show them: at most 16 KiB, nothing of `secrets` in them.
[[nodiscard]] std::string shown(const BuiltRequest& request);

// `text` of an answer, with whatever it echoes of the request's credentials struck out.
[[nodiscard]] std::string strike_out(std::string text, const BuiltRequest& request);

// The same for the values of an answer's headers and for its body.
void strike_out(HttpReply& reply, const BuiltRequest& request);

}  // namespace hallmark::runner
