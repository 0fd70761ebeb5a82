// SPDX-License-Identifier: Apache-2.0
//
// Requests whose answers tell a way that spoils what passes from a target that is wrong: what comes
// whatever is asked, what belongs to somebody else, what is right as soon as it is sent otherwise.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "runner/engine/way/way_talk.hpp"

namespace hallmark::runner {

// In the world of `cast`, whose instance stays as it is. Ends early, with what is known by then,
// where an answer does not come.
[[nodiscard]] boost::asio::awaitable<WayShown> ask_about_the_way(Target& target, const Cast& cast,
                                                                 const Elsewhere& elsewhere);

}  // namespace hallmark::runner
