// SPDX-License-Identifier: Apache-2.0
//
// What of a way shows in several worlds alone.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "runner/engine/way/way_shown.hpp"
#include "runner/staging/fixture_provider.hpp"
#include "runner/target/target.hpp"

namespace hallmark::runner {

// Adds to `shown`, which one world has shown, what explains signatures and nonces that are refused
// there. `accepts`: a signature has been accepted elsewhere.
[[nodiscard]] boost::asio::awaitable<void> ask_in_more_worlds(Target& target,
                                                              FixtureProvider& fixtures,
                                                              bool accepts, WayShown& shown);

}  // namespace hallmark::runner
