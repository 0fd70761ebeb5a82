// SPDX-License-Identifier: Apache-2.0
//
// Whether requests arrive as they were sent: each asks in a talk that has found its looks, sends
// what somebody may make of one, and says what is spoilt. Those but the first two need a plain
// look.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "runner/engine/way/way_talk.hpp"

namespace hallmark::runner {

// Nonces that are spent in all ways, or in all that are a POST.
void look_at_nonces(WayTalk& talk);
// Signed with what the target says that it got besides, and sent without.
[[nodiscard]] boost::asio::awaitable<void> look_at_parameters(WayTalk& talk);
// As long in a form as it is in a URL.
[[nodiscard]] boost::asio::awaitable<void> look_at_long_urls(WayTalk& talk);
// Sent with one value, and signed with what somebody may make of that.
[[nodiscard]] boost::asio::awaitable<void> look_at_blanks(WayTalk& talk);
// Sent with POST, and signed for GET.
[[nodiscard]] boost::asio::awaitable<void> look_at_posts(WayTalk& talk);
// A form is read for its Content-Type.
[[nodiscard]] boost::asio::awaitable<void> look_at_forms(WayTalk& talk);

}  // namespace hallmark::runner
