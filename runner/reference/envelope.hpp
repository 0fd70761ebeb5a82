// SPDX-License-Identifier: Apache-2.0
//
// The envelope: what every answer carries around the members of its action.
#pragma once

#include <string>
#include <string_view>

#include "runner/reference/call.hpp"

namespace hallmark::runner::reference {

// Root, named after the action, and RequestId.
void begin_success(const Call& call, std::string_view request_id, AnswerWriter& answer);
void end_success(const Call& call, AnswerWriter& answer, std::string& body);

// The format of a success: the one that was asked for.
[[nodiscard]] Format format_of_success(const Call& call);

// Status and body: RequestId, HostId, Code, Message, Recommend. Whatever the body held is gone.
void write_refusal(const Call& call, const Refusal& refusal, std::string_view request_id,
                   HttpResponse& response);

// The headers that describe the body.
[[nodiscard]] Headers content_headers(const Call& call, bool refused);

}  // namespace hallmark::runner::reference
