// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/lane.hpp"

#include <algorithm>
#include <utility>

namespace hallmark::runner {
namespace {

// What a lane keeps, at most, of what the target sent to cases that wait.
constexpr std::size_t bytes_that_may_wait = 8U << 20U;

// How many cases may leave their worlds standing for a second look besides those at work, in each
// of the lanes. A case has two worlds at most, and nearly always one.
std::size_t cases_that_may_wait(const FixtureProvider& fixtures, const EngineOptions& options) {
  const std::size_t at_work = std::size_t{2} * options.jobs;  // a second world at most
  const std::size_t most = fixtures.most_worlds().value_or(0);
  return most > at_work ? (most - at_work) / std::max(1U, options.threads) : 0;
}

}  // namespace

ClientOptions in_haste(ClientOptions options) {
  options.timeout = std::min(options.timeout, std::max<std::chrono::milliseconds>(
                                                  options.timeout / 5, std::chrono::seconds{1}));
  return options;
}

void run_to_stop(boost::asio::io_context& io) {
  io.restart();
  io.run();
  io.restart();
  io.poll();
}

bool WaitingRoom::has_room() const {
  return waiting_.empty() || (worlds_ < most_worlds_ && bytes_ < bytes_that_may_wait);
}

std::chrono::steady_clock::time_point WaitingRoom::first_due() const {
  return waiting_.empty() ? std::chrono::steady_clock::time_point::max() : waiting_.front().due;
}

void WaitingRoom::enter(Waiting one) {
  one.bytes = one.session->take_less_room(packer_);
  worlds_ += one.session->worlds();
  bytes_ += one.bytes;
  waiting_.push_back(std::move(one));
}

Waiting WaitingRoom::call_in() {
  Waiting first = std::move(waiting_.front());
  waiting_.pop_front();
  worlds_ -= first.session->worlds();
  bytes_ -= first.bytes;
  first.session->take_room_again(packer_);
  return first;
}

void WaitingRoom::halve() { most_worlds_ = std::min(most_worlds_, worlds_ / 2); }

Lane::Lane(boost::asio::io_context& context, const Url& endpoint, FixtureProvider& provider,
           const ClientOptions& client_options, const EngineOptions& options,
           const std::function<bool()>& stop)
    : io{context},
      fixtures{provider},
      waiting{cases_that_may_wait(provider, options)},
      client{io.get_executor(), endpoint, client_options},
      hasty_client{io.get_executor(), endpoint, in_haste(client_options)},
      path{endpoint.path.empty() ? "/" : endpoint.path},
      clock{options.clock},
      requests{endpoint.host_header(), path, NonceGenerator{}, clock},
      target{.client = client, .requests = requests, .host = endpoint.host_header(), .stop = stop},
      hasty_target{.client = hasty_client,
                   .requests = requests,
                   .host = endpoint.host_header(),
                   .stop = stop,
                   .began = target.began},
      bell{io} {
  for (const cases::Variant variant : cases::full_variants()) {
    if (!options.without.excludes(variant)) target.claimed_variants.push_back(variant);
  }
  // What runs once takes the first.
  std::ranges::stable_partition(target.claimed_variants, [&options](cases::Variant variant) {
    return std::ranges::find(options.working, variant) != options.working.end();
  });
  hasty_target.claimed_variants = target.claimed_variants;
}

OwnLane::OwnLane(const Url& endpoint, const ClientOptions& client_options,
                 const EngineOptions& options, const std::function<bool()>& stop)
    : fixtures{options.more_fixtures(io.get_executor())}, lane{io,        endpoint,
                                                               *fixtures, client_options,
                                                               options,   stop} {}

}  // namespace hallmark::runner
