// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/engine.hpp"

#include <algorithm>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <ranges>
#include <system_error>
#include <thread>
#include <utility>

#include "cases/base/tested_action.hpp"
#include "reports/sides.hpp"
#include "reports/text.hpp"
#include "runner/engine/all_at_once.hpp"
#include "runner/engine/disturbance.hpp"
#include "runner/engine/evidence_room.hpp"
#include "runner/engine/hangs.hpp"
#include "runner/engine/knock.hpp"
#include "runner/engine/repeats.hpp"
#include "runner/engine/second_opinion.hpp"
#include "runner/engine/session.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/form_ledger.hpp"
#include "runner/oracle/told.hpp"
#include "runner/target/target.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using cases::Case;
using cases::Channel;
using reports::Finding;
using reports::Record;
using reports::Verdict;
using std::chrono::steady_clock;

constexpr unsigned broken_fixtures_in_a_row = 50;
constexpr std::chrono::milliseconds short_absence{500};
constexpr std::chrono::seconds absence_behind_others{5};
constexpr std::chrono::seconds slow_fixtures{2};

// Fewer cases than this are done before a second thread has begun.
constexpr std::size_t worth_a_thread = 32;

// An endpoint that is served on the same context never runs out of work: whoever waits for
// something else stops the context. What was ready by then is still carried out.
void run_to_stop(asio::io_context& io) {
  io.restart();
  io.run();
  io.restart();
  io.poll();
}

// How many cases may leave their worlds standing for a second look besides those at work, in each
// of the lanes. A case has two worlds at most, and nearly always one.
std::size_t cases_that_may_wait(const FixtureProvider& fixtures, const EngineOptions& options) {
  const std::size_t at_work = std::size_t{2} * options.jobs;  // a second world at most
  const std::size_t most = fixtures.most_worlds().value_or(0);
  return most > at_work ? (most - at_work) / std::max(1U, options.threads) : 0;
}

// What a lane keeps, at most, of what the target sent to cases that wait.
constexpr std::size_t bytes_that_may_wait = 8U << 20U;

// For all the answers that are under way, and what is kept of those that are not judged yet; and
// twice as much for one case alone.
constexpr std::size_t room_for_answers = 16U << 20U;

// A fifth of the time, where that is no shorter than a second.
ClientOptions in_haste(ClientOptions options) {
  options.timeout = std::min(options.timeout, std::max<std::chrono::milliseconds>(
                                                  options.timeout / 5, std::chrono::seconds{1}));
  return options;
}

// A case that is looked at once more. Nobody is at work on it until then.
struct Waiting {
  std::size_t place;  // in the plan
  std::unique_ptr<Session> session;
  steady_clock::time_point due;
  steady_clock::duration took;  // so far
  std::size_t bytes;            // of its exchanges, packed
};

// One thread's hands: its own connections, its own fixtures, and what it knows of the target.
struct Lane {
  Lane(asio::io_context& context, const Url& endpoint, FixtureProvider& provider,
       const ClientOptions& client_options, const EngineOptions& options,
       const std::function<bool()>& stop)
      : io{context},
        fixtures{provider},
        room_to_wait{cases_that_may_wait(provider, options)},
        client{io.get_executor(), endpoint, client_options},
        hasty_client{io.get_executor(), endpoint, in_haste(client_options)},
        requests{endpoint.host_header(), endpoint.path.empty() ? "/" : endpoint.path,
                 NonceGenerator{}, options.clock},
        target{
            .client = client, .requests = requests, .host = endpoint.host_header(), .stop = stop},
        hasty_target{.client = hasty_client,
                     .requests = requests,
                     .host = endpoint.host_header(),
                     .stop = stop,
                     .began = target.began},
        bell{io} {
    for (const cases::Variant variant : cases::full_variants()) {
      if (!options.without.excludes(variant)) target.claimed_variants.push_back(variant);
    }
    // What runs once takes the first.
    std::ranges::stable_partition(target.claimed_variants, [&options](cases::Variant variant) {
      return std::ranges::find(options.working, variant) != options.working.end();
    });
    hasty_target.claimed_variants = target.claimed_variants;
  }

  asio::io_context& io;
  FixtureProvider& fixtures;
  std::size_t room_to_wait;
  std::deque<Waiting> waiting;  // the first in line is due first
  std::size_t worlds_waiting = 0;
  std::size_t bytes_waiting = 0;
  EvidencePacker packer;  // of those that wait

  // Whether another case may come to wait. Where nobody does there is always room for one.
  [[nodiscard]] bool has_room() const {
    return waiting.empty() ||
           (worlds_waiting < room_to_wait && bytes_waiting < bytes_that_may_wait);
  }
  HttpClient client;
  HttpClient hasty_client;
  RequestBuilder requests;
  Target target;
  Target hasty_target;                         // the same, asked by who does not wait for long
  asio::steady_timer bell;                     // whoever has nothing to do waits for it
  bool is_to_be_rung = false;                  // when a case may begin; guarded by the run's mutex
  unsigned broken_fixtures = 0;                // in a row
  std::shared_ptr<asio::steady_timer> knocks;  // under way; cancelled at their end
  steady_clock::time_point knocked;            // when the last ones began that have ended
  unsigned returns = 0;       // times that the target was seen to be away, and to come back
  bool turn_told = true;      // nothing was handed on since the listener was flushed
  std::exception_ptr thrown;  // the first, by a case of this lane or by the listener

  void keep_first(const std::exception_ptr& error) {
    if (!thrown) thrown = error;  // null where nothing was thrown
  }
};

// Ends the knocks of a lane for those who wait for them.
class Knocking {
 public:
  Knocking(Lane& lane, steady_clock::time_point began) : lane_{lane}, began_{began} {}
  Knocking(const Knocking&) = delete;
  Knocking& operator=(const Knocking&) = delete;
  ~Knocking() {
    lane_.knocked = began_;
    std::exchange(lane_.knocks, nullptr)->cancel();
  }

 private:
  Lane& lane_;
  steady_clock::time_point began_;
};

// A further lane, with all that it stands on.
struct OwnLane {
  OwnLane(const Url& endpoint, const ClientOptions& client_options, const EngineOptions& options,
          const std::function<bool()>& stop)
      : fixtures{options.more_fixtures(io.get_executor())}, lane{io,        endpoint,
                                                                 *fixtures, client_options,
                                                                 options,   stop} {}

  asio::io_context io{1};
  std::unique_ptr<FixtureProvider> fixtures;
  Lane lane;
};

class Run {
 public:
  Run(const Plan& plan, const Bench& bench, std::vector<Lane*> lanes, const EngineOptions& options,
      reports::Listener& listener, const std::function<bool()>& stop, const Knock& first_knock,
      EngineResult& result)
      : plan_{plan},
        bench_{bench},
        lanes_{std::move(lanes)},
        options_{options},
        listener_{listener},
        stop_{stop},
        first_knock_{first_knock},
        result_{result},
        asked_{asked_of(plan)},
        repeats_{plan.cases.size(), in_haste(options.client).timeout},
        shown_(plan.cases.size()) {}

  void run() {
    run_lanes();
    for (const Lane* lane : lanes_) {
      if (!result_.thrown) result_.thrown = lane->thrown;
    }
    result_.interrupted = interrupted_;
    for (const Lane* lane : lanes_ | std::views::drop(1)) {
      result_.left_behind.add(lane->fixtures.left_behind());
    }
    for (std::string note : {repeats_.losses_in_words(), repeats_.in_words(), forms_.note()}) {
      if (!note.empty()) result_.notes.push_back(std::move(note));
    }
    if (const std::size_t gone = evidence_room_.let_go(); gone > 0) {
      result_.notes.push_back("the answers to " + reports::counted(gone, "case", "cases") +
                              " are told in a run file (--report RUN.json) alone: there are more "
                              "than fit into the other reports");
    }
    for (const Lane* lane : lanes_) {
      result_.exchanges += lane->target.exchanges + lane->hasty_target.exchanges;
    }
  }

 private:
  // What a case of the plan showed, for the cases that stand on it. Each is written once, and read
  // by cases that begin later.
  struct Shown {
    bool judged = false;
    Verdict verdict = Verdict::inconclusive;
    std::string blocked_by;  // the first case on the way down that did not pass
    std::string reason;
    std::string cause;      // what is said of the cases that stand on it
    bool no_world = false;  // it was not asked: the provider does not offer what it is asked in
  };

  static std::size_t asked_of(const Plan& plan) {
    const auto is_asked = [](const PlannedCase& planned) {
      return every_answer_of(*planned.test) == nullptr;
    };
    return static_cast<std::size_t>(std::ranges::count_if(plan.cases, is_asked));
  }

  void run_lanes() {
    const std::size_t lanes = plan_.cases.size() < worth_a_thread ? 1 : lanes_.size();
    std::vector<std::jthread> threads;
    try {
      for (std::size_t i = 1; i < lanes; ++i) {
        threads.emplace_back([this, lanes, i] { run_lane(*lanes_[i], lanes); });
      }
    } catch (const std::system_error&) {  // as many threads as this machine has left
    }
    run_lane(*lanes_[0], lanes);
  }

  void run_lane(Lane& lane, std::size_t lanes) {
    const std::size_t jobs = std::max<std::size_t>(1, options_.jobs / lanes);
    // Whoever works holds it, and lets go of it by ending; or by being dropped, which is what
    // Asio does with those for whose next step this machine has no memory.
    std::shared_ptr<Lane> at_work{&lane, [](Lane* left) { left->io.stop(); }};
    const std::weak_ptr<Lane> anybody = at_work;
    const auto breaks_off = [&](const std::exception_ptr& error) {
      lane.keep_first(error);
      interrupt();
    };
    try {
      for (std::size_t i = 0; i < jobs; ++i) {
        asio::co_spawn(lane.io, work(lane), [&, at_work](const std::exception_ptr& error) {
          if (error) breaks_off(error);
        });
      }
    } catch (...) {
      breaks_off(std::current_exception());
    }
    at_work.reset();
    while (!anybody.expired()) {
      try {
        run_to_stop(lane.io);
      } catch (...) {
        breaks_off(std::current_exception());
      }
    }
  }

  // One case after the other, as long as there are any; those that have waited come first.
  asio::awaitable<void> work(Lane& lane) {
    for (;;) {
      if (stop_()) interrupt();
      if (!is_one_due(lane)) {
        if (const auto place = take_next(lane)) {
          co_await carry_out(*place, lane);
          continue;
        }
        if (lane.waiting.empty() && all_begun()) co_return;
      }
      co_await go_on_with_waiting(lane);
    }
  }

  static bool is_one_due(const Lane& lane) {
    return !lane.waiting.empty() && lane.waiting.front().due <= steady_clock::now();
  }

  // Looks again at the case that has waited longest; or waits until that is due, or the bell rings.
  asio::awaitable<void> go_on_with_waiting(Lane& lane) {
    if (is_one_due(lane)) {
      co_await look_again(lane);
      co_return;
    }
    const auto due =
        lane.waiting.empty() ? steady_clock::time_point::max() : lane.waiting.front().due;
    if (lane.bell.expiry() != due) lane.bell.expires_at(due);  // which rings it
    co_await lane.bell.async_wait(asio::as_tuple(asio::use_awaitable));
  }

  // The next case of the plan; nothing where there is none, or no room for it, or while it has to
  // wait for others: then the bell rings as soon as it may begin.
  std::optional<std::size_t> take_next(Lane& lane) {
    const std::scoped_lock lock{mutex_};
    if (interrupted_ || next_ == plan_.cases.size() || !lane.has_room()) return std::nullopt;
    if (!may_begin(next_)) {
      lane.is_to_be_rung = true;
      return std::nullopt;
    }
    for (Target* const target : {&lane.target, &lane.hasty_target}) {
      if (!result_.reactivate_spelling.empty()) {
        target->reactivate_spelling = result_.reactivate_spelling;
      }
      target->working_channel = working_channel_;
    }
    return next_++;
  }

  [[nodiscard]] bool all_begun() {
    const std::scoped_lock lock{mutex_};
    return interrupted_ || next_ == plan_.cases.size();
  }

  // Whether all that it comes after is judged. Under the mutex.
  [[nodiscard]] bool may_begin(std::size_t place) const {
    const PlannedCase& planned = plan_.cases[place];
    if (every_answer_of(*planned.test) != nullptr) return judged_ >= asked_;
    const auto is_judged = [this](std::size_t below) { return shown_[below].judged; };
    return std::ranges::all_of(planned.needs, is_judged) &&
           std::ranges::all_of(planned.after, is_judged);
  }

  // Wakes whoever waits for a case that may begin. Under the mutex, so that no lane has ended.
  void ring() {
    for (Lane* const lane : lanes_) {
      if (!std::exchange(lane->is_to_be_rung, false)) continue;
      asio::post(lane->io, [lane] { lane->bell.cancel(); });
    }
  }

  void interrupt() {
    const std::scoped_lock lock{mutex_};
    interrupted_ = true;
    ring();
  }

  // A prerequisite for want of a better one: it shows less than the case that stands on it, where
  // that can be asked in its own world.
  static bool stands_in(const Case& one) { return one.tags.shows == cases::Shows::refused_action; }

  // Nothing when all that the case stands on has passed. `has_world`: it can be asked in its own.
  std::optional<Finding> blocked(const PlannedCase& planned, bool has_world) const {
    for (const std::size_t need : planned.needs) {
      const Shown& base = shown_[need];
      const Case& below = *plan_.cases[need].test;
      if (base.verdict == Verdict::pass || (has_world && stands_in(below))) continue;
      if (base.no_world) {  // what it would have shown, what it stands on has to do for
        if (auto finding = blocked(plan_.cases[need], false)) return finding;
        continue;
      }
      if (base.verdict == Verdict::unsupported) {
        return Finding{.verdict = Verdict::unsupported, .reason = base.reason};
      }
      return Finding{.verdict = Verdict::inconclusive,
                     .reason = base.cause,
                     .blocked_by = base.blocked_by.empty() ? below.id : base.blocked_by};
    }
    return std::nullopt;
  }

  // What is said of the cases that stand on one: its own words for what is wrong, where an answer
  // showed that; else what kept it from passing.
  static std::string cause_of(const Case& one, const Finding& finding,
                              const reports::Evidence& evidence) {
    if (!finding.blocked_by.empty()) return finding.reason;
    if (finding.verdict != Verdict::fail || reports::is_silent(evidence)) return finding.reason;
    if (reports::says_more_than_its_check(finding)) return finding.reason;
    return one.cause.empty() ? one.id + " did not pass" : one.cause;
  }

  [[nodiscard]] std::optional<Finding> given_up(const Lane& lane) const {
    const auto error = [](std::string reason, reports::Side side) {
      return Finding{.verdict = Verdict::error, .reason = std::move(reason), .side = side};
    };
    if (const auto gone = breaker_.gone()) return error(*gone, reports::Side::nobody);
    if (const auto lack = breaker_.lacking()) {
      return error("this machine lacks something: " + *lack, reports::Side::ours);
    }
    if (const auto lie = fixtures_broke_for_good()) return error(*lie, reports::Side::fixtures);
    if (lane.broken_fixtures >= broken_fixtures_in_a_row) {
      return error("the fixture provider has stopped working", reports::Side::fixtures);
    }
    return std::nullopt;
  }

  // Nothing where the case is put to the target.
  [[nodiscard]] std::optional<Finding> not_put(const PlannedCase& planned, const Lane& lane) const {
    if (planned.unsupported) {
      return Finding{.verdict = Verdict::unsupported, .reason = *planned.unsupported};
    }
    if (auto finding = given_up(lane)) return finding;
    const auto lack = lane.fixtures.lacks(planned.test->fixture);
    if (auto finding = blocked(planned, !lack)) return finding;
    if (auto finding = hangs_.blocked(*planned.test)) return finding;
    if (lack) {
      return Finding{.verdict = Verdict::unsupported, .reason = *lack};
    }
    return std::nullopt;
  }

  asio::awaitable<void> carry_out(std::size_t place, Lane& lane) {
    const PlannedCase& planned = plan_.cases[place];
    const auto began = steady_clock::now();
    if (const cases::EveryAnswer* promise = every_answer_of(*planned.test)) {
      FormLedger::Told told = forms_.tell(*promise);
      note(place, told.finding, told.evidence, false);
      tell(place, std::move(told.finding), std::move(told.evidence), 0, steady_clock::now() - began,
           lane);
      co_return;
    }
    if (auto finding = not_put(planned, lane)) {
      note(place, *finding, {},
           !planned.unsupported && finding->verdict == Verdict::unsupported &&
               lane.fixtures.lacks(planned.test->fixture).has_value());
      tell(place, std::move(*finding), {}, 0, steady_clock::now() - began, lane);
      co_return;
    }
    Play play = co_await play_undisturbed(place, lane);
    std::unique_ptr<Session>& session = play.session;
    lane.broken_fixtures = session->provider_broke() ? lane.broken_fixtures + 1 : 0;
    Finding finding;
    if (session->unsupported()) {
      finding = {.verdict = Verdict::unsupported, .reason = *session->unsupported()};
    } else {
      // What came when somebody waited for it was not lost.
      const auto late =
          play.stays || play.in_haste
              ? 0
              : std::ranges::count(play.disturbed, Disturbance::Kind::late, &Disturbance::kind);
      const auto lost = static_cast<std::size_t>(play.lost + session->lost());
      repeats_.count(play.exchanges + session->exchanges(),
                     lost - std::min(lost, static_cast<std::size_t>(late)), !play.stays,
                     std::max(play.slowest, session->slowest()));
      if (!play.stays) repeats_.got_past(play.disturbed, play.in_haste);
      const auto in_between = play.stays ? repeats_.stays(play.disturbed) : std::nullopt;
      if (planned.selected && !in_between) {
        forms_.look_at(*planned.test, planned.variant, place, session->evidence(),
                       session->replies());
      }
      finding = judge(*planned.test, planned.variant, session->evidence(), bench_,
                      std::exchange(session->replies(), {}));
      if (in_between && finding.verdict != Verdict::pass) {
        finding = {.verdict = Verdict::inconclusive,
                   .reason = *in_between,
                   .side = reports::Side::between};
      }
    }
    if (is_another_server(planned, finding, session->evidence())) {
      finding = {.verdict = Verdict::error,
                 .reason = "what answers there is not the API: " + first_knock_.what,
                 .side = reports::Side::nobody};
    }
    for (const Disturbance& one : play.disturbed) session->evidence().set_aside.push_back(one.what);
    co_await hold(finding, *session, play.stays, lane);
    co_await doubt_the_fixtures(planned, finding, play, lane);
    co_await look_beyond(*planned.test, finding, lane);
    hangs_.note(*planned.test, session->evidence());
    // What the first look shows is enough for the cases that stand on this one.
    note(place, finding, session->evidence(), session->unsupported().has_value());
    // What is cut cannot be judged once more, behind a second look.
    const bool whole = !evidence_room_.cut(session->evidence());
    const auto due = session->due_again();
    if (options_.looks_twice && due && whole && finding.verdict == Verdict::pass) {
      const std::size_t bytes = session->take_less_room(lane.packer);
      lane.worlds_waiting += session->worlds();
      lane.bytes_waiting += bytes;
      lane.waiting.push_back({place, std::move(session), *due, steady_clock::now() - began, bytes});
      co_return;
    }
    co_await session->strike();
    tell(place, std::move(finding), std::move(session->evidence()),
         play.exchanges + session->exchanges(), steady_clock::now() - began, lane);
  }

  // A case that was carried out, again and again where something came between it and its answers.
  struct Play {
    std::unique_ptr<Session> session = {};    // of the last time; its worlds stand
    std::vector<Disturbance> disturbed = {};  // what came between, each time
    bool stays = false;                       // the last time, too
    unsigned exchanges = 0;                   // of the times before
    unsigned lost = 0;                        // of these: no whole answer came
    steady_clock::duration slowest{};         // of the answers that came
    bool in_haste = false;                    // the last time
  };

  asio::awaitable<Play> play_undisturbed(std::size_t place, Lane& lane) {
    const PlannedCase& planned = plan_.cases[place];
    Play play;
    auto started = steady_clock::now();
    unsigned returns = lane.returns;
    unsigned started_anew = 0;
    const auto start = [&](Connections connections) -> asio::awaitable<void> {
      started = steady_clock::now();
      play.in_haste = repeats_.makes_haste(play.disturbed);
      play.session = std::make_unique<Session>(*planned.test, planned.variant,
                                               play.in_haste ? lane.hasty_target : lane.target,
                                               lane.fixtures, &breaker_, connections);
      co_await play.session->play();
      forms_.read(*planned.test, play.session->evidence(), play.session->replies());
    };
    co_await start(Connections::kept);
    if (play.session->provider_broke() && !play.session->provider_broke_for_good() &&
        !lane.waiting.empty()) {
      // Perhaps it holds fewer worlds than we took for granted.
      lane.room_to_wait = std::min(lane.room_to_wait, lane.worlds_waiting / 2);
      co_await play.session->strike();
      while (!lane.waiting.empty()) co_await go_on_with_waiting(lane);
      co_await start(Connections::kept);
    }
    while (const auto now = disturbance_of(planned, *play.session)) {
      play.disturbed.push_back(*now);
      if (play.in_haste && now->kind == Disturbance::Kind::hung) {
        play.disturbed.back().kind = Disturbance::Kind::late;
      }
      // Fixtures that take their whole time are asked twice.
      const bool is_slow = now->kind == Disturbance::Kind::no_world &&
                           steady_clock::now() - started > slow_fixtures &&
                           play.disturbed.size() > 1;
      const bool ends = stop_() || breaker_.gone() || is_slow;
      auto pause = ends ? std::nullopt : repeats_.again(play.disturbed, place);
      const bool may_be_gone = is_lost(now->kind) || now->kind == Disturbance::Kind::page ||
                               now->kind == Disturbance::Kind::no_world;
      if (!ends && may_be_gone && (!pause || breaker_.suspects(steady_clock::now()))) {
        co_await knock_or_wait(lane, *play.session);
        if (breaker_.gone()) {
          pause.reset();
        } else if (std::exchange(returns, lane.returns) != lane.returns && started_anew++ < 3) {
          // What came while nobody was there says nothing. Who comes and goes is not waited for
          // long.
          play.disturbed.clear();
          pause = std::chrono::milliseconds{0};
        }
      }
      play.stays = !pause;
      if (play.stays) break;
      play.exchanges += play.session->exchanges();
      play.lost += play.session->lost();
      play.slowest = std::max(play.slowest, play.session->slowest());
      co_await play.session->strike();
      asio::steady_timer timer{lane.io, *pause};
      co_await timer.async_wait(asio::use_awaitable);
      co_await start(was_closed(play.disturbed) ? Connections::apart : Connections::fresh);
    }
    if (play.session->provider_broke_for_good()) {
      const std::scoped_lock lock{mutex_};
      if (fixtures_broke_.empty()) fixtures_broke_ = play.session->evidence().trouble;
    }
    co_return play;
  }

  // A case on which others stand got nothing of the API, and neither did the first knock.
  [[nodiscard]] bool is_another_server(const PlannedCase& planned, const Finding& finding,
                                       const reports::Evidence& evidence) const {
    return finding.verdict == Verdict::fail && first_knock_.answer == Knock::Answer::http &&
           planned.test->tags.chapter == cases::Chapter::base && is_foreign(evidence);
  }

  static bool was_closed(const std::vector<Disturbance>& disturbed) {
    return std::ranges::find(disturbed, Disturbance::Kind::closed, &Disturbance::kind) !=
           disturbed.end();
  }

  // Nothing where the case passed all the same.
  [[nodiscard]] std::optional<Disturbance> disturbance_of(const PlannedCase& planned,
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
    const Finding finding =
        judge(*planned.test, planned.variant, session.evidence(), bench_, session.replies());
    return finding.verdict == Verdict::pass ? std::nullopt : found;
  }

  // What is no pass and had no answer is told only once it is clear whether anybody is there: while
  // the target goes away everything fails.
  asio::awaitable<void> hold(Finding& finding, Session& session, bool disturbed, Lane& lane) {
    if (session.side_of_trouble()) finding.side = *session.side_of_trouble();
    if (finding.verdict == Verdict::pass || finding.verdict == Verdict::unsupported) co_return;
    const bool ours = finding.verdict == Verdict::error && finding.side == reports::Side::ours;
    const bool unanswered = disturbed || session.provider_broke() || has_fault(session.evidence());
    if (ours || !unanswered) co_return;
    const auto failed = steady_clock::now();
    while (!breaker_.gone() && lane.knocked <= failed) co_await knock_or_wait(lane, session);
    if (const auto gone = breaker_.gone()) {
      finding = {.verdict = Verdict::error, .reason = *gone, .side = reports::Side::nobody};
    }
  }

  [[nodiscard]] std::optional<std::string> fixtures_broke_for_good() const {
    const std::scoped_lock lock{mutex_};
    return fixtures_broke_.empty() ? std::nullopt : std::optional{fixtures_broke_};
  }

  // A failure is told only where the fixtures do not explain it.
  asio::awaitable<void> doubt_the_fixtures(const PlannedCase& planned, Finding& finding, Play& play,
                                           Lane& lane) {
    if (finding.verdict != Verdict::fail) co_return;
    Session& session = *play.session;
    if (const auto broke = fixtures_broke_for_good()) {
      session.evidence().trouble = *broke;
    } else {
      if (lane.fixtures.vouches() || !may_be_the_worlds(*planned.test, finding, session)) co_return;
      const std::optional<std::string> lied = first_lie();
      SecondOpinion opinion = co_await second_opinion(planned, session, lane.target, lane.fixtures,
                                                      breaker_, bench_, lied);
      play.exchanges += opinion.exchanges;
      if (opinion.fixtures_lie.empty()) co_return;
      session.evidence() = std::move(opinion.evidence);
      session.evidence().trouble = told_once(opinion);
    }
    finding = judge(*planned.test, planned.variant, session.evidence(), bench_);
  }

  // Where everything is answered alike, what others stand on is not what fails.
  asio::awaitable<void> look_beyond(const Case& one, Finding& finding, Lane& lane) {
    const bool others_stand_on_it = one.tags.chapter == cases::Chapter::base && !one.cause.empty();
    if (finding.verdict != Verdict::fail || !others_stand_on_it) co_return;
    const Staged staged = co_await lane.fixtures.stage(one.fixture);
    const World* const world = std::get_if<World>(&staged);
    if (world == nullptr) co_return;
    const Cast cast{*world};
    const std::optional<OneAnswer> all = co_await one_answer_to_all(lane.target, cast);
    co_await lane.fixtures.strike(*world, true);
    if (!all) co_return;
    finding.reason = "whatever is asked, the answer is " + all->shape;
    if (all->is_away) {
      finding = {.verdict = Verdict::inconclusive,
                 .reason = finding.reason,
                 .side = reports::Side::between};
    }
    finding.answer = all->shape;
    finding.answers.clear();
    finding.action.clear();
  }

  [[nodiscard]] std::optional<std::string> first_lie() const {
    const std::scoped_lock lock{mutex_};
    return lies_.empty() ? std::nullopt : std::optional{lies_.begin()->second};
  }

  // One kind of lie is told in the words of its first world.
  std::string told_once(const SecondOpinion& opinion) {
    const std::scoped_lock lock{mutex_};
    return lies_.try_emplace(opinion.kind, opinion.fixtures_lie).first->second;
  }

  // Waits for those who knock already, where there are any.
  asio::awaitable<void> knock_or_wait(Lane& lane, const Session& session) {
    if (const auto under_way = lane.knocks) {
      co_await under_way->async_wait(asio::as_tuple(asio::use_awaitable));
      co_return;
    }
    const auto began = steady_clock::now();
    asio::steady_timer end{lane.io, steady_clock::time_point::max()};
    lane.knocks = std::make_shared<asio::steady_timer>(std::move(end));
    const Knocking knocking{lane, began};
    Knocks knocks = co_await knock_often(lane.target, session.cast(), first_knock_.answer);
    const bool was_away = knocks.answered == 0;
    // It may come back: a server that is started anew, a queue that was full. Where a proxy says so
    // it is waited for longer.
    while (knocks.answered == 0 && !stop_() &&
           steady_clock::now() - began <
               (knocks.by_others ? steady_clock::duration{absence_behind_others} : short_absence)) {
      asio::steady_timer pause{lane.io, short_absence};
      co_await pause.async_wait(asio::use_awaitable);
      knocks = co_await knock_often(lane.target, session.cast(), first_knock_.answer);
    }
    if (was_away && knocks.answered > 0) ++lane.returns;
    breaker_.knocked(knocks.answered, steady_clock::now());
  }

  // At the case that has waited longest.
  asio::awaitable<void> look_again(Lane& lane) {
    const Waiting waiting = std::move(lane.waiting.front());
    lane.waiting.pop_front();
    lane.worlds_waiting -= waiting.session->worlds();
    lane.bytes_waiting -= waiting.bytes;
    const auto began = steady_clock::now();
    waiting.session->take_room_again(lane.packer);
    if (!breaker_.gone()) co_await waiting.session->look_again();
    const PlannedCase& planned = plan_.cases[waiting.place];
    Finding finding = judge(*planned.test, planned.variant, waiting.session->evidence(), bench_);
    const auto loses = repeats_.loses();
    if (loses && finding.verdict != Verdict::pass && has_fault(waiting.session->evidence().later)) {
      finding = {
          .verdict = Verdict::inconclusive, .reason = *loses, .side = reports::Side::between};
    }
    co_await hold(finding, *waiting.session, false, lane);
    (void)evidence_room_.cut(waiting.session->evidence());
    co_await waiting.session->strike();
    tell(waiting.place, std::move(finding), std::move(waiting.session->evidence()),
         waiting.session->exchanges(), waiting.took + (steady_clock::now() - began), lane);
  }

  // For the cases that stand on this one.
  void note(std::size_t place, const Finding& finding, const reports::Evidence& evidence,
            bool no_world) {
    const Case& one = *plan_.cases[place].test;
    Shown shown{.judged = true,
                .verdict = finding.verdict,
                .blocked_by = finding.blocked_by,
                .reason = finding.reason,
                .cause = cause_of(one, finding, evidence),
                .no_world = no_world};
    const std::scoped_lock lock{mutex_};
    shown_[place] = std::move(shown);
    ++judged_;
    learn(one, finding, evidence);
    if (next_ < plan_.cases.size() && may_begin(next_)) ring();
  }

  void tell(std::size_t place, Finding&& finding, reports::Evidence&& evidence, unsigned exchanges,
            steady_clock::duration took, Lane& lane) {
    const PlannedCase& planned = plan_.cases[place];
    // A prerequisite that nobody selected is told only when it explains something.
    const bool explains =
        finding.verdict != Verdict::pass && finding.verdict != Verdict::unsupported;
    if (!planned.selected && !explains) return;
    Record record;
    record.check = planned.check;
    record.variant = planned.variant ? planned.variant->name() : std::string{};
    record.finding = std::move(finding);
    record.evidence = std::move(evidence);
    record.exchanges = exchanges;
    record.took_us = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
    listener_.add(record);
    if (record.finding.verdict == Verdict::pass || !evidence_room_.may_stay(record.evidence)) {
      record.evidence = {};
    }
    {
      const std::scoped_lock lock{mutex_};
      result_.records.push_back(std::move(record));
    }
    tell_turn(lane);
  }

  void tell_turn(Lane& lane) {
    if (!std::exchange(lane.turn_told, false)) return;
    asio::post(lane.io, [this, &lane] {
      lane.turn_told = true;
      try {
        listener_.flush();
      } catch (...) {
        interrupt();
        lane.keep_first(std::current_exception());
      }
    });
  }

  // What later cases need to know of this target. Under the mutex.
  void learn(const Case& one, const Finding& finding, const reports::Evidence& evidence) {
    if (finding.verdict != Verdict::pass) return;
    const cases::Tags& tags = one.tags;
    if (tags.chapter != cases::Chapter::base) return;
    const bool shows_action =
        tags.shows == cases::Shows::known_action || tags.shows == cases::Shows::refused_action;
    if (shows_action && tags.action == cases::reactivate_instances_action.name) {
      for (const reports::CallRecord& call : evidence.calls) {
        const bool works =
            call.exchange.fault.empty() &&
            is_expected(one.calls[call.call], decode_reply(call.exchange), bench_.yardstick);
        if (works) result_.reactivate_spelling = call.action;
      }
    }
    if (tags.family == cases::Family::observe) {
      const Channel channel = one.effect.channel;
      if (!working_channel_ || channel < *working_channel_) working_channel_ = channel;
    }
  }

  const Plan& plan_;
  const Bench& bench_;
  std::vector<Lane*> lanes_;
  const EngineOptions& options_;
  reports::Listener& listener_;
  const std::function<bool()>& stop_;
  const Knock& first_knock_;
  EngineResult& result_;
  const std::size_t asked_;  // cases of the plan; behind them is what holds of every answer
  Breaker breaker_;
  Repeats repeats_;
  FormLedger forms_{bench_.host};
  EvidenceRoom evidence_room_;
  Hangs hangs_;
  mutable std::mutex mutex_;  // of result_ and all that follows
  std::optional<Channel> working_channel_;
  std::vector<Shown> shown_;
  std::size_t judged_ = 0;
  std::size_t next_ = 0;  // in the plan
  bool interrupted_ = false;
  std::string fixtures_broke_;               // for good: why; empty: they did not
  std::map<std::string, std::string> lies_;  // of the fixtures, by their kind
};

// Whoever says nothing, or nonsense, to a stranger may do so to strangers only; and nobody waits
// for the one before the other is asked.
asio::awaitable<void> keep_knock(Lane& lane, Knock& result) {
  constexpr std::chrono::seconds patience_with_strangers{1};
  asio::steady_timer patience{lane.io, patience_with_strangers};
  std::optional<Knock> told;
  std::size_t answered = 0;
  const auto as_a_stranger = [&]() -> asio::awaitable<void> {
    Knock knocked = co_await knock(lane.client);
    told = std::move(knocked);
    patience.cancel();
  };
  const auto as_one_who_is_known = [&]() -> asio::awaitable<void> {
    co_await patience.async_wait(asio::as_tuple(asio::use_awaitable));
    if (told) {
      const bool no_way =
          told->fault == Fault::connect || told->fault == Fault::tls || told->fault == Fault::local;
      if (told->answer != Knock::Answer::none || no_way) co_return;
    }
    const Staged staged = co_await lane.fixtures.stage({});
    if (const World* const world = std::get_if<World>(&staged)) {
      const Cast cast{*world};
      const Knocks knocks = co_await knock_often(lane.target, &cast, Knock::Answer::http);
      answered = knocks.answered;
      co_await lane.fixtures.strike(*world, false);
    }
  };
  std::vector<asio::awaitable<void>> both;
  both.push_back(as_a_stranger());
  both.push_back(as_one_who_is_known());
  co_await all_at_once(std::move(both));
  if (!told) co_return;
  if (told->answer == Knock::Answer::none && answered > 0) {
    told->answer = Knock::Answer::http;
  } else if (told->answer == Knock::Answer::http) {
    const Staged staged = co_await lane.fixtures.stage({});
    if (const World* const world = std::get_if<World>(&staged)) {
      const Cast cast{*world};
      const bool speaks = co_await speaks_the_api(lane.target, cast);
      if (speaks) told->answer = Knock::Answer::api;
      told->foreign = !speaks && told->status != too_many_requests;
      co_await lane.fixtures.strike(*world, true);
    }
  }
  result = *std::move(told);
}

}  // namespace

Engine::Engine(asio::io_context& io, Url endpoint, FixtureProvider& fixtures, EngineOptions options)
    : io_{io}, endpoint_{std::move(endpoint)}, fixtures_{fixtures}, options_{std::move(options)} {}

EngineResult Engine::run(const Plan& plan, const Bench& bench, reports::Listener& listener,
                         const std::function<bool()>& stop) {
  EngineResult result;
  result.records.reserve(plan.cases.size());
  ClientOptions client_options = options_.client;
  client_options.max_connections =
      std::max<std::size_t>(client_options.max_connections, options_.jobs / options_.threads + 64);
  client_options.room = std::make_shared<AnswerRoom>(room_for_answers);
  client_options.told_more = std::make_shared<std::atomic<std::size_t>>(0);
  if (client_options.requests_per_second > 0 && !client_options.pace) {
    client_options.pace = std::make_shared<Pace>(client_options.requests_per_second);
  }
  // What is served on our context sees that its client has gone before anybody leaves.
  struct Farewell {
    asio::io_context& io;
    ~Farewell() {
      io.restart();
      io.poll();
    }
  } const farewell{io_};
  Lane first{io_, endpoint_, fixtures_, client_options, options_, stop};
  Knock first_knock;
  asio::co_spawn(io_, keep_knock(first, first_knock),
                 [this](const std::exception_ptr&) { io_.stop(); });
  run_to_stop(io_);
  if (first_knock.answer == Knock::Answer::none || first_knock.foreign) {
    result.no_target = std::move(first_knock);
    return result;
  }

  std::vector<std::unique_ptr<OwnLane>> further;
  std::vector<Lane*> lanes{&first};
  if (options_.more_fixtures && client_options.requests_per_second == 0) {
    while (lanes.size() < options_.threads) {
      try {
        further.push_back(std::make_unique<OwnLane>(endpoint_, client_options, options_, stop));
      } catch (
          const std::runtime_error&) {  // of Asio or of the library: what this machine can carry
        break;
      }
      lanes.push_back(&further.back()->lane);
    }
  }
  Run{plan, bench, std::move(lanes), options_, listener, stop, first_knock, result}.run();
  if (const std::size_t more = *client_options.told_more; more > 0) {
    result.notes.push_back(
        reports::counted(more, "answer was", "answers were") +
        " followed by something that nobody asked for, with which a connection must not go on (RFC "
        "9112, 6.3): who keeps it takes that for the next answer. From the first on each request "
        "went out on a connection of its own");
  }
  return result;
}

}  // namespace hallmark::runner
