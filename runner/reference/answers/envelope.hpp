// SPDX-License-Identifier: Apache-2.0
//
// The envelope: what every answer carries around the members of its action.
#pragma once

#include <string>
#include <string_view>

#include "runner/reference/answers/quotes.hpp"
#include "runner/reference/request/request.hpp"

namespace hallmark::runner::reference {

// Root, named after the action, and RequestId.
void begin_success(const Request& request, std::string_view request_id, AnswerWriter& answer);
void end_success(const Request& request, AnswerWriter& answer, std::string& body);

// The format of a success: the one that was asked for.
[[nodiscard]] Format format_of_success(const Request& request);

// Status and body: RequestId, HostId, Code, Message, Recommend. Whatever the body held is gone.
void write_refusal(const Request& request, const Quote& quoted, std::string_view request_id,
                   HttpResponse& response);

// The headers that describe the body.
[[nodiscard]] Headers content_headers(const Request& request, bool refused);

}  // namespace hallmark::runner::reference
