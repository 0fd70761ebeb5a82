// SPDX-License-Identifier: Apache-2.0
//
// Whether an endpoint knows the worlds that a provider hands out for it: by their keys, and as they
// were asked for.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <vector>

#include "runner/staging/fixture_check.hpp"
#include "runner/staging/protocol_fixtures.hpp"
#include "runner/wire/http/http_client.hpp"

namespace hallmark::runner {

// Has a world made for each status on offer, asks the endpoint for its instance, signed with its
// key, and takes it down. Where there is no offer nothing is said.
[[nodiscard]] boost::asio::awaitable<std::vector<FixtureRemark>> see_worlds(
    ProtocolFixtures& provider, HttpClient& endpoint);

}  // namespace hallmark::runner
