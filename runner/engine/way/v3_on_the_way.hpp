// SPDX-License-Identifier: Apache-2.0
//
// Whether something between here and the target breaks signatures of V3, which cover the host, the
// path and headers.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "runner/engine/way/way_talk.hpp"

namespace hallmark::runner {

// In a talk that has found its looks. Asks nothing where one of V3 was accepted.
[[nodiscard]] boost::asio::awaitable<void> look_at_v3(WayTalk& talk);

}  // namespace hallmark::runner
