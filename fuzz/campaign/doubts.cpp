// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/doubted_fixtures.hpp"

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>

#include "fuzz/campaign/budget.hpp"
#include "fuzz/play/shrink.hpp"
#include "runner/conduct/interruption.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/conduct/wait_for.hpp"
#include "runner/engine/session/session.hpp"
#include "runner/target/request_builder.hpp"
#include "runner/target/target.hpp"

namespace hallmark::fuzz {
namespace {

namespace asio = boost::asio;

asio::awaitable<void> look_at(runner::Session& session) {
  co_await session.play(true);
  co_await session.strike();
}

}  // namespace

std::optional<std::string> lie_of_fixtures(runner::TargetOptions options,
                                           const cases::Fixture& fixture, double rate) try {
  constexpr double missed = 0.001;
  constexpr std::size_t fewest = 10;
  constexpr std::size_t most = 30;
  // The campaign may be over by now.
  const auto budget = std::make_shared<Budget>(runner::interrupted);
  budget->end_at(Budget::Clock::now() + std::chrono::seconds{1});
  options.going = [budget] { return budget->going(); };
  asio::io_context io{1};
  runner::OpenTarget opened = runner::open_target(io, options);
  if (opened.fixtures->vouches()) return std::nullopt;
  runner::HttpClient client{io.get_executor(), opened.url, opened.client};
  const std::string host = opened.url.host_header();
  runner::RequestBuilder requests{host, opened.url.path.empty() ? "/" : opened.url.path,
                                  runner::NonceGenerator{},
                                  runner::clock_ahead(opened.client.clock_skew)};
  runner::Target target{.client = client, .requests = requests, .host = host};
  for (const cases::Variant way : cases::base_variants()) target.claimed_variants.push_back(way);
  const cases::Case nothing{.fixture = fixture};
  const std::size_t worlds = std::max(fewest, tries_for(rate, missed, most));
  for (std::size_t i = 0; i < worlds; ++i) {
    runner::Session session{nothing, std::nullopt, target, *opened.fixtures};
    runner::wait_for(io, look_at(session));
    if (session.provider_broke_for_good()) return session.evidence().trouble;
    if (session.first_look().shows == runner::SeenWorld::Shows::otherwise) {
      return session.first_look().what;
    }
  }
  return std::nullopt;
} catch (const runner::UsageError&) {
  return std::nullopt;
}

}  // namespace hallmark::fuzz
