// SPDX-License-Identifier: Apache-2.0
//
// An HTTP exchange as the reference endpoint sees it: plain values, no socket.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace hallmark::runner::reference {

// In the order in which they travel; names keep their case.
using Headers = std::vector<std::pair<std::string, std::string>>;

struct Past;

struct HttpRequest {
  std::string method;
  std::string target;  // path and query, still percent-encoded
  Headers headers;
  std::string body;
  // What was called before on the connection by which it came, for whoever answers to read and to
  // write; null: it came by none. One call at a time.
  Past* connection = nullptr;
};

// What the server does with an answer besides sending it. Honest answers leave everything as it is.
struct Delivery {
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);

  std::chrono::milliseconds delay{0};
  bool never_answer = false;  // keep the connection open and silent
  bool close_without_answer = false;
  std::size_t truncate_after = npos;  // bytes of the whole response; then the connection closes
  bool drip = false;                  // one byte at a time
  std::size_t flood = 0;              // bytes of filler sent instead of the body
  bool garbage = false;               // bytes that are not HTTP
  bool chunked = false;               // chunked transfer coding instead of Content-Length
  bool close_after = false;           // the connection ends after this answer, unannounced
  int content_length_error = 0;       // added to the announced Content-Length

  friend bool operator==(const Delivery&, const Delivery&) = default;
};

struct HttpResponse {
  int status = 200;
  Headers headers;  // without Content-Length and Connection, which are the server's affair
  std::string body;
  Delivery delivery;
};

}  // namespace hallmark::runner::reference
