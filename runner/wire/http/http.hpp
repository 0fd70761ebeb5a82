// SPDX-License-Identifier: Apache-2.0
//
// One HTTP request as it goes out, and one answer as it came in.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "runner/wire/http/headers.hpp"

namespace hallmark::runner {

class AnswerShare;

// Sent byte for byte as given: unusual methods, any case of header names, headers given twice.
struct HttpRequest {
  std::string method = "GET";
  std::string target = "/";  // path and query, encoded
  Headers headers;           // Host and Content-Length are added when they are not among them
  std::string body;
  int version = 11;         // 10 or 11
  bool idempotent = false;  // may be sent again if a kept connection turns out to be closed
  // What the answer takes of ClientOptions::room is taken with that of the asker's others; empty:
  // alone.
  std::shared_ptr<AnswerShare> share = nullptr;
};

struct HttpReply {
  int status = 0;
  std::string reason;
  int version = 11;                              // 10 or 11
  Headers headers;                               // order and case as received
  std::string body;                              // without the chunked framing
  std::chrono::steady_clock::duration took{};    // from the first byte out to the last byte in
  std::chrono::steady_clock::time_point sent{};  // when the last byte had gone out
  bool keep_alive = false;                       // the server keeps the connection open
  // The first thing of it that RFC 9112 forbids and common clients take, a constant: "no space
  // behind the status code"; empty: none.
  std::string_view tolerated = {};
  std::shared_ptr<AnswerShare> share;  // of ClientOptions::room, in which it is
  std::size_t taken = 0;               // so many bytes of that

  // The value of the first header of that name, in any case; empty when there is none.
  [[nodiscard]] std::string_view header(std::string_view name) const;
  [[nodiscard]] bool has_header(std::string_view name) const;
};

// The bytes that go out. `host` is the Host header to add when the request has none; without it
// none is added. Content-Length is added when absent and the request has a body, or is a POST, PUT
// or PATCH, and does not bring its own Transfer-Encoding.
[[nodiscard]] std::string raw_request(const HttpRequest& request, std::string_view host = {});

// The same, appended to `out`, and `more` behind the headers of the request.
void append_raw_request(std::string& out, const HttpRequest& request, std::string_view host,
                        const Headers& more = {});

}  // namespace hallmark::runner
