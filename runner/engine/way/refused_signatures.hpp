// SPDX-License-Identifier: Apache-2.0
//
// Where no signature is accepted: whether that is the target's, or whether nobody can tell it from
// a provider that hands out wrong secrets.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "runner/engine/way/way_shown.hpp"
#include "runner/staging/fixture_provider.hpp"
#include "runner/target/target.hpp"

namespace hallmark::runner {

// That each signature is refused in each of several worlds, V1 and V3 as far as they are claimed,
// and that nothing shows that the target makes them otherwise than the documents say. Nothing where
// one is accepted, where the target says that it signs another text, where it keys the HMAC
// otherwise, and where the provider has looked itself.
[[nodiscard]] boost::asio::awaitable<std::optional<Spoilt>> all_signatures_refused(
    Target& target, FixtureProvider& fixtures);

}  // namespace hallmark::runner
