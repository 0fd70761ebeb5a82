// SPDX-License-Identifier: Apache-2.0
//
// One thread's hands: its own connections, its own fixtures, the cases that wait there for a second
// look, and what it knows of the target.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>

#include "runner/engine/engine.hpp"
#include "runner/engine/session/evidence_packer.hpp"
#include "runner/engine/session/session.hpp"
#include "runner/staging/fixture_provider.hpp"
#include "runner/target/target.hpp"
#include "runner/wire/http/http_client.hpp"

namespace hallmark::runner {

// A fifth of the time, where that is no shorter than a second.
[[nodiscard]] ClientOptions in_haste(ClientOptions options);

// An endpoint that is served on the same context never runs out of work: whoever waits for
// something else stops the context. What was ready by then is still carried out.
void run_to_stop(boost::asio::io_context& io);

// A case that is looked at once more. Nobody is at work on it until then.
struct Waiting {
  std::size_t place;  // in the plan
  std::unique_ptr<Session> session;
  std::chrono::steady_clock::time_point due;
  std::chrono::steady_clock::duration took;  // so far
  std::size_t bytes = 0;                     // of its exchanges, packed
};

// Those of one lane.
class WaitingRoom {
 public:
  // `worlds`: so many may stand for those who wait.
  explicit WaitingRoom(std::size_t worlds) : most_worlds_{worlds} {}

  // Whether another case may come to wait. Where nobody does there is always room for one.
  [[nodiscard]] bool has_room() const;
  [[nodiscard]] bool is_empty() const { return waiting_.empty(); }
  // When the first in line is due; never, where nobody waits.
  [[nodiscard]] std::chrono::steady_clock::time_point first_due() const;

  // `one.bytes` is found out here.
  void enter(Waiting one);
  // The first in line, who is there.
  [[nodiscard]] Waiting call_in();

  // Perhaps the fixtures hold fewer worlds than was taken for granted.
  void halve();

 private:
  std::size_t most_worlds_;
  std::deque<Waiting> waiting_;  // the first in line is due first
  std::size_t worlds_ = 0;
  std::size_t bytes_ = 0;
  EvidencePacker packer_;
};

struct Lane {
  Lane(boost::asio::io_context& context, const Url& endpoint, FixtureProvider& provider,
       const ClientOptions& client_options, const EngineOptions& options,
       const std::function<bool()>& stop);

  boost::asio::io_context& io;
  FixtureProvider& fixtures;
  WaitingRoom waiting;
  HttpClient client;
  HttpClient hasty_client;
  std::string path;  // of the endpoint
  RequestBuilder::Clock clock;
  RequestBuilder requests;
  Target target;
  Target hasty_target;             // the same, asked by who does not wait for long
  boost::asio::steady_timer bell;  // whoever has nothing to do waits for it
  bool is_to_be_rung = false;      // when a case may begin; guarded by the run's mutex
  unsigned broken_fixtures = 0;    // in a row
  bool turn_told = true;           // nothing was handed on since the listener was flushed
  std::exception_ptr thrown;       // the first, by a case of this lane or by the listener
  // Knocks under way; cancelled at their end.
  std::shared_ptr<boost::asio::steady_timer> knocks;
  std::chrono::steady_clock::time_point knocked;  // when the last ones began that have ended
  unsigned returns = 0;  // times that the target was seen to be away, and to come back

  // Closes the connections that are kept and not in use.
  void let_go() {
    client.let_go();
    hasty_client.let_go();
    fixtures.let_go();
  }

  void keep_first(const std::exception_ptr& error) {
    if (!thrown) thrown = error;  // null where nothing was thrown
  }
};

// A further lane, with all that it stands on.
struct OwnLane {
  OwnLane(const Url& endpoint, const ClientOptions& client_options, const EngineOptions& options,
          const std::function<bool()>& stop);

  boost::asio::io_context io{1};
  std::unique_ptr<FixtureProvider> fixtures;
  Lane lane;
};

}  // namespace hallmark::runner
