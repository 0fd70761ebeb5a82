// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/retrying.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "runner/engine/session/look.hpp"
#include "runner/engine/way_probes.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/told.hpp"
#include "runner/staging/in_a_world.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

constexpr std::chrono::seconds slow_fixtures{2};

// Worlds after whose looks the fixtures are taken for those who give keys that nobody knows.
constexpr unsigned enough_worlds = 3;
constexpr int few_looks = 10;

// Those of the API, to calls and to looks.
std::vector<Refusal> refusals_in(const reports::Evidence& evidence,
                                 const std::vector<Reply>& replies) {
  std::vector<Refusal> all;
  const auto add = [&all](const Reply& reply, std::size_t call) {
    if (reply.http_status < 400 || reply.request_id.value_or("").empty()) return;
    all.push_back({.request_id = *reply.request_id, .shape = shape_of(reply), .call = call});
  };
  const auto add_looks = [&add](const std::vector<reports::Sighting>& looks) {
    for (const reports::Sighting& look : looks) {
      if (!look.exchange || look.exchange->status < 400) continue;
      add(decode_reply(*look.exchange), Disturbance::at_a_look);
    }
  };
  for (std::size_t i = 0; i < evidence.calls.size() && i < replies.size(); ++i) {
    add(replies[i], i);
    add_looks(evidence.calls[i].after);
  }
  add_looks(evidence.after);
  add_looks(evidence.later);
  return all;
}

// Whether a call of the case's own was answered as only whoever knows its key answers: accepted, or
// refused for the state of what it asks for. If nobody knows the key later, a target that was
// started anew may have forgotten it. A second world may have a key that nobody knew.
bool was_known(const PlannedCase& planned, Session& session) {
  if (planned.test->second_world) return false;
  const std::vector<reports::CallRecord>& calls = session.evidence().calls;
  const std::vector<Reply>& replies = session.replies();
  for (std::size_t i = 0; i < calls.size() && i < replies.size(); ++i) {
    const std::size_t call = calls[i].call;
    const bool is_owners = call < planned.test->calls.size() &&
                           planned.test->calls[call].identity == cases::Identity::own;
    if (is_owners && replies[i].http_status == 403 && replies[i].code) return true;
  }
  return session.any_accepted();
}

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
    if (!now) now = co_await one_for_all(planned, *play.session, lane);
    if (!now) break;
    if (now->kind == Kind::unknown_key && !was_known(planned, *play.session)) {
      bool may_pass = co_await is_known_to_any(lane, *play.session);
      if (!may_pass && (is_forgetful_ || worlds_known_to_none_ <= enough_worlds)) {
        may_pass = co_await forgets_bystanders(lane, steady_clock::now() - started);
      }
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
      const bool by_another = co_await comes_of_strangers(lane, *play.session);
      if (by_another) {
        unknown->kind = Kind::stranger;
        play.disturbed.back() = *std::move(unknown);
      } else if (was_known(planned, *play.session) || is_forgetful_) {
        const bool forgets = co_await forgets_bystanders(lane, steady_clock::now() - started);
        if (forgets) unknown->kind = Kind::forgotten;
        play.disturbed.back() = *std::move(unknown);
      }
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

// A refusal may be anybody's; one that came before, RequestId and all, is asked about where the
// case passes, too.
bool Retrying::came_before(const std::vector<Refusal>& refusals) {
  const std::scoped_lock lock{mutex_};
  bool came = false;
  for (const Refusal& one : refusals) {
    came = came || one.request_id == last_refused_;
    last_refused_ = one.request_id;
  }
  return came;
}

std::optional<cases::Variant> Retrying::way_that_works(const PlannedCase& planned, Session& session,
                                                       const std::vector<Reply>& replies) {
  const std::scoped_lock lock{mutex_};
  const auto& calls = session.evidence().calls;
  for (std::size_t i = 0; i < calls.size() && i < replies.size(); ++i) {
    if (!is_accepted(replies[i]) || calls[i].call >= planned.test->calls.size()) continue;
    const auto& own = planned.test->calls[calls[i].call].variant;
    if (own || planned.variant) works_ = own ? own : planned.variant;
  }
  return works_;
}

asio::awaitable<std::optional<Disturbance>> Retrying::one_for_all(const PlannedCase& planned,
                                                                  Session& session, Lane& lane) {
  const std::vector<Reply>& replies = session.replies();
  const auto way = way_that_works(planned, session, replies);
  const Cast* const cast = session.cast();
  const bool is_told = !session.unsupported() && session.evidence().trouble.empty();
  if (!way || !is_told || cast == nullptr) co_return std::nullopt;
  const std::vector<Refusal> refusals = refusals_in(session.evidence(), replies);
  if (refusals.empty()) co_return std::nullopt;
  if (!came_before(refusals)) {
    const reports::Finding finding =
        judge(*planned.test, planned.variant, session.evidence(), means_.bench, replies);
    if (finding.verdict == reports::Verdict::pass) co_return std::nullopt;
  }
  const auto looked = co_await reply_to_a_look(lane.target, *cast, *way);
  if (!looked || is_accepted(*looked)) co_return std::nullopt;
  const auto found = std::ranges::find_if(refusals, [&](const Refusal& one) {
    return one.request_id == text_of(looked->request_id) && one.shape == shape_of(*looked);
  });
  if (found == refusals.end()) co_return std::nullopt;
  {
    const std::scoped_lock lock{mutex_};
    nobodys_ = found->request_id;
  }
  std::string what = found->shape + " to whatever is asked, all with one RequestId";
  means_.breaker.fault(what, steady_clock::now());
  co_return Disturbance{
      .kind = Disturbance::Kind::page, .call = found->call, .what = std::move(what)};
}

bool Retrying::holds_nobodys(const reports::Evidence& evidence) const {
  std::string id;
  {
    const std::scoped_lock lock{mutex_};
    id = nobodys_;
  }
  const auto is_one = [&](const reports::Exchange& exchange) {
    return exchange.body.find(id) != std::string::npos;
  };
  const auto any_in = [&](const std::vector<reports::Sighting>& looks) {
    return std::ranges::any_of(looks, [&](const reports::Sighting& look) {
      return look.exchange && is_one(*look.exchange);
    });
  };
  return !id.empty() &&
         (any_in(evidence.before) || any_in(evidence.after) || any_in(evidence.later) ||
          std::ranges::any_of(evidence.calls, [&](const reports::CallRecord& call) {
            return is_one(call.exchange) || any_in(call.after);
          }));
}

asio::awaitable<bool> Retrying::is_known_to_any(Lane& lane, const Session& session) {
  if (knows_strangers_) co_return true;
  const Cast* const cast = session.cast();
  if (cast == nullptr) co_return false;
  const int looks = worlds_known_to_none_ < enough_worlds ? enough_looks : few_looks;
  const Acquaintance seen = co_await look_for_one_who_knows(lane.target, *cast, looks);
  if (seen.is_of_two()) knows_strangers_ = true;
  if (!seen.known && looks == enough_looks) ++worlds_known_to_none_;
  co_return seen.known || knows_strangers_;
}

asio::awaitable<bool> Retrying::forgets_bystanders(Lane& lane, steady_clock::duration within) {
  constexpr steady_clock::duration longest = std::chrono::seconds{3};
  const std::vector<cases::Variant> ways = ways_to_look(lane.target.claimed_variants);
  if (is_forgetful_ || ways.empty()) co_return is_forgetful_;
  bool forgets = false;
  const auto look_twice = [&](const World& world) -> asio::awaitable<void> {
    const Cast cast{world};
    const auto first = co_await reply_to_a_look(lane.target, cast, ways.front());
    if (!first || !is_accepted(*first)) co_return;
    asio::steady_timer timer{lane.io, std::min(within, longest)};
    co_await timer.async_wait(asio::use_awaitable);
    const auto second = co_await reply_to_a_look(lane.target, cast, ways.front());
    forgets = second && knows_no_key(*second);
  };
  constexpr int worlds = 3;  // one may be made by who is about to be started anew
  for (int world = 0; world < worlds && !forgets; ++world) {
    (void)co_await in_a_world(lane.fixtures, {}, false, look_twice);
  }
  if (forgets) is_forgetful_ = true;
  co_return forgets;
}

asio::awaitable<bool> Retrying::comes_of_strangers(Lane& lane, const Session& session) {
  if (!knows_strangers_ && session.cast() != nullptr) {
    const Acquaintance seen = co_await look_for_two(lane.target, *session.cast());
    if (seen.is_of_two()) knows_strangers_ = true;
  }
  co_return knows_strangers_;
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
  const reports::Finding finding =
      judge(*planned.test, planned.variant, session.evidence(), means_.bench, session.replies());
  return finding.verdict == reports::Verdict::pass ? std::nullopt : found;
}

}  // namespace hallmark::runner
