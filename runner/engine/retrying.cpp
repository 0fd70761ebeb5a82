// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/retrying.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "runner/engine/faults/changed_on_the_way.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

constexpr std::chrono::seconds slow_fixtures{2};

bool was_closed(const std::vector<Disturbance>& disturbed) {
  return std::ranges::find(disturbed, Disturbance::Kind::closed, &Disturbance::kind) !=
         disturbed.end();
}

}  // namespace

asio::awaitable<Play> Retrying::play(const PlannedCase& planned, std::size_t place, Lane& lane) {
  using Kind = Disturbance::Kind;
  Play play;
  auto started = steady_clock::now();
  unsigned returns = lane.returns;
  unsigned started_anew = 0;
  const auto start = [&](Connections connections) -> asio::awaitable<void> {
    started = steady_clock::now();
    play.in_haste = means_.repeats.makes_haste(play.disturbed);
    play.session = std::make_unique<Session>(*planned.test, planned.variant,
                                             play.in_haste ? lane.hasty_target : lane.target,
                                             lane.fixtures, &means_.breaker, connections);
    co_await play.session->play();
    means_.forms.read(*planned.test, play.session->evidence(), play.session->replies());
  };
  co_await start(Connections::kept);
  if (play.session->provider_broke() && !play.session->provider_broke_for_good() &&
      !lane.waiting.is_empty()) {
    // Perhaps it holds fewer worlds than we took for granted.
    lane.waiting.halve();
    co_await play.session->strike();
    co_await means_.free_worlds(lane);
    if (!means_.breaker.gone()) co_await start(Connections::kept);
  }
  for (;;) {
    auto now = disturbance_of(planned, *play.session);
    if (!now) {
      now = co_await one_for_all_.disturbance_of(planned, means_.bench, *play.session, lane);
      if (now) means_.breaker.fault(now->what, steady_clock::now());
    }
    // For a spent nonce the case may ask.
    if (!now || now->kind == Kind::spent_nonce) {
      if (auto changed = changed_in(planned, *play.session)) now = std::move(changed);
    }
    if (!now) break;
    if (now->kind == Kind::unknown_key) {
      const bool may_pass = co_await known_keys_.may_be_anothers(lane, planned, *play.session,
                                                                 steady_clock::now() - started);
      if (!may_pass) break;
    }
    play.disturbed.push_back(*now);
    if (play.in_haste && now->kind == Kind::hung) play.disturbed.back().kind = Kind::late;
    bool is_filtered = false;
    if (now->kind == Kind::page) {
      const auto pages = std::ranges::count(play.disturbed, Kind::page, &Disturbance::kind);
      is_filtered = co_await means_.way.is_filtered(lane, planned, means_.bench, *play.session,
                                                    static_cast<std::size_t>(pages));
    }
    // Fixtures that take their whole time are asked twice.
    const bool is_slow = now->kind == Kind::no_world &&
                         steady_clock::now() - started > slow_fixtures && play.disturbed.size() > 1;
    const bool ends = means_.stop() || means_.breaker.gone() || is_slow || is_filtered;
    auto pause = ends ? std::nullopt : means_.repeats.again(play.disturbed, place);
    const bool may_be_gone = is_lost(now->kind) || now->kind == Kind::page ||
                             now->kind == Kind::unavailable || now->kind == Kind::no_world;
    if (!ends && may_be_gone && (!pause || means_.breaker.suspects(steady_clock::now()))) {
      co_await means_.presence.find_out(lane, *play.session);
      if (means_.breaker.gone()) {
        pause.reset();
      } else if (std::exchange(returns, lane.returns) != lane.returns && started_anew++ < 3) {
        // What came while nobody was there says nothing. Who comes and goes is not waited for
        // long.
        play.disturbed.clear();
        pause = std::chrono::milliseconds{0};
      }
    }
    play.stays = !pause;
    if (play.stays) {
      // Strangers fail as fixtures, too.
      auto unknown = now->kind == Kind::unknown_key
                         ? now
                         : unknown_key_in(play.session->evidence(), play.session->replies());
      if (!unknown) break;
      const bool by_another = co_await known_keys_.comes_of_strangers(lane, *play.session);
      if (by_another) {
        unknown->kind = Kind::stranger;
      } else {
        const bool is_forgotten = co_await known_keys_.is_forgotten(lane, planned, *play.session,
                                                                    steady_clock::now() - started);
        if (is_forgotten) unknown->kind = Kind::forgotten;
      }
      if (unknown->kind != Kind::unknown_key) play.disturbed.back() = *std::move(unknown);
      break;
    }
    play.exchanges += play.session->exchanges();
    play.lost += play.session->lost();
    play.slowest = std::max(play.slowest, play.session->slowest());
    co_await play.session->strike();
    asio::steady_timer timer{lane.io, *pause};
    co_await timer.async_wait(asio::use_awaitable);
    co_await start(was_closed(play.disturbed) ? Connections::apart : Connections::fresh);
  }
  if (play.session->provider_broke_for_good()) {
    means_.fixture_faults.break_for_good(play.session->evidence().trouble);
  }
  co_return play;
}

std::optional<Disturbance> Retrying::disturbance_of(const PlannedCase& planned,
                                                    Session& session) const {
  using Kind = Disturbance::Kind;
  if (session.unsupported() || session.provider_broke_for_good()) return std::nullopt;
  if (!session.evidence().trouble.empty()) {
    if (session.side_of_trouble() == reports::Side::ours) return std::nullopt;
    return without_world(0);
  }
  auto found = disturbance_in(session.evidence(), session.replies());
  if (session.dropped() && (!found || found->kind == Kind::broken)) {
    found = Disturbance{.kind = Kind::closed, .what = "a kept connection was closed under it"};
  }
  if (!found || found->kind == Kind::garbled) return found;
  return passes(planned, session) ? std::nullopt : found;
}

std::optional<Disturbance> Retrying::changed_in(const PlannedCase& planned,
                                                Session& session) const {
  if (session.unsupported() || !session.evidence().trouble.empty()) return std::nullopt;
  auto found =
      runner::changed_in(*planned.test, session.evidence(), session.replies(), means_.bench.host);
  return !found || passes(planned, session) ? std::nullopt : found;
}

bool Retrying::passes(const PlannedCase& planned, Session& session) const {
  const reports::Finding finding =
      judge(*planned.test, planned.variant, session.evidence(), means_.bench, session.replies());
  return finding.verdict == reports::Verdict::pass;
}

}  // namespace hallmark::runner
