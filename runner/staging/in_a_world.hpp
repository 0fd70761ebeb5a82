// SPDX-License-Identifier: Apache-2.0
//
// What is asked in a world of its own, beside the cases.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <variant>

#include "cases/fixture.hpp"
#include "runner/staging/fixture_provider.hpp"
#include "runner/target/world.hpp"

namespace hallmark::runner {

// Whether there was one. `ask` is a coroutine that takes a const World&; behind it the world is
// taken down. `changes`: it may have made another of the instance. Both outlive the call.
template <class Ask>
[[nodiscard]] boost::asio::awaitable<bool> in_a_world(FixtureProvider& fixtures,
                                                      cases::Fixture fixture, bool changes,
                                                      const Ask& ask) {
  const Staged staged = co_await fixtures.stage(fixture);
  const World* const world = std::get_if<World>(&staged);
  if (world == nullptr) co_return false;
  co_await ask(*world);
  co_await fixtures.strike(*world, changes);
  co_return true;
}

}  // namespace hallmark::runner
