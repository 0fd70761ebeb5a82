// SPDX-License-Identifier: Apache-2.0
//
// Whose word it is that nobody has such a key: the target's; that of strangers, of which some
// answer in its place; or that of a target that was started anew, and forgets whom it served.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <chrono>

#include "runner/engine/lane.hpp"
#include "runner/engine/plan.hpp"
#include "runner/engine/session/session.hpp"

namespace hallmark::runner {

// What a run has learnt of it. Lanes may ask at the same time.
class KnownKeys {
 public:
  // Whether it may be somebody else's that the key of the case is not known. `took`: since its
  // world was made.
  [[nodiscard]] boost::asio::awaitable<bool> may_be_anothers(
      Lane& lane, const PlannedCase& planned, Session& session,
      std::chrono::steady_clock::duration took);
  // Whether there are strangers who do not know the key of the world of `session`.
  [[nodiscard]] boost::asio::awaitable<bool> comes_of_strangers(Lane& lane, const Session& session);
  // Whether the key of the case was known once, and so are others whom nobody did anything to.
  [[nodiscard]] boost::asio::awaitable<bool> is_forgotten(Lane& lane, const PlannedCase& planned,
                                                          Session& session,
                                                          std::chrono::steady_clock::duration took);

 private:
  // Whether anybody knows the key of the world of `session`, or there are strangers.
  [[nodiscard]] boost::asio::awaitable<bool> is_known_to_any(Lane& lane, const Session& session);
  // Whether a key is forgotten within so much time in a world in which nothing is done.
  [[nodiscard]] boost::asio::awaitable<bool> forgets_bystanders(
      Lane& lane, std::chrono::steady_clock::duration within);

  std::atomic<bool> is_forgetful_ = false;
  std::atomic<unsigned> worlds_known_to_none_ = 0;
  std::atomic<bool> knows_strangers_ = false;
};

}  // namespace hallmark::runner
