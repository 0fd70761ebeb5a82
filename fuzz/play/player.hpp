// SPDX-License-Identifier: Apache-2.0
//
// Plays a history against a target: makes its worlds, signs and sends each call, and checks every
// answer with the model and the named checkers.
//
//   Player player{target};
//   if (const auto& finding = player.play(history).finding) report(*finding);
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_set.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fuzz/grammar/history.hpp"
#include "fuzz/model/instance_model.hpp"
#include "fuzz/play/checkers.hpp"
#include "fuzz/play/claims.hpp"
#include "fuzz/play/hindrance.hpp"
#include "fuzz/play/play_target.hpp"
#include "fuzz/play/told_members.hpp"
#include "fuzz/play/violation.hpp"
#include "reports/evidence.hpp"
#include "runner/engine/faults/disturbance.hpp"
#include "runner/target/request_builder.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::fuzz {

struct PlayedHistory {
  std::optional<Violation> finding;    // the first; a history ends with it
  std::size_t calls = 0;               // answered and judged
  std::size_t accepted = 0;            // of these
  std::size_t unknown_orders = 0;      // of overlapping calls, whose search ran out of its budget
  std::size_t worlds_left = 0;         // that could not be taken down
  std::size_t busy = 0;                // answers by which somebody asked for fewer calls
  std::optional<Hindrance> hindrance;  // it was not played to its end
  // Of a finding: an answer that did not come as it was sent, or to a request that somebody had
  // sent before, which may be the way's fault.
  std::optional<runner::Disturbance> lost;
  // What went over the wire up to the finding, struck out; nothing where there is none.
  std::vector<reports::Exchange> exchanges;
};

// How often a history has to show a finding before that is held against the target; fewer times
// where each takes a whole time-out.
[[nodiscard]] constexpr int plays_to_hold(const runner::Disturbance& lost) {
  return lost.kind == runner::Disturbance::Kind::hung ? 3 : 10;
}

// One call when it has been judged, for those who count and keep.
struct Witnessed {
  std::size_t step = 0;
  bool is_again = false;  // the same call in another guise
  cases::Variant variant;
  const Asked& asked;
  const runner::BuiltRequest& request;
  std::int64_t took_us = 0;
  const std::string& fault;              // why there was no answer; empty: there was one
  const runner::Reply* reply = nullptr;  // none: there was no answer. As it came: who shows
                                         // something of it strikes out the request's secrets
  Situations before, after;              // in which the instance may have been
};

// "429 ...", "503 ServiceUnavailable": an answer, described, that somebody may give who is too
// busy, or who stands before the target and does not reach it.
[[nodiscard]] bool is_busy(std::string_view shape);

class Player {
 public:
  // `seed`: of nonces. Throws std::invalid_argument where PlayTarget::without holds no such word.
  explicit Player(PlayTarget target, std::uint64_t seed = 1);

  // Plays what is left of the history within the target's claims; where nothing is, nothing.
  [[nodiscard]] PlayedHistory play(const History& history);

  // What is left of it: the history to which the steps of a finding belong.
  [[nodiscard]] History within_claims(History history) const {
    return claims_.within(std::move(history));
  }

  // Why a plain call in such a world is not answered as a target answers that is there, and has
  // the time; nothing where it is. Tells whether what a call met was the call's, or would have met
  // any.
  [[nodiscard]] std::optional<Hindrance> miss_an_answer(const cases::Fixture& world);
  // Whether anybody speaks HTTP there: nothing, or why not.
  [[nodiscard]] std::optional<Hindrance> miss_a_connection();
  // Lets the target alone for so long, where its time can pass.
  void rest(std::chrono::milliseconds time);

  // As if nothing had been played yet: a RequestId may come back. Which members are told only
  // sometimes stays known.
  void forget() { request_ids_.clear(); }

  // Called for each call, after it has been judged.
  void watch(std::function<void(const Witnessed&)> watcher) { watcher_ = std::move(watcher); }

  // How often each checker could have contradicted.
  [[nodiscard]] const std::array<std::uint64_t, checker_count>& checked() const { return checked_; }

 private:
  class Play;

  PlayTarget target_;
  Claims claims_;
  runner::RequestBuilder builder_;
  boost::unordered_flat_set<std::uint64_t> request_ids_;  // hashes of those seen lately
  ToldMembers told_;
  std::function<void(const Witnessed&)> watcher_;
  std::array<std::uint64_t, checker_count> checked_{};
};

}  // namespace hallmark::fuzz
