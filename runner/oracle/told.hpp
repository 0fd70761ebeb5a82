// SPDX-License-Identifier: Apache-2.0
//
// Reading an exchange: the answer in it, or what came in its place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/evidence.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

[[nodiscard]] Reply decode_reply(const reports::Exchange& exchange);

// Of each call of a case; nothing of meaning where there was a fault.
[[nodiscard]] std::vector<Reply> decode_replies(const reports::Evidence& evidence);

// The action that looks through a channel; empty where none does.
[[nodiscard]] std::string_view action_of(cases::Channel channel);

// The case could not be put to the target at all, which is no fault of its answers.
[[nodiscard]] bool no_connection(const reports::Exchange& exchange);

// "no answer within the time given", "the connection was closed in the middle of the answer" ...
[[nodiscard]] std::string describe_fault(const reports::Exchange& exchange);

// What two answers say differently; empty when they say the same. RequestId and what quotes it is
// left out, for it differs by right.
[[nodiscard]] std::string difference_of(const Reply& left, const Reply& right);

}  // namespace hallmark::runner
