// SPDX-License-Identifier: Apache-2.0
//
// The fixture protocol (docs/fixture-protocol.md), whatever carries its calls.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "runner/staging/fixture_messages.hpp"
#include "runner/staging/fixture_provider.hpp"
#include "runner/staging/standing_worlds.hpp"
#include "runner/wire/http/result.hpp"

namespace hallmark::runner {

struct FixtureAnswer {
  int status = 0;
  std::string body;  // JSON; empty where there is none
};

class ProtocolFixtures : public FixtureProvider {
 public:
  // `place` follows "fixture protocol" and "no fixture provider": "at http://...".
  explicit ProtocolFixtures(std::string place) : place_{std::move(place)} {}

  // Of several providers that speak to one place, all share what stands there.
  void share(std::shared_ptr<StandingWorlds> standing) { standing_ = std::move(standing); }

  [[nodiscard]] std::string name() const override { return "fixture protocol " + place_; }
  [[nodiscard]] boost::asio::awaitable<std::optional<std::string>> open() override;
  // What open() does before its first call. Nothing, or one line that says why there is no
  // provider.
  [[nodiscard]] virtual boost::asio::awaitable<std::optional<std::string>> start();
  // One call of the protocol, its answer as it came. `path` follows the base, percent-encoded;
  // `body` is JSON or empty.
  [[nodiscard]] virtual boost::asio::awaitable<Result<FixtureAnswer>> call(std::string method,
                                                                           std::string path,
                                                                           std::string body) = 0;
  [[nodiscard]] std::optional<std::string> lacks(const cases::Fixture& fixture) const override {
    return offer_.lacks(fixture);
  }
  [[nodiscard]] bool has_other_accounts() const override { return true; }
  [[nodiscard]] bool tells() const override { return true; }
  [[nodiscard]] bool holds() const override { return true; }
  [[nodiscard]] std::optional<std::size_t> most_worlds() const override {
    return offer_.most_worlds;
  }
  [[nodiscard]] std::chrono::milliseconds patience(const cases::Fixture& fixture) const override;
  using FixtureProvider::stage;
  [[nodiscard]] boost::asio::awaitable<Staged> stage(const cases::Fixture& fixture,
                                                     Owner owner) override;
  [[nodiscard]] boost::asio::awaitable<std::optional<Truth>> look(const World& world) override;
  [[nodiscard]] boost::asio::awaitable<void> strike(const World& world, bool changed) override;

 protected:
  // What the answer to the first call offers; nothing, or one line that says why there is no offer.
  [[nodiscard]] std::optional<std::string> take_offer(const Result<FixtureAnswer>& answer);

 private:
  [[nodiscard]] boost::asio::awaitable<void> take_down(const World& world);

  std::string place_;
  Offer offer_;
  std::shared_ptr<StandingWorlds> standing_ = std::make_shared<StandingWorlds>();
  std::size_t made_ = 0;           // worlds
  std::set<std::string> leaving_;  // ids of worlds whose DELETE is not answered yet
};

}  // namespace hallmark::runner
