// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/replies/coded_reply.hpp"

#include <string>

#include "runner/wire/http/headers.hpp"
#include "runner/wire/replies/gzip.hpp"

namespace hallmark::runner {
namespace {

constexpr std::size_t largest_packed_body = 1U << 20U;  // bytes, unpacked

// Codings are the same in any case, as the names of headers are.
bool is_gzip(std::string_view coding) {
  return same_header_name(coding, "gzip") || same_header_name(coding, "x-gzip");
}

}  // namespace

Reply decode_reply(int http_status, const Headers& headers, std::string_view body,
                   bool accepts_gzip) {
  const std::string* const content_type = find_header(headers, "Content-Type");
  const std::string_view type = content_type ? std::string_view{*content_type} : std::string_view{};
  const std::string* const coding = find_header(headers, "Content-Encoding");
  const auto unreadable = [&](std::string_view why) {
    Reply reply = decode_reply(http_status, type, {});
    reply.decode_error = why;
    return reply;
  };
  if (coding == nullptr || !is_gzip(*coding)) {
    if (!is_packed(body)) return decode_reply(http_status, type, body);
    return unreadable("it is gzip, and no Content-Encoding says so");
  }
  if (!accepts_gzip) return unreadable("it is gzip, which the request refuses");
  const Unpacked unpacked = unpack(body, largest_packed_body);
  if (unpacked.whole) return decode_reply(http_status, type, unpacked.text);
  const bool is_too_long = unpacked.text.size() == largest_packed_body;
  return unreadable(is_too_long ? "unpacked it is longer than 1 MiB"
                                : "it is no gzip, as its Content-Encoding says");
}

Reply decode_reply(const HttpReply& reply) {
  return decode_reply(reply.status, reply.headers, reply.body, true);
}

}  // namespace hallmark::runner
