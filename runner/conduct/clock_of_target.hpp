// SPDX-License-Identifier: Apache-2.0
//
// What the target's clock shows, for --clock-skew auto, and whether that is the target's.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>

#include "runner/conduct/target_options.hpp"
#include "runner/engine/knock.hpp"

namespace hallmark::runner {

// What the target says of itself, before anything else is asked.
[[nodiscard]] Knock first_knock(boost::asio::io_context& io, const OpenTarget& target);

// How far its clock is ahead, as it says itself. Throws UsageError: nobody answers, or without a
// Date.
[[nodiscard]] std::chrono::seconds told_skew(boost::asio::io_context& io, const OpenTarget& target);

// Once there are fixtures: a proxy may write the Date of all answers. Where the target refuses what
// is dated by that, and accepts what is dated by this machine's clock, the latter stands.
void doubt_the_date(boost::asio::io_context& io, OpenTarget& target);

}  // namespace hallmark::runner
