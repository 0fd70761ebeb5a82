// SPDX-License-Identifier: Apache-2.0
//
// Whether requests with which nothing is wrong come to grief now and then. Looks are what they are
// asked with: no defect of an action shows in them.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "runner/engine/way/way_talk.hpp"

namespace hallmark::runner {

// Many looks on connections that are kept, several at a time, in each way that works. One that is
// refused is sent once more, byte for byte: who accepts it then was asked something else before;
// and where its nonce is spent by then, with another nonce. One that is answered as another action
// is has somebody else's answer. What most of them get is nothing that comes and goes. Needs a
// plain look.
[[nodiscard]] boost::asio::awaitable<void> look_many_times(WayTalk& talk);

}  // namespace hallmark::runner
