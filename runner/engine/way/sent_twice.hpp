// SPDX-License-Identifier: Apache-2.0
//
// Where a nonce that is new is refused as used: whether each request arrives twice, so that the
// first is carried out and the answer is that to the second.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <vector>

#include "cases/request.hpp"
#include "runner/engine/way/way_shown.hpp"
#include "runner/staging/fixture_provider.hpp"
#include "runner/target/target.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

[[nodiscard]] bool says_nonce_used(const Reply& reply);

// `spent`: the ways in which every new nonce is refused so, and `all`: there is no other. A call
// that is refused so in one of them is carried out, as the provider tells, or a look in another
// way. Nothing where it is not: then it is the target that knows no new nonce.
[[nodiscard]] boost::asio::awaitable<std::optional<Spoilt>> requests_sent_twice(
    Target& target, FixtureProvider& fixtures, const std::vector<cases::Variant>& spent, bool all);

}  // namespace hallmark::runner
