// SPDX-License-Identifier: Apache-2.0
//
// Whether what stands between here and the target spoils what passes, so that a failure says
// nothing of the target. Found out once in a run, as soon as a case fails.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "reports/verdict.hpp"
#include "runner/engine/lane.hpp"
#include "runner/engine/plan.hpp"
#include "runner/engine/session/session.hpp"
#include "runner/engine/way/changed_urls.hpp"
#include "runner/engine/way/way_shown.hpp"
#include "runner/oracle/judge.hpp"

namespace hallmark::runner {

// Safe from any thread.
class Way {
 public:
  // A failure is told for what it is: what the way spoilt is inconclusive, and where it may have, a
  // case on which others stand says so.
  [[nodiscard]] boost::asio::awaitable<void> doubt(Lane& lane, const PlannedCase& planned,
                                                   const Bench& bench, reports::Finding& finding,
                                                   Session& session);

  // The same of what all answers show together. `shown`: the plainest of them.
  [[nodiscard]] boost::asio::awaitable<void> doubt(Lane& lane, reports::Finding& finding,
                                                   const reports::Evidence& shown);

  // Whether a filter answered in the target's place, so that it is no use to send the same again.
  // `pages` came to the case until now; nobody is asked for the first of them, before it is known
  // that there is a filter.
  [[nodiscard]] boost::asio::awaitable<bool> is_filtered(Lane& lane, const PlannedCase& planned,
                                                         const Bench& bench, Session& session,
                                                         std::size_t pages);

  // A call was accepted: signatures are.
  void note_accepted() { accepts_ = true; }

  // A line for each thing that spoils a part of what passes, and explained a failure.
  [[nodiscard]] std::vector<std::string> notes() const;

  // Where nothing that passes can be relied on.
  [[nodiscard]] std::optional<Spoilt> spoils_all() const;

 private:
  enum class State : std::uint8_t { unknown, being_found_out, known };

  [[nodiscard]] boost::asio::awaitable<void> find_out(Lane& lane);

  // Each tells `finding` for what it is, and whether it did: for what the way is known to spoil,
  // and for what it may.
  [[nodiscard]] boost::asio::awaitable<bool> is_explained(Lane& lane,
                                                          const reports::Evidence& evidence,
                                                          reports::Finding& finding);
  [[nodiscard]] bool is_suspected(const PlannedCase& planned, const reports::Evidence& evidence,
                                  reports::Finding& finding);
  // Where what is asked comes to grief now and then: whether the case passes when it is carried out
  // again, one time in several, or fails otherwise.
  [[nodiscard]] boost::asio::awaitable<bool> is_of_an_unsteady_way(Lane& lane,
                                                                   const PlannedCase& planned,
                                                                   const Bench& bench,
                                                                   reports::Finding& finding);
  // Of a page that comes for what stands in one request, or for its length.
  [[nodiscard]] static boost::asio::awaitable<std::optional<Interception>> interception_of(
      Lane& lane, const PlannedCase& planned, const Bench& bench, Session& session);

  void note(const std::string& what);
  [[nodiscard]] bool is_unsteady() const;
  [[nodiscard]] reports::Finding by_unsteadiness();
  [[nodiscard]] reports::Finding by(const Interception& answered);
  [[nodiscard]] reports::Finding by(const ChangedUrl& changed);

  mutable std::mutex mutex_;
  State state_ = State::unknown;
  WayShown shown_;
  std::vector<std::string> notes_;
  bool is_known_to_filter_ = false;
  bool is_told_of_urls_ = false;
  std::atomic<bool> accepts_ = false;
};

}  // namespace hallmark::runner
