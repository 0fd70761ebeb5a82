// SPDX-License-Identifier: Apache-2.0
//
// Carries a case out, and again, in fresh worlds, where something came between it and its answers.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "runner/engine/faults/breaker.hpp"
#include "runner/engine/faults/disturbance.hpp"
#include "runner/engine/faults/fixture_faults.hpp"
#include "runner/engine/faults/repeats.hpp"
#include "runner/engine/lane.hpp"
#include "runner/engine/plan.hpp"
#include "runner/engine/presence.hpp"
#include "runner/engine/session/session.hpp"
#include "runner/engine/way.hpp"
#include "runner/oracle/form_ledger.hpp"
#include "runner/oracle/judge.hpp"

namespace hallmark::runner {

struct Play {
  std::unique_ptr<Session> session = {};             // of the last time; its worlds stand
  std::vector<Disturbance> disturbed = {};           // what came between, each time
  bool stays = false;                                // the last time, too
  unsigned exchanges = 0;                            // of the times before
  unsigned lost = 0;                                 // of these: no whole answer came
  std::chrono::steady_clock::duration slowest = {};  // of the answers that came
  bool in_haste = false;                             // the last time
};

struct Refusal {
  std::string request_id;
  std::string shape;
  std::size_t call = 0;  // as in Disturbance
};

class Retrying {
 public:
  // What its run keeps for all its cases, and how it has the worlds of those that wait in a lane
  // taken down.
  struct Means {
    const Bench& bench;
    Breaker& breaker;
    Repeats& repeats;
    FormLedger& forms;
    FixtureFaults& fixture_faults;
    Presence& presence;
    Way& way;
    const std::function<bool()>& stop;
    std::function<boost::asio::awaitable<void>(Lane&)> free_worlds;
  };
  explicit Retrying(Means means) : means_{std::move(means)} {}

  // `place`: of the case in its plan.
  [[nodiscard]] boost::asio::awaitable<Play> play(const PlannedCase& planned, std::size_t place,
                                                  Lane& lane);

  // Whether an answer is one that came to whatever was asked.
  [[nodiscard]] bool holds_nobodys(const reports::Evidence& evidence) const;

 private:
  // Nothing where the case passed all the same.
  [[nodiscard]] std::optional<Disturbance> disturbance_of(const PlannedCase& planned,
                                                          Session& session) const;

  // The way in which a call of the case, or one before, was accepted.
  [[nodiscard]] std::optional<cases::Variant> way_that_works(const PlannedCase& planned,
                                                             Session& session,
                                                             const std::vector<Reply>& replies);
  [[nodiscard]] bool came_before(const std::vector<Refusal>& refusals);
  // That what refuses a case answers a look as well, with the same RequestId: no endpoint gives two
  // requests one. Of a target that was seen to accept something.
  [[nodiscard]] boost::asio::awaitable<std::optional<Disturbance>> one_for_all(
      const PlannedCase& planned, Session& session, Lane& lane);

  Means means_;
  // Who answers in the world of `session`, in which somebody did not know the key: whether anybody
  // knows it, and whether it is strangers who do not.
  [[nodiscard]] boost::asio::awaitable<bool> is_known_to_any(Lane& lane, const Session& session);
  [[nodiscard]] boost::asio::awaitable<bool> comes_of_strangers(Lane& lane, const Session& session);

  // Whether a key is forgotten within so much time in a world in which nothing is done.
  [[nodiscard]] boost::asio::awaitable<bool> forgets_bystanders(
      Lane& lane, std::chrono::steady_clock::duration within);

  std::atomic<bool> is_forgetful_ = false;
  std::atomic<unsigned> worlds_known_to_none_ = 0;
  std::atomic<bool> knows_strangers_ = false;
  mutable std::mutex mutex_;             // of what follows
  std::optional<cases::Variant> works_;  // in which something was accepted last
  std::string last_refused_;             // RequestIds
  std::string nobodys_;
};

}  // namespace hallmark::runner
