// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/presence.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "runner/engine/all_at_once.hpp"
#include "runner/engine/faults/disturbance.hpp"
#include "runner/staging/in_a_world.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using reports::Verdict;
using std::chrono::steady_clock;

constexpr std::chrono::seconds patience_with_strangers{1};
constexpr std::chrono::milliseconds short_absence{500};
constexpr std::chrono::seconds absence_behind_others{5};

// Ends the knocks of a lane for those who wait for them.
class Knocking {
 public:
  Knocking(Lane& lane, steady_clock::time_point began) : lane_{lane}, began_{began} {}
  Knocking(const Knocking&) = delete;
  Knocking& operator=(const Knocking&) = delete;
  ~Knocking() {  // NOLINT(bugprone-exception-escape): to cancel a wait does not throw
    lane_.knocked = began_;
    std::exchange(lane_.knocks, nullptr)->cancel();
  }

 private:
  Lane& lane_;
  steady_clock::time_point began_;
};

}  // namespace

asio::awaitable<void> knock_first(Lane& lane, std::atomic<bool>* keeps_none, Knock& result) {
  // Nobody waits for the one before the other is asked.
  asio::steady_timer patience{lane.io, patience_with_strangers};
  std::optional<Knock> told;
  std::size_t answered = 0;
  const auto as_a_stranger = [&]() -> asio::awaitable<void> {
    Knock knocked = co_await knock(lane.client);
    told = std::move(knocked);
    patience.cancel();
  };
  const auto look_often = [&](const World& world) -> asio::awaitable<void> {
    const Cast cast{world};
    // Perhaps it serves one connection at a time, and ours to the fixtures is that one.
    if (keeps_none != nullptr) *keeps_none = true;
    lane.let_go();
    const auto began = steady_clock::now();
    const Knocks knocks = co_await knock_often(lane.target, &cast, Knock::Answer::http);
    answered = knocks.answered;
    const bool was_waited_for = steady_clock::now() - began < patience_with_strangers;
    if (keeps_none != nullptr) *keeps_none = answered > 0 && was_waited_for;
  };
  const auto as_one_who_is_known = [&]() -> asio::awaitable<void> {
    co_await patience.async_wait(asio::as_tuple(asio::use_awaitable));
    if (told) {
      const bool no_way =
          told->fault == Fault::connect || told->fault == Fault::tls || told->fault == Fault::local;
      if (told->answer != Knock::Answer::none || no_way) co_return;
    }
    (void)co_await in_a_world(lane.fixtures, {}, false, look_often);
  };
  std::vector<asio::awaitable<void>> both;
  both.push_back(as_a_stranger());
  both.push_back(as_one_who_is_known());
  co_await all_at_once(std::move(both));
  if (!told) co_return;
  if (told->answer == Knock::Answer::none && answered > 0) {
    told->answer = Knock::Answer::http;
  } else if (told->answer == Knock::Answer::http) {
    const auto call = [&](const World& world) -> asio::awaitable<void> {
      const Cast cast{world};
      const bool speaks = co_await speaks_the_api(lane.target, cast);
      if (speaks) told->answer = Knock::Answer::api;
      told->foreign = !speaks && told->status != too_many_requests;
    };
    (void)co_await in_a_world(lane.fixtures, {}, true, call);
  }
  result = *std::move(told);
}

asio::awaitable<void> Presence::find_out(Lane& lane, const Session& session) {
  if (const auto under_way = lane.knocks) {
    co_await under_way->async_wait(asio::as_tuple(asio::use_awaitable));
    co_return;
  }
  const auto began = steady_clock::now();
  asio::steady_timer end{lane.io, steady_clock::time_point::max()};
  lane.knocks = std::make_shared<asio::steady_timer>(std::move(end));
  const Knocking knocking{lane, began};
  Knocks knocks = co_await knock_often(lane.target, session.cast(), at_least_);
  const bool was_away = knocks.answered == 0;
  bool throttled = knocks.throttled;
  if (was_away && knocks.hung && keeps_none_ != nullptr && !keeps_none_->exchange(true)) {
    // Perhaps it serves so many connections and no more, and those that are kept are all of them.
    let_go_();
    // Who has a connection free answers at once.
    knocks = co_await knock_often(lane.hasty_target, session.cast(), at_least_);
    if (knocks.answered == 0) *keeps_none_ = false;
  }
  // It may come back: a server that is started anew, a queue that was full. Where a proxy says so
  // it is waited for longer.
  while (knocks.answered == 0 && !stop_() &&
         steady_clock::now() - began <
             (knocks.by_others ? steady_clock::duration{absence_behind_others} : short_absence)) {
    asio::steady_timer pause{lane.io, short_absence};
    co_await pause.async_wait(asio::use_awaitable);
    knocks = co_await knock_often(lane.target, session.cast(), at_least_);
    throttled = throttled || knocks.throttled;
  }
  if (knocks.answered == 1) {  // one server of several may be away, and the looks have met it
    const Knocks more = co_await knock_often(lane.target, session.cast(), at_least_);
    knocks.answered += more.answered > 1 ? more.answered : 0;
  }
  if (was_away && knocks.answered > 0) ++lane.returns;
  // Who answers some and not the others, for there are too many, is there.
  const bool is_there = throttled && (knocks.answered > 0 || breaker_.answered_since(began));
  constexpr std::size_t enough = 2;
  breaker_.knocked(is_there ? std::max(knocks.answered, enough) : knocks.answered,
                   steady_clock::now());
  if (breaker_.gone()) *target_is_gone_ = true;
}

asio::awaitable<void> Presence::hold(Lane& lane, reports::Finding& finding, Session& session,
                                     bool disturbed) {
  if (session.side_of_trouble()) finding.side = *session.side_of_trouble();
  if (finding.verdict == Verdict::pass || finding.verdict == Verdict::unsupported) co_return;
  const bool ours = finding.verdict == Verdict::error && finding.side == reports::Side::ours;
  const bool unanswered = disturbed || session.provider_broke() || has_fault(session.evidence());
  if (!unanswered || (ours && !breaker_.gone())) co_return;
  const auto failed = steady_clock::now();
  while (!breaker_.gone() && lane.knocked <= failed) co_await find_out(lane, session);
  if (const auto gone = breaker_.gone()) {
    finding = {.verdict = Verdict::error, .reason = *gone, .side = reports::Side::nobody};
  }
}

}  // namespace hallmark::runner
