// SPDX-License-Identifier: Apache-2.0
//
// An answer that comes to whatever is asked, RequestId and all: no endpoint gives two requests one,
// so that it is somebody's who answers in the target's place.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "runner/engine/faults/disturbance.hpp"
#include "runner/engine/lane.hpp"
#include "runner/engine/plan.hpp"
#include "runner/engine/session/session.hpp"
#include "runner/oracle/judge.hpp"

namespace hallmark::runner {

// What a run has seen of it. Lanes may ask at the same time.
class OneForAll {
 public:
  // That what refuses a case answers a look as well. Of a target that was seen to accept something.
  // The look is spared where the case passes and its refusals are not those that came before.
  [[nodiscard]] boost::asio::awaitable<std::optional<Disturbance>> disturbance_of(
      const PlannedCase& planned, const Bench& bench, Session& session, Lane& lane);

  // Whether an answer is the one that was found last.
  [[nodiscard]] bool is_in(const reports::Evidence& evidence) const;

 private:
  struct Refusal {
    std::string request_id;
    std::string shape;
    std::size_t call = 0;  // as in Disturbance
  };
  [[nodiscard]] static std::vector<Refusal> refusals_in(const reports::Evidence& evidence,
                                                        const std::vector<Reply>& replies);
  // The way in which a call of the case, or one before, was accepted.
  [[nodiscard]] std::optional<cases::Variant> way_that_works(const PlannedCase& planned,
                                                             Session& session);
  [[nodiscard]] bool came_before(const std::vector<Refusal>& refusals);

  mutable std::mutex mutex_;             // of what follows
  std::optional<cases::Variant> works_;  // in which something was accepted last
  std::string last_refused_;             // RequestIds
  std::string found_;
};

}  // namespace hallmark::runner
