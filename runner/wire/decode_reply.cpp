// SPDX-License-Identifier: Apache-2.0
//
// Alone in its file, for it needs the libraries of both formats.
#include "runner/wire/reply.hpp"
#include "runner/wire/reply_decoders.hpp"

namespace hallmark::runner {

Reply decode_reply(int http_status, std::string_view content_type, std::string_view body) {
  return decode_reply_by({.xml = decode_xml, .json = decode_json}, http_status, content_type, body);
}

}  // namespace hallmark::runner
