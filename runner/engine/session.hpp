// SPDX-License-Identifier: Apache-2.0
//
// One case, carried out: its world staged, its calls sent, the instance looked at, the world
// struck. What comes of it is evidence; the judge says what it means.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <variant>
#include <vector>

#include "cases/case.hpp"
#include "reports/evidence.hpp"
#include "runner/staging/fixture_provider.hpp"
#include "runner/target/target.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

struct PlayedCase {
  reports::Evidence evidence;
  std::vector<Reply> replies;              // evidence.calls, decoded
  std::optional<std::string> unsupported;  // what the fixture provider turned out not to have
  bool provider_broke = false;             // evidence.trouble says how
  unsigned exchanges = 0;
};

[[nodiscard]] boost::asio::awaitable<PlayedCase> play(const cases::Case& one,
                                                      std::optional<cases::Variant> variant,
                                                      Target& target, FixtureProvider& fixtures);

}  // namespace hallmark::runner
