// SPDX-License-Identifier: Apache-2.0
//
// Fixtures through the public API alone: RunInstances makes an instance (CreateInstance, where the
// target has no RunInstances), StopInstance and StartInstance bring it to where it is wanted,
// DescribeInstances says when it is there.
#pragma once

#include <algorithm>
#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runner/staging/fixture_provider.hpp"
#include "runner/wire/http/http_client.hpp"
#include "runner/wire/http/url.hpp"
#include "runner/wire/signing/signature.hpp"

namespace hallmark::runner {

// How many instances may be made, by all providers that share this.
struct InstanceBudget {
  std::size_t at_a_time = 64;  // at most that stand at once, of each account and provider
  std::size_t in_all = 128;    // at most that are ever made
  bool for_pending = false;    // whether one may be made for nothing but a world that is Pending
  bool is_given = false;       // whether a user has said how many
  std::atomic<std::size_t> made = 0;

  // Half of them at a time: what a target has spoilt is replaced.
  void limit(std::size_t instances) {
    is_given = true;
    in_all = instances;
    at_a_time = std::max<std::size_t>(1, instances / 2);
    for_pending = in_all > at_a_time;
  }
};

struct ApiFixtureOptions {
  std::string region;
  // What RunInstances is told besides RegionId: "Name=Value". "PrePaid:Name=Value" and
  // "LocalDisk:Name=Value" are told where a fixture wants that; without one it is not on offer.
  std::vector<std::string> run_parameters;
  std::optional<Credentials> second_account;
  std::chrono::milliseconds patience = std::chrono::minutes{10};  // to come to rest
  std::chrono::milliseconds listing =
      std::chrono::seconds{30};            // for DescribeInstances to tell of one
  std::shared_ptr<InstanceBudget> budget;  // empty: one of its own
  // Once it says so no instance is waited for any more; empty: never. They are deleted all the
  // same.
  std::function<bool()> is_over = {};
};

// An instance serves one case after the other: whatever a case has done to it, it is brought back.
// All are deleted by close(). Starting, Stopping and Pending are on offer; whether they last long
// enough to ask in is measured, and where they do not the fixture is unsupported.
[[nodiscard]] std::unique_ptr<FixtureProvider> api_fixtures(boost::asio::any_io_executor executor,
                                                            Url endpoint, ClientOptions client,
                                                            Credentials credentials,
                                                            ApiFixtureOptions options);

}  // namespace hallmark::runner
