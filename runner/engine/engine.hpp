// SPDX-License-Identifier: Apache-2.0
//
// Puts a plan to a target: side by side, in the order of the plan, each case once those that it
// needs are judged; blocks what stands on a failed case; tells of each judged case at once, so that
// nothing judged is lost.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "reports/listener.hpp"
#include "runner/engine/faults/clock_watch.hpp"
#include "runner/engine/knock.hpp"
#include "runner/engine/plan.hpp"
#include "runner/oracle/judge.hpp"
#include "runner/staging/fixture_provider.hpp"
#include "runner/target/target.hpp"
#include "runner/wire/http/http_client.hpp"

namespace hallmark::runner {

// Another provider of the same fixtures, opened, for a thread of its own.
using MoreFixtures = std::function<std::unique_ptr<FixtureProvider>(boost::asio::any_io_executor)>;

struct EngineOptions {
  unsigned jobs = 32;  // cases under way at once, at least 1
  // Threads that carry cases out. More than one only where `more_fixtures` can serve them, and
  // where no rate is to be kept.
  unsigned threads = 1;
  MoreFixtures more_fixtures;
  bool looks_twice =
      false;  // at each effect: at once, and when whatever acts late has had its time
  ClientOptions client;
  Without without;
  std::vector<cases::Variant> working = {};  // as in PlanOptions
  RequestBuilder::Clock clock = [] { return std::chrono::system_clock::now(); };
  ClockWatch::Read watched_clocks = read_clocks;  // whether this machine's is set meanwhile
};

struct EngineResult {
  // In the order in which they ended, without the evidence of passes.
  std::vector<reports::Record> records;
  std::uint64_t exchanges = 0;
  std::string reactivate_spelling;  // the one that was accepted; empty: not asked, or neither
  std::vector<std::string> notes;
  LeftBehind left_behind;          // by the fixtures of further threads, which are gone
  std::optional<Knock> no_target;  // nobody answers there: no verdict at all
  bool target_is_gone = false;     // by then; what was judged before stands
  bool interrupted = false;
  std::exception_ptr thrown;  // what ended it early, by a case, a provider or the listener
};

class Engine {
 public:
  Engine(boost::asio::io_context& io, Url endpoint, FixtureProvider& fixtures,
         EngineOptions options);

  // Runs the io_context until the plan is done. `listener` is told of every case of the plan that
  // is reported by the thread that judged it, several at a time where EngineOptions::threads allows
  // it; and asked to flush by the same thread, once for all the cases that ended in one turn of its
  // event loop. `stop` is asked between cases, from any of the threads: true ends the run early.
  [[nodiscard]] EngineResult run(
      const Plan& plan, const Bench& bench, reports::Listener& listener,
      const std::function<bool()>& stop = [] { return false; });

 private:
  boost::asio::io_context& io_;
  Url endpoint_;
  FixtureProvider& fixtures_;
  EngineOptions options_;
};

}  // namespace hallmark::runner
