// SPDX-License-Identifier: Apache-2.0
//
// Walks the fixture protocol (docs/fixture-protocol.md) once, as a run would, and says what is
// wrong with a provider: in its own words, so that a run need not guess.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "runner/staging/protocol_fixtures.hpp"

namespace hallmark::runner {

// What one step of the walk showed.
struct FixtureRemark {
  enum class Weight : std::uint8_t {
    holds,  // as the protocol says
    hint,   // allowed, and perhaps not meant: what a run will not ask for because of it
    wrong,  // not as the protocol says
  };
  Weight weight = Weight::holds;
  std::string text;  // one line; holds no secret
};

struct FixtureCheck {
  bool answered = false;  // false: nobody is there; the only remark says why
  std::vector<FixtureRemark> remarks;

  [[nodiscard]] std::size_t count(FixtureRemark::Weight weight) const;
};

// Makes a world for each status and charge type on offer, and one for each condition; looks at it,
// takes it down, and sees that it is gone. Some fifty worlds, one after the other, each call within
// the provider's own time; a world that was made is always taken down. `watched`: how long each
// transitory status is seen to be held.
[[nodiscard]] boost::asio::awaitable<FixtureCheck> check_fixtures(
    ProtocolFixtures& provider, std::chrono::milliseconds watched = std::chrono::milliseconds{200});

}  // namespace hallmark::runner
