// SPDX-License-Identifier: Apache-2.0
//
// An answer as it came, whose body may be packed as its Content-Encoding says.
#pragma once

#include <string_view>

#include "runner/wire/http/http.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

// What is packed otherwise than it says, or than the request accepts, is a decode_error.
[[nodiscard]] Reply decode_reply(int http_status, const Headers& headers, std::string_view body,
                                 bool accepts_gzip);

// To a request that names no coding, and so accepts any (RFC 9110, 12.5.3).
[[nodiscard]] Reply decode_reply(const HttpReply& reply);

}  // namespace hallmark::runner
