// SPDX-License-Identifier: Apache-2.0
//
// An answer as bytes: status line, headers, body.
#pragma once

#include <string>
#include <string_view>

#include "runner/reference/server/http.hpp"

namespace hallmark::runner::reference {

// How the request wants its answer framed.
struct Framing {
  bool keep_alive = true;
  bool http_1_0 = false;
  bool head_only = false;  // HEAD: everything but the body
};

// Appends the whole response. Of the delivery it obeys what concerns these bytes: chunked, flood
// and content_length_error.
void append_response(std::string& out, const HttpResponse& response, Framing framing);

// A refusal by the server itself: bytes that are no request, or too many of them.
[[nodiscard]] HttpResponse server_refusal(int status, std::string_view what);

}  // namespace hallmark::runner::reference
