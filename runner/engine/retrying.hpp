// SPDX-License-Identifier: Apache-2.0
//
// Carries a case out, and again, in fresh worlds, where something came between it and its answers.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "runner/engine/faults/breaker.hpp"
#include "runner/engine/faults/disturbance.hpp"
#include "runner/engine/faults/fixture_faults.hpp"
#include "runner/engine/faults/repeats.hpp"
#include "runner/engine/lane.hpp"
#include "runner/engine/plan.hpp"
#include "runner/engine/presence.hpp"
#include "runner/engine/session/session.hpp"
#include "runner/engine/way/known_keys.hpp"
#include "runner/engine/way/one_for_all.hpp"
#include "runner/engine/way/way.hpp"
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
  [[nodiscard]] bool holds_nobodys(const reports::Evidence& evidence) const {
    return one_for_all_.is_in(evidence);
  }

 private:
  // Nothing where the case passed all the same.
  [[nodiscard]] std::optional<Disturbance> disturbance_of(const PlannedCase& planned,
                                                          Session& session) const;
  // Its request, or whose answer it was.
  [[nodiscard]] std::optional<Disturbance> changed_in(const PlannedCase& planned,
                                                      Session& session) const;
  // All the same.
  [[nodiscard]] bool passes(const PlannedCase& planned, Session& session) const;

  Means means_;
  KnownKeys known_keys_;
  OneForAll one_for_all_;
};

}  // namespace hallmark::runner
