// SPDX-License-Identifier: Apache-2.0
//
// Whether the target is there: before a run, and again whenever an answer fails to come.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <utility>

#include "reports/verdict.hpp"
#include "runner/engine/faults/breaker.hpp"
#include "runner/engine/knock.hpp"
#include "runner/engine/lane.hpp"
#include "runner/engine/session/session.hpp"

namespace hallmark::runner {

// Whoever says nothing, or nonsense, to a stranger may do so to strangers only: it is asked as
// somebody who is known, too. `result` stays as it is where neither could be asked. `keeps_none`:
// that of ClientOptions, or null; true afterwards where only that made the target answer.
[[nodiscard]] boost::asio::awaitable<void> knock_first(Lane& lane, std::atomic<bool>* keeps_none,
                                                       Knock& result);

// While a run is under way.
class Presence {
 public:
  // `at_least`: what the first knock was answered. `breaker` is told what comes of each.
  // `keeps_none`: that of ClientOptions, or null; `let_go`: has all lanes let go of what they
  // keep, the one that calls it at once. `target_is_gone`: true as soon as that is known, so that
  // nobody waits for an answer any longer.
  Presence(Knock::Answer at_least, Breaker& breaker, const std::function<bool()>& stop,
           std::atomic<bool>* keeps_none, std::function<void()> let_go,
           std::shared_ptr<std::atomic<bool>> target_is_gone)
      : at_least_{at_least},
        breaker_{breaker},
        stop_{stop},
        keeps_none_{keeps_none},
        let_go_{std::move(let_go)},
        target_is_gone_{std::move(target_is_gone)} {}

  // Knocks, as `session` would look at its instance, or waits for those of the lane who knock
  // already. Who is away is waited for, for it may come back.
  [[nodiscard]] boost::asio::awaitable<void> find_out(Lane& lane, const Session& session);

  // What is no pass and had no answer is told only once it is clear whether anybody is there: while
  // the target goes away everything fails. `disturbed`: something came between to the last.
  [[nodiscard]] boost::asio::awaitable<void> hold(Lane& lane, reports::Finding& finding,
                                                  Session& session, bool disturbed);

 private:
  Knock::Answer at_least_;
  Breaker& breaker_;
  const std::function<bool()>& stop_;
  std::atomic<bool>* keeps_none_;
  std::function<void()> let_go_;
  std::shared_ptr<std::atomic<bool>> target_is_gone_;
};

}  // namespace hallmark::runner
