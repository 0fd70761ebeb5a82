// SPDX-License-Identifier: Apache-2.0
//
// Reading an exchange: the answer in it, or what came in its place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/evidence.hpp"
#include "reports/verdict.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

// A body that is packed as gzip is unpacked, where the request allows it.
[[nodiscard]] Reply decode_reply(const reports::Exchange& exchange);

// Of each call of a case; nothing of meaning where there was a fault.
[[nodiscard]] std::vector<Reply> decode_replies(const reports::Evidence& evidence);

// Something came, and all of it is still there.
[[nodiscard]] inline bool is_whole(const reports::Exchange& exchange) {
  return exchange.fault.empty() && exchange.body_cut == 0;
}

// Whether the head says that the body is packed. Who packs one that nobody may unpack says so: it
// came as it was sent.
[[nodiscard]] bool says_packed(const reports::Exchange& exchange);

// The action that looks through a channel; empty where none does.
[[nodiscard]] std::string_view action_of(cases::Channel channel);

// The case could not be put to the target at all, which is no fault of its answers; on whose side,
// where it could not.
[[nodiscard]] bool no_connection(const reports::Exchange& exchange);
[[nodiscard]] reports::Side side_of_fault(const reports::Exchange& exchange);
// "no connection to the target: ...".
[[nodiscard]] reports::Finding without_connection(const reports::Exchange& exchange);

// Asked to be called less often, as the common tables have it for any call: whatever the call would
// have shown, it did not.
[[nodiscard]] bool is_throttling(const Reply& reply);

// "no answer within the time given", "the connection was closed in the middle of the answer" ...
[[nodiscard]] std::string describe_fault(const reports::Exchange& exchange);
// The same without the details.
[[nodiscard]] std::string shape_of_fault(const reports::Exchange& exchange);

// What two answers say differently; empty when they say the same. RequestId and what quotes it is
// left out, for it differs by right.
[[nodiscard]] std::string difference_of(const Reply& left, const Reply& right);

}  // namespace hallmark::runner
