// SPDX-License-Identifier: Apache-2.0
//
// For tests: a provider of worlds that a test makes up, and what it says of them.
#pragma once

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "runner/staging/fixture_provider.hpp"

namespace hallmark::runner::testing {

// One instance, whose statuses are told in turn; the last one for ever.
class ToldFixtures final : public FixtureProvider {
 public:
  std::vector<std::string> told = {"Stopped"};
  std::chrono::milliseconds a_look_takes{0};
  std::chrono::milliseconds may_take{500};
  bool held = true;
  std::optional<std::size_t> room = 100;
  std::size_t looks = 0;
  std::size_t standing = 0;

  std::string name() const override { return "a test"; }
  boost::asio::awaitable<std::optional<std::string>> open() override { co_return std::nullopt; }
  std::optional<std::string> lacks(const cases::Fixture&) const override { return std::nullopt; }
  bool has_other_accounts() const override { return true; }
  bool tells() const override { return true; }
  bool holds() const override { return held; }
  std::optional<std::size_t> most_worlds() const override { return room; }
  std::chrono::milliseconds patience(const cases::Fixture&) const override { return may_take; }
  boost::asio::awaitable<Staged> stage(const cases::Fixture&, Owner) override {
    ++standing;
    co_return World{
        .fixture_id = "w",
        .credentials = {.access_key_id = "id", .access_key_secret = "secret", .security_token = {}},
        .region_id = "cn-hangzhou",
        .instance_id = "i-1"};
  }
  boost::asio::awaitable<std::optional<Truth>> look(const World&) override {
    const std::string status = told[std::min(looks, told.size() - 1)];
    ++looks;
    if (a_look_takes.count() > 0) {
      boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor, a_look_takes};
      co_await timer.async_wait(boost::asio::use_awaitable);
    }
    co_return Truth{.status = status, .local_disk_data = {}, .last_stop = {}};
  }
  boost::asio::awaitable<void> strike(const World&, bool) override {
    --standing;
    co_return;
  }
};

}  // namespace hallmark::runner::testing
