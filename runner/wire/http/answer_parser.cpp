// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/http/answer_parser.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <limits>
#include <optional>
#include <utility>

#include "reports/text.hpp"
#include "runner/wire/http/mended_head.hpp"

namespace hallmark::runner {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

constexpr std::size_t line_limit = 4096;  // bytes of one line of chunked framing
constexpr std::size_t usual_headers = 8;  // of an answer; a few more cost an allocation
constexpr std::string_view lone_line_feed = "lines of the chunked framing that end in LF alone";

// Beast's grammar of the head, writing straight into a reply. Never sees a body.
class HeadParser final : public http::basic_parser<false> {
 public:
  explicit HeadParser(HttpReply& reply) : reply_{reply} {}

 private:
  void on_request_impl(http::verb, string_view, string_view, int, error_code&) override {}
  void on_response_impl(int status, string_view reason, int version, error_code&) override {
    reply_.status = status;
    reply_.reason.assign(reason.data(), reason.size());
    reply_.headers.reserve(usual_headers);
    reply_.version = version;
  }
  void on_field_impl(http::field, string_view name, string_view value, error_code&) override {
    reply_.headers.emplace_back(std::string{name.data(), name.size()},
                                std::string{value.data(), value.size()});
  }
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(string_view body, error_code&) override { return body.size(); }
  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code&) override {
    return body.size();
  }
  void on_finish_impl(error_code&) override {}

  HttpReply& reply_;
};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The position behind the blank line that ends a head; npos: not there yet. A line ends in a line
// feed, and a carriage return before it is no part of the line.
std::size_t find_end_of_head(std::string_view head, std::size_t from) {
  for (std::size_t at = head.find('\n', from); at != std::string_view::npos;
       at = head.find('\n', at + 1)) {
    const std::size_t line = at - (at > 0 && head[at - 1] == '\r' ? 1 : 0);
    if (line > 0 && head[line - 1] == '\n') return at + 1;
  }
  return std::string_view::npos;
}

bool begins_alike(std::string_view text, std::string_view start) {
  const std::size_t size = std::min(text.size(), start.size());
  return std::equal(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(size), start.begin(),
                    [](char a, char b) { return reports::to_lower(a) == reports::to_lower(b); });
}

// By Beast's grammar. Nothing, or what is wrong.
struct Framing {
  bool keep_alive = false, chunked = false;
  boost::optional<std::uint64_t> length;
};
std::optional<std::string> read_strictly(std::string_view head, bool to_head, HttpReply& reply,
                                         Framing& framing) {
  HeadParser parser{reply};
  parser.header_limit(
      static_cast<std::uint32_t>(std::min<std::size_t>(head.size() + 1, 0xffff'ffffU)));
  parser.body_limit(boost::none);
  if (to_head) parser.skip(true);
  error_code error;
  parser.put(boost::asio::buffer(head.data(), head.size()), error);
  if (error || !parser.is_header_done()) {
    return error == http::error::need_more ? "incomplete line" : error.message();
  }
  framing = {parser.keep_alive(), parser.chunked(), parser.content_length()};
  return std::nullopt;
}

// As common clients read what the RFC does not know.
bool read_leniently(std::string_view head, bool to_head, HttpReply& reply, Framing& framing) {
  std::optional<MendedHead> mended = mend_head(head);
  if (!mended) return false;
  reply = {};
  if (read_strictly(mended->text, to_head, reply, framing)) return false;
  for (auto& [place, header] : mended->aside) {
    reply.headers.insert(reply.headers.begin() + static_cast<std::ptrdiff_t>(place),
                         std::move(header));
  }
  reply.tolerated = mended->wrong;
  if (mended->is_doubtful) framing.keep_alive = false;
  return true;
}

}  // namespace

AnswerParser::State AnswerParser::state() const {
  if (phase_ == Phase::done) return State::done;
  return phase_ == Phase::failed ? State::failed : State::more;
}

void AnswerParser::fail(Fault fault, std::string what) {
  phase_ = Phase::failed;
  error_ = {fault, std::move(what)};
}

void AnswerParser::tolerate(std::string_view what) {
  if (reply_.tolerated.empty()) reply_.tolerated = what;
}

AnswerParser::State AnswerParser::feed(std::string_view bytes) {
  started_ = started_ || !bytes.empty();
  std::string storage;  // keeps a head alive that came in pieces, and what followed it
  while (!bytes.empty() && state() == State::more) {
    switch (phase_) {
      case Phase::head:
        read_head(bytes, storage);
        break;
      case Phase::counted_body:
      case Phase::chunk_data:
        read_counted(bytes);
        break;
      case Phase::open_body:
        if (bytes.size() > limits_.body - reply_.body.size()) {
          fail(Fault::too_large, "the body is longer than the limit");
          break;
        }
        reply_.body += bytes;
        bytes = {};
        break;
      case Phase::chunk_size:
        read_chunk_size(bytes);
        break;
      case Phase::chunk_end:
        read_chunk_end(bytes);
        break;
      case Phase::chunk_trailer:
        read_trailer(bytes);
        break;
      case Phase::done:
      case Phase::failed:
        break;
    }
  }
  if (!bytes.empty()) {
    has_more_ = true;
    reply_.keep_alive = false;
  }
  return state();
}

AnswerParser::State AnswerParser::end() {
  if (phase_ == Phase::open_body) {
    phase_ = Phase::done;
  } else if (state() == State::more) {
    if (started_) {
      fail(Fault::truncated, "the connection was closed in the middle of the answer");
    } else {
      fail(Fault::closed, "the connection was closed before an answer");
    }
  }
  return state();
}

void AnswerParser::read_head(std::string_view& bytes, std::string& storage) {
  constexpr std::string_view start = "HTTP/1.";
  const bool in_pieces = !pending_.empty();
  if (in_pieces) pending_ += bytes;
  const std::string_view head = in_pieces ? std::string_view{pending_} : bytes;
  // What is beyond the limit is not looked at: in pieces it would not have been read.
  const std::size_t room = limits_.header - interim_;
  const std::string_view within = head.substr(0, room);
  if (!begins_alike(within, start)) {
    return fail(Fault::malformed, "the answer does not start with \"HTTP/1.\"");
  }
  const std::size_t end = find_end_of_head(within, in_pieces ? scanned_ : 0);
  if (end == std::string_view::npos && head.size() > room) {
    return fail(Fault::too_large, "the head of the answer is longer than the limit");
  }
  if (end == std::string_view::npos) {
    scanned_ = head.size();
    if (!in_pieces) pending_ = head;
    bytes = {};
    return;
  }
  if (in_pieces) {
    storage = std::exchange(pending_, {});
    bytes = storage;
  }
  scanned_ = 0;
  const std::string_view whole = bytes.substr(0, end);
  bytes.remove_prefix(end);
  take_head(whole);
}

void AnswerParser::take_head(std::string_view head) {
  const std::string_view tolerated = reply_.tolerated;  // of an interim answer before
  Framing framing;
  const auto wrong = read_strictly(head, to_head_, reply_, framing);
  if (wrong && !read_leniently(head, to_head_, reply_, framing)) {
    return fail(Fault::malformed, "the head of the answer is not HTTP: " + *wrong);
  }
  if (!tolerated.empty()) reply_.tolerated = tolerated;
  head_ = head.size();
  const int status = reply_.status;
  if (status < 100) return fail(Fault::malformed, "the status code is under 100");
  reply_.keep_alive = framing.keep_alive;
  if (status == 101) {
    reply_.keep_alive = false;  // whatever follows, it is not HTTP
    phase_ = Phase::done;
  } else if (status < 200) {
    interim_ += head.size();
    const std::string_view kept = reply_.tolerated;
    reply_ = {};
    reply_.tolerated = kept;
  } else if (to_head_ || status == 204 || status == 304) {
    phase_ = Phase::done;
  } else if (framing.chunked) {
    phase_ = Phase::chunk_size;
  } else if (framing.length) {
    if (*framing.length > limits_.body) {
      return fail(Fault::too_large, "the body is announced longer than the limit");
    }
    remaining_ = *framing.length;
    phase_ = remaining_ == 0 ? Phase::done : Phase::counted_body;
    reply_.body.reserve(std::min<std::size_t>(remaining_, 64U << 10U));
  } else {
    phase_ = Phase::open_body;
  }
}

void AnswerParser::read_counted(std::string_view& bytes) {
  const std::size_t taken = std::min<std::uint64_t>(remaining_, bytes.size());
  reply_.body += bytes.substr(0, taken);
  bytes.remove_prefix(taken);
  remaining_ -= taken;
  if (remaining_ == 0) phase_ = phase_ == Phase::counted_body ? Phase::done : Phase::chunk_end;
}

bool AnswerParser::read_line(std::string_view& bytes) {
  const std::size_t feed_at = bytes.find('\n');
  const std::size_t size = feed_at == std::string_view::npos ? bytes.size() : feed_at + 1;
  if (size > line_limit - line_.size()) {
    fail(Fault::too_large, "a line of the chunked framing is longer than the limit");
    return false;
  }
  line_ += bytes.substr(0, size);
  bytes.remove_prefix(size);
  if (feed_at == std::string_view::npos) return false;
  line_.pop_back();
  if (line_.ends_with('\r')) {
    line_.pop_back();
  } else {
    tolerate(lone_line_feed);
  }
  return true;
}

void AnswerParser::read_chunk_size(std::string_view& bytes) {
  // Garbage is known by its first byte; there is no need to wait for the end of its line.
  if (line_.empty() && hex_digit(bytes.front()) < 0) {
    return fail(Fault::malformed, "a chunk does not start with its size");
  }
  if (!read_line(bytes)) return;
  framing_ += line_.size();
  if (framing_ > limits_.header + limits_.body) {
    return fail(Fault::too_large, "the chunked framing is longer than the limit");
  }
  std::uint64_t size = 0;
  std::size_t digits = 0;
  for (; digits < line_.size() && hex_digit(line_[digits]) >= 0; ++digits) {
    size = size * 16 + static_cast<std::uint64_t>(hex_digit(line_[digits]));
    if (size > limits_.body - reply_.body.size()) {
      return fail(Fault::too_large, "the body is longer than the limit");
    }
  }
  const std::size_t extension = line_.find_first_not_of(" \t", digits);
  if (extension != std::string::npos && line_[extension] != ';') {
    return fail(Fault::malformed, "a chunk's size is not a hexadecimal number");
  }
  line_.clear();
  remaining_ = size;
  phase_ = size == 0 ? Phase::chunk_trailer : Phase::chunk_data;
}

void AnswerParser::read_chunk_end(std::string_view& bytes) {
  line_ += bytes.front();
  bytes.remove_prefix(1);
  if (line_ == "\r") return;
  if (line_ == "\n") tolerate(lone_line_feed);
  if (line_ != "\n" && line_ != "\r\n")
    return fail(Fault::malformed, "a chunk is longer than its size");
  line_.clear();
  phase_ = Phase::chunk_size;
}

void AnswerParser::read_trailer(std::string_view& bytes) {
  if (!read_line(bytes)) return;
  trailer_ += line_.size();
  if (trailer_ > limits_.header) {
    return fail(Fault::too_large, "the trailer of the answer is longer than the limit");
  }
  if (line_.empty()) phase_ = Phase::done;
  line_.clear();
}

}  // namespace hallmark::runner
