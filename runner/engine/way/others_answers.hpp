// SPDX-License-Identifier: Apache-2.0
//
// Whether what comes back is somebody else's than the target's. Each asks in a talk that has found
// its looks, and says what is spoilt; those but the first two need a plain look.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string_view>

#include "runner/engine/way/way_talk.hpp"

namespace hallmark::runner {

// HTML behind a document is nobody's who writes JSON, whatever it says.
void look_behind_bodies(WayTalk& talk);
// The same where all that was asked is JSON.
[[nodiscard]] boost::asio::awaitable<void> look_behind_xml(WayTalk& talk);
// Refusals for reasons that have nothing in common.
[[nodiscard]] boost::asio::awaitable<void> look_at_refusals(WayTalk& talk);
// Two kinds of looks in turns, each answered well on a connection of its own.
[[nodiscard]] boost::asio::awaitable<void> look_at_connections(WayTalk& talk);
// What nobody could have signed is given the answer that somebody else got.
[[nodiscard]] boost::asio::awaitable<void> look_for_caches(WayTalk& talk);

// What stands in a whole body behind the end of its document, from a tag on; empty: nothing does.
[[nodiscard]] std::string_view markup_behind(std::string_view content_type, std::string_view body);

}  // namespace hallmark::runner
