// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/engine.hpp"

#include <algorithm>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <memory>
#include <mutex>
#include <ranges>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

#include "reports/text.hpp"
#include "runner/engine/evidence_room.hpp"
#include "runner/engine/faults/fixture_faults.hpp"
#include "runner/engine/faults/hangs.hpp"
#include "runner/engine/faults/lateness.hpp"
#include "runner/engine/faults/repeats.hpp"
#include "runner/engine/known_target.hpp"
#include "runner/engine/lane.hpp"
#include "runner/engine/prerequisites.hpp"
#include "runner/engine/presence.hpp"
#include "runner/engine/retrying.hpp"
#include "runner/engine/second_opinion.hpp"
#include "runner/engine/way/way.hpp"
#include "runner/oracle/form_ledger.hpp"
#include "runner/staging/in_a_world.hpp"
#include "runner/wire/headroom.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using cases::Case;
using reports::Finding;
using reports::Record;
using reports::Verdict;
using std::chrono::steady_clock;

constexpr unsigned broken_fixtures_in_a_row = 50;
// Fewer cases than this are done before a second thread has begun.
constexpr std::size_t worth_a_thread = 32;

// For all the answers that are under way, and what is kept of those that are not judged yet; and
// twice as much for one case alone.
constexpr std::size_t room_for_answers = 16U << 20U;

// Where everything is answered alike, what others stand on is not what fails.
asio::awaitable<void> look_beyond(const Case& one, Finding& finding, Lane& lane) {
  const bool others_stand_on_it = one.tags.chapter == cases::Chapter::base && !one.cause.empty();
  if (finding.verdict != Verdict::fail || !others_stand_on_it) co_return;
  std::optional<OneAnswer> all;
  const auto ask = [&](const World& world) -> asio::awaitable<void> {
    const Cast cast{world};
    all = co_await one_answer_to_all(lane.target, cast);
  };
  (void)co_await in_a_world(lane.fixtures, one.fixture, true, ask);
  if (!all) co_return;
  finding.reason = "whatever is asked, the answer is " + all->shape;
  if (all->is_away) {
    finding = {
        .verdict = Verdict::inconclusive, .reason = finding.reason, .side = reports::Side::between};
  }
  finding.answer = all->shape;
  finding.answers.clear();
  finding.action.clear();
}

class Run {
 public:
  Run(const Plan& plan, const Bench& bench, std::vector<Lane*> lanes, const EngineOptions& options,
      reports::Listener& listener, const std::function<bool()>& stop, const Knock& first_knock,
      std::shared_ptr<std::atomic<bool>> target_is_gone, EngineResult& result)
      : plan_{plan},
        bench_{bench},
        lanes_{std::move(lanes)},
        options_{options},
        listener_{listener},
        stop_{stop},
        first_knock_{first_knock},
        result_{result},
        clock_watch_{options.watched_clocks},
        repeats_{plan.cases.size(), in_haste(options.client).timeout},
        presence_{first_knock.answer,
                  breaker_,
                  stop,
                  options.client.keeps_none.get(),
                  [this] { let_go_of_all(); },
                  std::move(target_is_gone)},
        prerequisites_{plan},
        retrying_{{.bench = bench,
                   .breaker = breaker_,
                   .repeats = repeats_,
                   .forms = forms_,
                   .fixture_faults = fixture_faults_,
                   .presence = presence_,
                   .way = way_,
                   .stop = stop,
                   .free_worlds = [this](Lane& lane) { return free_worlds(lane); }}} {}

  void run() {
    run_lanes();
    for (const Lane* lane : lanes_) {
      if (!result_.thrown) result_.thrown = lane->thrown;
    }
    result_.interrupted = interrupted_;
    result_.target_is_gone = breaker_.gone().has_value();
    result_.reactivate_spelling = known_.reactivate_spelling();
    for (const Lane* lane : lanes_ | std::views::drop(1)) {
      result_.left_behind.add(lane->fixtures.left_behind());
    }
    for (std::string note :
         {repeats_.losses_in_words(), repeats_.in_words(), forms_.note(), lateness_.in_words()}) {
      if (!note.empty()) result_.notes.push_back(std::move(note));
    }
    for (std::string& what : way_.notes()) result_.notes.push_back(std::move(what));
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
  void run_lanes() {
    const std::size_t lanes = plan_.cases.size() < worth_a_thread ? 1 : lanes_.size();
    std::vector<std::jthread> threads;
    try {
      for (std::size_t i = 1; i < lanes; ++i) {
        threads.push_back(begin_thread([this, lanes, i] { run_lane(*lanes_[i], lanes); }));
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
        if (lane.waiting.is_empty() && all_begun()) co_return;
      }
      co_await go_on_with_waiting(lane);
    }
  }

  static bool is_one_due(const Lane& lane) {
    return lane.waiting.first_due() <= steady_clock::now();
  }

  // Looks again at the case that has waited longest; or waits until that is due, or the bell rings.
  asio::awaitable<void> go_on_with_waiting(Lane& lane) {
    if (is_one_due(lane)) {
      co_await look_again(lane);
      co_return;
    }
    const auto due = lane.waiting.first_due();
    if (lane.bell.expiry() != due) lane.bell.expires_at(due);  // which rings it
    co_await lane.bell.async_wait(asio::as_tuple(asio::use_awaitable));
  }

  // All those that wait are looked at again, and have ended.
  asio::awaitable<void> free_worlds(Lane& lane) {
    while (!lane.waiting.is_empty()) co_await go_on_with_waiting(lane);
  }

  // Of the connections that are kept and not in use.
  void let_go_of_all() {
    for (Lane* const lane : lanes_) asio::dispatch(lane->io, [lane] { lane->let_go(); });
  }

  // The next case of the plan; nothing where there is none, or no room for it, or while it has to
  // wait for others: then the bell rings as soon as it may begin.
  std::optional<std::size_t> take_next(Lane& lane) {
    const std::scoped_lock lock{mutex_};
    if (interrupted_ || next_ == plan_.cases.size() || !lane.waiting.has_room()) {
      return std::nullopt;
    }
    if (!prerequisites_.may_begin(next_)) {
      lane.is_to_be_rung = true;
      return std::nullopt;
    }
    for (Target* const target : {&lane.target, &lane.hasty_target}) known_.tell(*target);
    return next_++;
  }

  [[nodiscard]] bool all_begun() {
    const std::scoped_lock lock{mutex_};
    return interrupted_ || next_ == plan_.cases.size();
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

  [[nodiscard]] std::optional<Finding> given_up(const Lane& lane) const {
    const auto error = [](std::string reason, reports::Side side) {
      return Finding{.verdict = Verdict::error, .reason = std::move(reason), .side = side};
    };
    if (const auto gone = breaker_.gone()) return error(*gone, reports::Side::nobody);
    if (const auto lack = breaker_.lacking()) {
      return error("this machine lacks something: " + *lack, reports::Side::ours);
    }
    if (const auto spoilt = way_.spoils_all()) return error(spoilt->what, spoilt->side);
    if (const auto lie = fixture_faults_.broke_for_good()) {
      return error(*lie, reports::Side::fixtures);
    }
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
    if (auto finding = prerequisites_.blocked(planned, !lack)) return finding;
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
      co_await way_.doubt(lane, told.finding, told.evidence);
      if (told.finding.verdict == Verdict::fail && retrying_.holds_nobodys(told.evidence)) {
        told.finding = {
            .verdict = Verdict::inconclusive,
            .reason = "what shows it came to whatever was asked, and of nobody who is asked",
            .side = reports::Side::between};
      }
      doubt_the_locks(*promise, told.finding);
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
    Play play = co_await retrying_.play(planned, place, lane);
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
      const std::size_t lost = std::size_t{play.lost} + session->lost();
      repeats_.count(play.exchanges + session->exchanges(),
                     lost - std::min(lost, static_cast<std::size_t>(late)), !play.stays,
                     std::max(play.slowest, session->slowest()));
      if (!play.stays) repeats_.got_past(play.disturbed, play.in_haste);
      const auto in_between = play.stays ? repeats_.stays(play.disturbed) : std::nullopt;
      if (planned.selected && !in_between && !retrying_.holds_nobodys(session->evidence())) {
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
    if (session->any_accepted()) way_.note_accepted();
    co_await presence_.hold(lane, finding, *session, play.stays);
    co_await way_.doubt(lane, planned, bench_, finding, *session);
    co_await doubt_the_fixtures(planned, finding, play, lane);
    co_await look_beyond(*planned.test, finding, lane);
    doubt_the_clock(finding);
    hangs_.note(*planned.test, session->evidence());
    lateness_.note(session->evidence());
    // What the first look shows is enough for the cases that stand on this one.
    note(place, finding, session->evidence(), session->unsupported().has_value());
    // What is cut cannot be judged once more, behind a second look.
    const bool whole = !evidence_room_.cut(session->evidence());
    const auto due = session->due_again();
    if (options_.looks_twice && due && whole && finding.verdict == Verdict::pass) {
      lane.waiting.enter({.place = place,
                          .session = std::move(session),
                          .due = *due,
                          .took = steady_clock::now() - began});
      co_return;
    }
    co_await session->strike();
    tell(place, std::move(finding), std::move(session->evidence()),
         play.exchanges + session->exchanges(), steady_clock::now() - began, lane);
  }

  // A case on which others stand got nothing of the API, and neither did the first knock.
  [[nodiscard]] bool is_another_server(const PlannedCase& planned, const Finding& finding,
                                       const reports::Evidence& evidence) const {
    return finding.verdict == Verdict::fail && first_knock_.answer == Knock::Answer::http &&
           planned.test->tags.chapter == cases::Chapter::base && is_foreign(evidence);
  }

  // A failure is told only where the fixtures do not explain it.
  asio::awaitable<void> doubt_the_fixtures(const PlannedCase& planned, Finding& finding, Play& play,
                                           Lane& lane) {
    if (finding.verdict != Verdict::fail) co_return;
    Session& session = *play.session;
    if (const auto broke = fixture_faults_.broke_for_good()) {
      session.evidence().trouble = *broke;
    } else {
      if (lane.fixtures.vouches() || !may_be_the_worlds(*planned.test, finding, session)) co_return;
      const std::optional<std::string> lied = fixture_faults_.a_lie();
      SecondOpinion opinion = co_await second_opinion(planned, session, lane.target, lane.fixtures,
                                                      breaker_, bench_, lied);
      play.exchanges += opinion.exchanges;
      if (opinion.fixtures_lie.empty()) co_return;
      session.evidence() = std::move(opinion.evidence);
      session.evidence().trouble = fixture_faults_.tell_once(opinion.kind, opinion.fixtures_lie);
    }
    finding = judge(*planned.test, planned.variant, session.evidence(), bench_);
  }

  // What all answers tell of locks is no truer than the worlds of which they tell.
  void doubt_the_locks(const cases::EveryAnswer& promise, Finding& finding) const {
    const bool is_of_worlds = promise.form == cases::Form::security_lock;
    if (!is_of_worlds || finding.verdict != Verdict::fail) return;
    if (auto lied = fixture_faults_.a_lie()) {
      finding = {
          .verdict = Verdict::error, .reason = *std::move(lied), .side = reports::Side::fixtures};
    }
  }

  // By what this machine's clock says requests are dated, and an endpoint on it settles.
  void doubt_the_clock(Finding& finding) {
    const std::string set = clock_watch_.was_set();
    if (set.empty() || finding.verdict != Verdict::fail) return;
    finding = {.verdict = Verdict::error, .reason = set, .side = reports::Side::ours};
  }

  // At the case that has waited longest.
  asio::awaitable<void> look_again(Lane& lane) {
    const auto began = steady_clock::now();
    const Waiting waiting = lane.waiting.call_in();
    if (!breaker_.gone()) co_await waiting.session->look_again();
    const PlannedCase& planned = plan_.cases[waiting.place];
    Finding finding = judge(*planned.test, planned.variant, waiting.session->evidence(), bench_);
    const auto loses = repeats_.loses();
    if (loses && finding.verdict != Verdict::pass && has_fault(waiting.session->evidence().later)) {
      finding = {
          .verdict = Verdict::inconclusive, .reason = *loses, .side = reports::Side::between};
    }
    co_await presence_.hold(lane, finding, *waiting.session, false);
    co_await way_.doubt(lane, planned, bench_, finding, *waiting.session);
    doubt_the_clock(finding);
    (void)evidence_room_.cut(waiting.session->evidence());
    co_await waiting.session->strike();
    tell(waiting.place, std::move(finding), std::move(waiting.session->evidence()),
         waiting.session->exchanges(), waiting.took + (steady_clock::now() - began), lane);
  }

  // For the cases that stand on this one.
  void note(std::size_t place, const Finding& finding, const reports::Evidence& evidence,
            bool no_world) {
    const std::scoped_lock lock{mutex_};
    prerequisites_.note(place, finding, evidence, no_world);
    known_.learn(*plan_.cases[place].test, finding, evidence, bench_.yardstick);
    if (next_ < plan_.cases.size() && prerequisites_.may_begin(next_)) ring();
  }

  void tell(std::size_t place, Finding&& finding, reports::Evidence&& evidence, unsigned exchanges,
            steady_clock::duration took, Lane& lane) {
    if (evidence.broken_off) return;
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

  const Plan& plan_;
  const Bench& bench_;
  std::vector<Lane*> lanes_;
  const EngineOptions& options_;
  reports::Listener& listener_;
  const std::function<bool()>& stop_;
  const Knock& first_knock_;
  EngineResult& result_;
  Breaker breaker_;
  ClockWatch clock_watch_;
  Repeats repeats_;
  FormLedger forms_{bench_.host};
  FixtureFaults fixture_faults_;
  EvidenceRoom evidence_room_;
  Hangs hangs_;
  Lateness lateness_;
  Way way_;
  Presence presence_;
  mutable std::mutex mutex_;  // of result_ and all that follows
  KnownTarget known_;
  Prerequisites prerequisites_;
  std::size_t next_ = 0;  // in the plan
  bool interrupted_ = false;
  Retrying retrying_;
};

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
  client_options.tolerated = std::make_shared<Tolerated>();
  // Who waits for one that is gone waits no longer.
  const auto target_is_gone = std::make_shared<std::atomic<bool>>(false);
  client_options.going = [target_is_gone, going = client_options.going] {
    if (*target_is_gone) return Going::ended;
    return going ? going() : Going::on;
  };
  if (client_options.requests_per_second > 0 && !client_options.pace) {
    client_options.pace = std::make_shared<Pace>(client_options.requests_per_second);
  }
  // What is served on our context sees that its client has gone before anybody leaves.
  struct Farewell {
    asio::io_context& io;
    ~Farewell() {
      try {
        io.restart();
        io.poll();
      } catch (const std::exception&) {  // of somebody whom nobody waits for
      }
    }
  } const farewell{io_};
  Lane first{io_, endpoint_, fixtures_, client_options, options_, stop};
  Knock first_knock;
  asio::co_spawn(io_, knock_first(first, client_options.keeps_none.get(), first_knock),
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
  Run{plan, bench, std::move(lanes), options_, listener, stop, first_knock, target_is_gone, result}
      .run();
  if (client_options.keeps_none && *client_options.keeps_none) {
    result.notes.emplace_back(
        "while other connections were kept open, requests were not answered: it serves few "
        "connections at a time. From then on each request went out on one of its own");
  }
  if (const std::size_t more = *client_options.told_more; more > 0) {
    result.notes.push_back(
        reports::counted(more, "answer was", "answers were") +
        " followed by something that nobody asked for, with which a connection must not go on (RFC "
        "9112, 6.3): who keeps it takes that for the next answer. From the first on each request "
        "went out on a connection of its own");
  }
  for (const auto& [what, times] : client_options.tolerated->all()) {
    result.notes.push_back(reports::counted(times, "answer", "answers") + " came with " +
                           std::string{what} +
                           ": common clients take that, and RFC 9112 forbids to send it");
  }
  return result;
}

}  // namespace hallmark::runner
