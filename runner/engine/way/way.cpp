// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/way/way.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/sides.hpp"
#include "runner/engine/faults/disturbance.hpp"
#include "runner/engine/session/look.hpp"
#include "runner/engine/way/changed_urls.hpp"
#include "runner/engine/way/filtered_words.hpp"
#include "runner/engine/way/way_in_worlds.hpp"
#include "runner/engine/way/way_probes.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/told.hpp"
#include "runner/staging/in_a_world.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using reports::Side;
using reports::Verdict;

constexpr std::chrono::milliseconds until_it_is_known{5};

reports::Finding between(std::string reason) {
  return {.verdict = Verdict::inconclusive, .reason = std::move(reason), .side = Side::between};
}

}  // namespace

std::optional<Spoilt> Way::spoils_all() const {
  const std::scoped_lock lock{mutex_};
  const Spoilt* const all = runner::spoils_all(shown_);
  return all == nullptr ? std::nullopt : std::optional{*all};
}

asio::awaitable<void> Way::find_out(Lane& lane) {
  for (;;) {
    {
      const std::scoped_lock lock{mutex_};
      if (state_ == State::known) co_return;
      if (std::exchange(state_, State::being_found_out) == State::unknown) break;
    }
    asio::steady_timer timer{lane.io, until_it_is_known};
    co_await timer.async_wait(asio::use_awaitable);
  }
  WayShown shown;
  const auto ask = [&](const World& world) -> asio::awaitable<void> {
    const Cast cast{world};
    const Elsewhere elsewhere{.path = lane.path, .clock = lane.clock};
    shown = co_await ask_about_the_way(lane.target, cast, elsewhere);
  };
  try {
    (void)co_await in_a_world(lane.fixtures, {}, true, ask);
    co_await ask_in_more_worlds(lane.target, lane.fixtures, accepts_, shown);
  } catch (...) {
    const std::scoped_lock lock{mutex_};
    state_ = State::known;
    throw;
  }
  const std::scoped_lock lock{mutex_};
  shown_ = std::move(shown);
  state_ = State::known;
}

// With mutex_ held.
void Way::note(const std::string& what) {
  if (std::ranges::find(notes_, what) == notes_.end()) notes_.push_back(what);
}

reports::Finding Way::by(const Interception& answered) {
  const std::scoped_lock lock{mutex_};
  note(answered.what + ": " + answered.advice);
  is_known_to_filter_ = true;
  return between(answered.what);
}

std::vector<std::string> Way::notes() const {
  const std::scoped_lock lock{mutex_};
  return notes_;
}

asio::awaitable<bool> Way::is_explained(Lane& lane, const reports::Evidence& evidence,
                                        reports::Finding& finding) {
  co_await find_out(lane);
  if (auto all = spoils_all()) {
    finding = {.verdict = Verdict::error, .reason = std::move(all->what), .side = all->side};
    co_return true;
  }
  const std::scoped_lock lock{mutex_};
  const Spoilt* const spoilt = explanation_of(evidence, shown_);
  if (spoilt == nullptr) co_return false;
  note(spoilt->what);
  finding = between(spoilt->what);
  co_return true;
}

asio::awaitable<void> Way::doubt(Lane& lane, reports::Finding& finding,
                                 const reports::Evidence& shown) {
  if (finding.verdict != Verdict::fail) co_return;
  const bool explained = co_await is_explained(lane, shown, finding);
  if (explained) co_return;
  if (is_unsteady()) {
    finding = by_unsteadiness();
    co_return;
  }
  std::optional<ChangedUrl> changed;
  const auto ask = [&](const World& world) -> asio::awaitable<void> {
    const Cast cast{world};
    changed = co_await changed_url(lane.target, cast, shown);
  };
  (void)co_await in_a_world(lane.fixtures, {}, false, ask);
  if (changed) finding = by(*changed);
}

asio::awaitable<void> Way::doubt(Lane& lane, const PlannedCase& planned, const Bench& bench,
                                 reports::Finding& finding, Session& session) {
  if (finding.verdict != Verdict::fail || reports::is_silent(session.evidence())) co_return;
  const bool explained = co_await is_explained(lane, session.evidence(), finding);
  if (explained) co_return;
  const bool comes_and_goes = co_await is_of_an_unsteady_way(lane, planned, bench, finding);
  if (comes_and_goes || is_suspected(planned, session.evidence(), finding)) co_return;
  const auto answered = co_await interception_of(lane, planned, bench, session);
  if (answered) {
    finding = by(*answered);
    co_return;
  }
  if (session.cast() == nullptr) co_return;
  const auto changed = co_await changed_url(lane.target, *session.cast(), session.evidence());
  if (changed) finding = by(*changed);
}

bool Way::is_unsteady() const {
  const std::scoped_lock lock{mutex_};
  return !shown_.unsteady.empty();
}

reports::Finding Way::by_unsteadiness() {
  const std::scoped_lock lock{mutex_};
  note(shown_.unsteady);
  return between(shown_.unsteady);
}

asio::awaitable<bool> Way::is_of_an_unsteady_way(Lane& lane, const PlannedCase& planned,
                                                 const Bench& bench, reports::Finding& finding) {
  constexpr int most_times = 6;
  if (!is_unsteady()) co_return false;
  // One of many calls may come to grief each time; the same one will not.
  bool comes_and_goes = false;
  for (int times = 0; times < most_times && !comes_and_goes; ++times) {
    Session again{*planned.test, planned.variant, lane.target,
                  lane.fixtures, nullptr,         Connections::fresh};
    co_await again.play();
    const reports::Finding now =
        judge(*planned.test, planned.variant, again.evidence(), bench, again.replies());
    comes_and_goes =
        now.verdict == Verdict::pass || (now.verdict == Verdict::fail && now.got != finding.got);
    co_await again.strike();
    if (now.verdict == Verdict::error) break;
  }
  if (comes_and_goes) finding = by_unsteadiness();
  co_return comes_and_goes;
}

reports::Finding Way::by(const ChangedUrl& changed) {
  const std::scoped_lock lock{mutex_};
  if (!std::exchange(is_told_of_urls_, true)) {
    note(changed.what + (changed.first.empty() ? "" : " (first: " + changed.first + ")") +
         ": have what is between hand URLs on as they came, or ask past it");
  }
  return {.verdict = Verdict::error, .reason = changed.what, .side = Side::between};
}

asio::awaitable<bool> Way::is_filtered(Lane& lane, const PlannedCase& planned, const Bench& bench,
                                       Session& session, std::size_t pages) {
  bool is_known = false;
  {
    const std::scoped_lock lock{mutex_};
    is_known = is_known_to_filter_;
  }
  if (!is_known && pages < 2) co_return false;
  const auto answered = co_await interception_of(lane, planned, bench, session);
  if (!answered) co_return false;
  const std::scoped_lock lock{mutex_};
  is_known_to_filter_ = true;
  co_return true;
}

bool Way::is_suspected(const PlannedCase& planned, const reports::Evidence& evidence,
                       reports::Finding& finding) {
  const std::scoped_lock lock{mutex_};
  const Suspicion* const found = suspicion_of(evidence, shown_);
  if (found == nullptr) return false;
  note(found->what);
  if (planned.test->cause.empty()) return true;
  finding.reason = planned.test->cause + ": " + found->asks;
  if (finding.answer.empty()) {
    finding.answer = shape_of(decode_reply(evidence.calls.back().exchange));
  }
  finding.answers.clear();
  finding.action.clear();
  return true;
}

asio::awaitable<std::optional<Interception>> Way::interception_of(Lane& lane,
                                                                  const PlannedCase& planned,
                                                                  const Bench& bench,
                                                                  Session& session) {
  const reports::Evidence& evidence = session.evidence();
  std::vector<std::pair<const reports::Exchange*, const cases::Call*>> asked_for;
  for (const reports::CallRecord& call : evidence.calls) {
    if (call.call >= planned.test->calls.size()) continue;
    const cases::Call& asked = planned.test->calls[call.call];
    const Reply reply = decode_reply(call.exchange);
    const bool is_right = call.exchange.fault.empty() &&
                          !is_foreign_page(reply, call.exchange.body) &&
                          is_expected(asked, reply, bench.yardstick);
    if (!is_right) asked_for.emplace_back(&call.exchange, &asked);
  }
  for (const reports::Sighting& look : evidence.after) {
    if (!look.exchange) continue;
    asked_for.emplace_back(&*look.exchange, &look_call(look.channel, Whose::own));
  }
  for (const auto& [exchange, asked] : asked_for) {
    if (!exchange->fault.empty()) continue;
    const Reply reply = decode_reply(*exchange);
    if (is_too_long_for_somebody(reply)) co_return interception_for_length(reply.http_status);
    if (!is_foreign_page(reply, exchange->body)) continue;
    auto variant = asked->variant ? asked->variant : planned.variant;
    const auto& claimed = lane.target.claimed_variants;
    if (!variant && !claimed.empty()) variant = claimed.front();
    const Cast* const cast = session.cast();
    if (!variant || cast == nullptr) continue;
    const bool for_its_words = co_await comes_for_its_words(
        lane.target, *cast, words_of(*asked, *cast), *variant, reply.http_status);
    if (for_its_words) co_return interception_for_words(reply.http_status);
  }
  co_return std::nullopt;
}

}  // namespace hallmark::runner
