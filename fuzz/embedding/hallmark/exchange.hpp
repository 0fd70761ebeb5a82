// SPDX-License-Identifier: Apache-2.0
//
// An endpoint as a function of this process: a request of HTTP in, an answer out.
//
//   hallmark::Response handle(const hallmark::Request& request) {
//     return {.status = 404, .headers = {{"Content-Type", "text/plain"}}, .body = "not here"};
//   }
//
// Calls of the API come to `/`, those of the fixture protocol (fixture-protocol.md) to paths under
// `/_fixtures`.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace hallmark {

// In the order in which they travel. Names keep their case, and mean the same in any.
using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;  // as sent: GET, POST, and what no server knows
  std::string target;  // path and query, percent-encoded
  Headers headers;
  std::string body;
};

struct Response {
  int status = 200;
  Headers headers;  // without Content-Length and Connection, which are added
  std::string body;
};

// Asked one request at a time, and not always by the same thread. What it throws is answered as
// 500. Nobody can end a call from outside: one that never returns keeps whoever asked for ever.
using Handle = std::function<Response(const Request&)>;

}  // namespace hallmark
