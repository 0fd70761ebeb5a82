// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/http/http.hpp"

#include <array>
#include <charconv>

namespace hallmark::runner {
namespace {

bool usually_has_body(std::string_view method) {
  return method == "POST" || method == "PUT" || method == "PATCH";
}

}  // namespace

std::string_view HttpReply::header(std::string_view name) const {
  const std::string* value = find_header(headers, name);
  return value == nullptr ? std::string_view{} : std::string_view{*value};
}

bool HttpReply::has_header(std::string_view name) const {
  return find_header(headers, name) != nullptr;
}

void append_raw_request(std::string& out, const HttpRequest& request, std::string_view host,
                        const Headers& more) {
  std::size_t size = request.method.size() + request.target.size() + request.body.size() + 128;
  for (const Headers* headers : {&request.headers, &more}) {
    for (const auto& [name, value] : *headers) size += name.size() + value.size() + 4;
  }
  out.reserve(out.size() + size);

  out.append(request.method).append(" ").append(request.target);
  out.append(request.version == 10 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
  bool has_host = false;
  bool has_framing = false;
  for (const auto& [name, value] : request.headers) {
    has_host = has_host || same_header_name(name, "Host");
    has_framing = has_framing || same_header_name(name, "Content-Length") ||
                  same_header_name(name, "Transfer-Encoding");
  }
  if (!has_host && !host.empty()) out.append("Host: ").append(host).append("\r\n");
  for (const Headers* headers : {&request.headers, &more}) {
    for (const auto& [name, value] : *headers) {
      out.append(name).append(": ").append(value).append("\r\n");
    }
  }
  if (!has_framing && (!request.body.empty() || usually_has_body(request.method))) {
    std::array<char, 20> digits;
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), request.body.size()).ptr;
    out.append("Content-Length: ").append(digits.data(), end).append("\r\n");
  }
  out.append("\r\n").append(request.body);
}

std::string raw_request(const HttpRequest& request, std::string_view host) {
  std::string out;
  append_raw_request(out, request, host);
  return out;
}

}  // namespace hallmark::runner
