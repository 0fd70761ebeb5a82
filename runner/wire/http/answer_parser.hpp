// SPDX-License-Identifier: Apache-2.0
//
// Puts an HTTP/1 answer together from whatever pieces the network hands over. Knows no socket, so
// it can be tested with every split and fuzzed with every byte.
//
// The head is read by Beast, when it is complete, and what Beast refuses once more as common
// clients read it (see MendedHead); the framing of the body (Content-Length, chunks, the end of the
// connection) is read here, because Beast 1.81 asserts on an empty chunked body that comes byte by
// byte, and on a connection that ends before its first byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "runner/wire/http/http.hpp"
#include "runner/wire/http/result.hpp"

namespace hallmark::runner {

struct AnswerLimits {
  std::size_t header;  // bytes of status line and headers, those of 1xx answers included
  std::size_t body;    // bytes, framing removed
};

class AnswerParser {
 public:
  enum class State : std::uint8_t { more, done, failed };

  // `to_head`: the request was a HEAD, so no body follows whatever the headers say.
  AnswerParser(AnswerLimits limits, bool to_head) : limits_{limits}, to_head_{to_head} {}

  // Takes the next bytes. Bytes after the end of the answer are not looked at, but they make the
  // connection unfit to be kept.
  State feed(std::string_view bytes);
  [[nodiscard]] bool has_more() const { return has_more_; }  // of such bytes

  // The connection has ended.
  State end();

  // Bytes of the answer that it keeps so far.
  [[nodiscard]] std::size_t held() const {
    return pending_.size() + head_ + reply_.body.size() + line_.size();
  }

  // Whether any byte came.
  [[nodiscard]] bool started() const { return started_; }

  // After State::done.
  [[nodiscard]] HttpReply& reply() { return reply_; }

  // After State::failed.
  [[nodiscard]] const Error& error() const { return error_; }

 private:
  enum class Phase : std::uint8_t {
    head,
    counted_body,   // Content-Length
    open_body,      // to the end of the connection
    chunk_size,     // a line
    chunk_data,     // remaining_ bytes
    chunk_end,      // CR LF
    chunk_trailer,  // lines to an empty one
    done,
    failed
  };

  void read_head(std::string_view& bytes, std::string& storage);
  void take_head(std::string_view head);
  void read_counted(std::string_view& bytes);
  void read_chunk_size(std::string_view& bytes);
  void read_chunk_end(std::string_view& bytes);
  void read_trailer(std::string_view& bytes);
  bool read_line(std::string_view& bytes);  // into line_, without CR LF; false: more to come
  void tolerate(std::string_view what);
  void fail(Fault fault, std::string what);
  [[nodiscard]] State state() const;

  AnswerLimits limits_;
  bool to_head_;
  bool started_ = false;
  bool has_more_ = false;
  Phase phase_ = Phase::head;
  std::size_t interim_ = 0;      // bytes of the 1xx answers so far
  std::size_t head_ = 0;         // bytes of the head
  std::size_t scanned_ = 0;      // bytes of pending_ known to hold no end of the head
  std::string pending_;          // the head as far as it came
  std::string line_;             // the line of chunked framing as far as it came
  std::size_t framing_ = 0;      // bytes of chunks' sizes and extensions so far
  std::size_t trailer_ = 0;      // bytes of trailer lines so far
  std::uint64_t remaining_ = 0;  // bytes of counted body or chunk still to come
  HttpReply reply_;
  Error error_{};
};

}  // namespace hallmark::runner
