// SPDX-License-Identifier: Apache-2.0
//
// What every answer of the reference endpoint is, whatever it was asked.
#pragma once

#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "runner/reference/server/http.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::fuzz {

inline runner::Reply require_envelope(const runner::reference::HttpResponse& answer) {
  std::string_view type;
  for (const auto& [name, value] : answer.headers) {
    if (name == "Content-Type") type = value;
  }
  runner::Reply reply = runner::decode_reply(answer.status, type, answer.body);
  require(answer.status == 200 || (answer.status >= 400 && answer.status < 500), "never a 5xx");
  require(reply.decoded(), "an answer is well-formed");
  require(reply.format == reply.declared, "Content-Type says what the body is");
  require(reply.request_id.has_value() && reply.request_id->size() == 36, "RequestId, always");
  require(reply.duplicate_members.empty(), "no member twice");
  const bool refused = answer.status != 200;
  require(reply.code.has_value() == refused, "a refusal has a Code, a success none");
  require(!refused || (reply.message.has_value() && reply.host_id.has_value()),
          "a refusal has a Message and a HostId");
  return reply;
}

}  // namespace hallmark::fuzz
