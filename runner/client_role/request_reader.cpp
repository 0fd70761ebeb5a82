// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/request_reader.hpp"

#include <charconv>
#include <utility>

#include "runner/reference/request/request.hpp"
#include "runner/reference/text.hpp"

namespace hallmark::runner {
namespace {

std::optional<std::size_t> number_in(std::string_view text, int base) {
  std::size_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number, base);
  if (error != std::errc{} || stop == text.data()) return std::nullopt;
  return number;
}

// HTTP/1.0 closes unless it is asked not to, HTTP/1.1 the other way round.
bool wants_the_end(const reference::HttpRequest& request, std::string_view protocol) {
  const std::string connection = reference::lower_case(reference::header(request, "Connection"));
  if (connection.find("close") != connection.npos) return true;
  return protocol == "HTTP/1.0" && connection.find("keep-alive") == connection.npos;
}

}  // namespace

// False where what came is no request.
bool RequestReader::read_head() {
  ReadRequest read;
  std::string_view head = std::string_view{buffer_}.substr(0, head_size_);
  const auto take_line = [&head] {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    head.remove_prefix(std::min(head.size(), line.size() + 2));
    return line;
  };
  const std::string_view first = take_line();
  const std::size_t method_end = first.find(' ');
  const std::size_t target_end = first.rfind(' ');
  if (method_end == first.npos || target_end <= method_end) return false;
  if (!first.substr(target_end + 1).starts_with("HTTP/1.")) return false;
  read.http.method = first.substr(0, method_end);
  read.http.target = first.substr(method_end + 1, target_end - method_end - 1);
  for (std::string_view line = take_line(); !line.empty(); line = take_line()) {
    const std::size_t colon = line.find(':');
    if (colon == line.npos) return false;
    read.http.headers.emplace_back(line.substr(0, colon),
                                   reference::trimmed(line.substr(colon + 1)));
  }
  chunked_ =
      reference::header(read.http, "Transfer-Encoding").find("chunked") != std::string_view::npos;
  read.last = wants_the_end(read.http, first.substr(target_end + 1));
  // A POST without either has no body.
  length_ = number_in(reference::header(read.http, "Content-Length"), 10).value_or(0);
  request_ = std::move(read);
  return true;
}

RequestReader::State RequestReader::look_for_chunks() {
  std::size_t at = head_size_;
  std::string body;
  for (;;) {
    const std::size_t line_end = buffer_.find("\r\n", at);
    if (line_end == std::string::npos) return State::unfinished;
    const auto size = number_in(std::string_view{buffer_}.substr(at, line_end - at), 16);
    if (!size || *size > limit) return State::broken;
    at = line_end + 2;
    if (*size == 0) break;
    if (buffer_.size() < at + *size + 2) return State::unfinished;
    body.append(buffer_, at, *size);
    at += *size + 2;
  }
  for (;;) {  // trailers, which nobody asked for
    const std::size_t line_end = buffer_.find("\r\n", at);
    if (line_end == std::string::npos) return State::unfinished;
    const bool last = line_end == at;
    at = line_end + 2;
    if (last) break;
  }
  request_->http.body = std::move(body);
  whole_size_ = at;
  return State::whole;
}

RequestReader::State RequestReader::look() {
  if (buffer_.size() > limit) return State::broken;
  if (!request_) {
    const std::size_t end = buffer_.find("\r\n\r\n");
    if (end == std::string::npos) return State::unfinished;
    head_size_ = end + 4;
    if (!read_head()) return State::broken;
  }
  if (chunked_) return look_for_chunks();
  if (*length_ > limit) return State::broken;
  whole_size_ = head_size_ + *length_;
  if (buffer_.size() < whole_size_) return State::unfinished;
  request_->http.body = buffer_.substr(head_size_, *length_);
  return State::whole;
}

ReadRequest RequestReader::take() {
  ReadRequest read = std::move(*request_);
  request_.reset();
  read.raw = buffer_.substr(0, whole_size_);
  buffer_.erase(0, whole_size_);
  invited_ = false;
  return read;
}

bool RequestReader::awaits_invitation() {
  if (!request_ || invited_) return false;
  invited_ = true;
  return reference::equal_ignoring_case(reference::header(request_->http, "Expect"),
                                        "100-continue");
}

}  // namespace hallmark::runner
