// SPDX-License-Identifier: Apache-2.0
//
// Takes one HTTP/1.1 request out of bytes as they arrive, and keeps the bytes: what a client really
// sent is evidence. More lenient than a server: what can be told is told.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runner/reference/server/http.hpp"

namespace hallmark::runner {

struct ReadRequest {
  reference::HttpRequest http;
  std::string raw;    // its bytes, chunks and all
  bool last = false;  // the client wants the connection closed behind its answer
};

class RequestReader {
 public:
  static constexpr std::size_t limit = 4U << 20U;  // bytes of one request

  enum class State : std::uint8_t { unfinished, whole, broken };

  void add(std::string_view bytes) { buffer_ += bytes; }

  // Whether a request is there; then take() it. Broken: no request, or one that is too long.
  [[nodiscard]] State look();
  [[nodiscard]] ReadRequest take();

  // The client waits for "100 Continue" before it sends the body. Once for each request.
  [[nodiscard]] bool awaits_invitation();

  [[nodiscard]] std::string_view rest() const { return buffer_; }

 private:
  bool read_head();
  State look_for_chunks();

  std::string buffer_;
  std::optional<ReadRequest> request_;  // its head is known
  std::size_t head_size_ = 0;
  std::size_t whole_size_ = 0;
  std::optional<std::size_t> length_;  // of the body
  bool chunked_ = false;
  bool invited_ = false;
};

}  // namespace hallmark::runner
