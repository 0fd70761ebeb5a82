// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/server/response_head.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <ctime>

namespace hallmark::runner::reference {
namespace {

std::string_view phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Payload Too Large";
    case 422:
      return "Unprocessable Entity";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "Other";
  }
}

void append_number(std::string& out, std::size_t value, int base = 10) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value, base).ptr);
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 32> printed{};
  const std::size_t length =
      std::strftime(printed.data(), printed.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {printed.data(), length};
}

// In two chunks, so that a client has to join something.
void append_chunked(std::string& out, std::string_view body) {
  const std::size_t half = body.size() / 2;
  for (const std::string_view part : {body.substr(0, half), body.substr(half)}) {
    if (part.empty()) continue;
    append_number(out, part.size(), 16);
    out += "\r\n";
    out += part;
    out += "\r\n";
  }
  out += "0\r\n\r\n";
}

}  // namespace

void append_response(std::string& out, const HttpResponse& response, Framing framing) {
  const Delivery& delivery = response.delivery;
  const bool chunked = delivery.chunked && !framing.http_1_0;
  const std::size_t length = delivery.flood != 0 ? delivery.flood : response.body.size();

  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::size_t>(response.status));
  out += ' ';
  out += phrase(response.status);
  out += "\r\n";
  append_header(out, "Date", http_date());
  for (const auto& [name, value] : response.headers) append_header(out, name, value);
  if (!framing.keep_alive) {
    append_header(out, "Connection", "close");
  } else if (framing.http_1_0) {
    append_header(out, "Connection", "keep-alive");
  }
  if (chunked) {
    append_header(out, "Transfer-Encoding", "chunked");
  } else if (response.status != 204) {
    out += "Content-Length: ";
    append_number(out, length + static_cast<std::size_t>(delivery.content_length_error));
    out += "\r\n";
  }
  out += "\r\n";

  if (framing.head_only || response.status == 204) return;
  if (chunked) {
    append_chunked(out, response.body);
  } else if (delivery.flood != 0) {
    out.append(delivery.flood, ' ');
  } else {
    out += response.body;
  }
}

HttpResponse server_refusal(int status, std::string_view what) {
  return {.status = status,
          .headers = {{"Content-Type", "text/plain; charset=utf-8"}},
          .body = std::string{what} + "\n"};
}

}  // namespace hallmark::runner::reference
