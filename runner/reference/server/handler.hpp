// SPDX-License-Identifier: Apache-2.0
//
// What a Server serves: bytes in, an answer out. The endpoint is one; whoever wants to see what a
// client makes of other answers writes another.
#pragma once

#include "runner/reference/server/http.hpp"

namespace hallmark::runner::reference {

class Handler {
 public:
  Handler() = default;
  virtual ~Handler() = default;
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;

  // Called from any thread of the server, from several at once if it has several. The answer's
  // Delivery says how it travels, however badly.
  [[nodiscard]] virtual HttpResponse handle(const HttpRequest& request) noexcept = 0;
};

}  // namespace hallmark::runner::reference
