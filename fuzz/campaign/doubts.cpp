// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/doubts.hpp"

#include <algorithm>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "fuzz/campaign/budget.hpp"
#include "fuzz/play/shrink.hpp"
#include "runner/conduct/interruption.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/conduct/wait_for.hpp"
#include "runner/engine/faults/changed_on_the_way.hpp"
#include "runner/engine/faults/disturbance.hpp"
#include "runner/engine/session/look.hpp"
#include "runner/engine/session/session.hpp"
#include "runner/engine/way/acquaintance.hpp"
#include "runner/engine/way/changed_urls.hpp"
#include "runner/engine/way/filtered_words.hpp"
#include "runner/engine/way/way_in_worlds.hpp"
#include "runner/engine/way/way_probes.hpp"
#include "runner/engine/way/way_talk.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/told.hpp"
#include "runner/staging/in_a_world.hpp"
#include "runner/target/request_builder.hpp"
#include "runner/target/target.hpp"
#include "runner/wire/signing/percent_encoding.hpp"

namespace hallmark::fuzz {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using runner::Reply;

// For all looks together: the campaign's time, and the moment that is left to what is under way at
// its end. What is left of the time of one that ended early is theirs. A signal ends them.
std::shared_ptr<Budget> time_for_all(const runner::TargetOptions& options,
                                     Budget::Clock::time_point end) {
  return std::make_shared<Budget>([campaign = options.going, end] {
    if (runner::interrupted()) return true;
    return Budget::Clock::now() >= end && campaign && campaign() == runner::Going::ended;
  });
}

constexpr auto for_one_question = 20s;

// A finding that shows less often hangs on more than its history.
constexpr double steady = 0.95;

runner::TargetOptions within(runner::TargetOptions options, std::shared_ptr<Budget> time) {
  options.going = [time = std::move(time)] { return time->going(); };
  return options;
}

}  // namespace

// The target once more, beside the campaign.
class Beside {
 public:
  // Nobody waits any longer than `all` says, nor for a question longer than that may take.
  Beside(const runner::TargetOptions& options, const runner::Without& without,
         std::shared_ptr<Budget> all)
      : time_{std::make_shared<Budget>([all = std::move(all)] { return all->is_over(); })},
        opened_{runner::open_target(io_, within(options, time_))},
        client_{io_.get_executor(), opened_.url, opened_.client},
        requests_{opened_.url.host_header(), path(), runner::NonceGenerator{}, clock()},
        target_{.client = client_,
                .requests = requests_,
                .host = opened_.url.host_header(),
                .stop = [time = time_] { return time->is_over(); }} {
    for (const cases::Variant way : cases::full_variants()) {
      if (!without.excludes(way)) target_.claimed_variants.push_back(way);
    }
  }

  [[nodiscard]] runner::FixtureProvider& fixtures() { return *opened_.fixtures; }
  [[nodiscard]] runner::Target& target() { return target_; }
  // One question has all the time that one may take, whatever those before it took.
  void begin_question() {
    was_late_ = was_cut_short();
    time_->end_at(Budget::Clock::now() + for_one_question);
  }
  [[nodiscard]] bool is_late() const { return time_->is_over(); }
  // Whether any question came to no end in its time.
  [[nodiscard]] bool was_cut_short() const { return was_late_ || is_late(); }
  [[nodiscard]] std::string path() const {
    return opened_.url.path.empty() ? "/" : opened_.url.path;
  }
  [[nodiscard]] runner::RequestBuilder::Clock clock() const {
    return runner::clock_ahead(opened_.client.clock_skew);
  }

  template <class Ask>
  void in_a_world(const Ask& ask) {
    (void)runner::wait_for(io_, runner::in_a_world(fixtures(), {}, true, ask));
  }
  void wait_for(asio::awaitable<void> work) { runner::wait_for(io_, std::move(work)); }

 private:
  std::shared_ptr<Budget> time_;  // for the question
  bool was_late_ = false;
  asio::io_context io_{1};
  runner::OpenTarget opened_;
  runner::HttpClient client_;
  runner::RequestBuilder requests_;
  runner::Target target_;
};

namespace {

asio::awaitable<void> look_at(runner::Session& session) {
  co_await session.play(true);
  co_await session.strike();
}

// How one of so many worlds that are handed out for `fixture` is another than that.
std::optional<std::string> lie_of_fixtures(Beside& beside, const cases::Fixture& fixture,
                                           double rate) {
  constexpr double missed = 0.001;
  constexpr std::size_t fewest = 10;
  constexpr std::size_t most = 30;
  if (beside.fixtures().vouches()) return std::nullopt;
  const cases::Case nothing{.fixture = fixture};
  const std::size_t worlds = std::max(fewest, tries_for(rate, missed, most));
  std::optional<std::string> refused;
  bool is_verified = false;  // a signature, in another world
  for (std::size_t i = 0; i < worlds && !beside.is_late(); ++i) {
    runner::Session session{nothing, std::nullopt, beside.target(), beside.fixtures()};
    beside.wait_for(look_at(session));
    if (session.provider_broke_for_good()) return session.evidence().trouble;
    const runner::SeenWorld& seen = session.first_look();
    if (seen.shows == runner::SeenWorld::Shows::otherwise) return seen.what;
    if (seen.is_refused) refused = seen.what;
    is_verified = is_verified || seen.shows == runner::SeenWorld::Shows::as_asked;
    if (refused && is_verified) return refused;
  }
  return std::nullopt;
}

// What a request says, in letters: its parameters, wherever they stand.
std::string words_of(std::string_view request) {
  constexpr std::size_t longest = 2048;  // bytes
  const std::size_t body = request.find("\r\n\r\n");
  std::string_view query = request.substr(0, request.find("\r\n"));
  query = query.substr(std::min(query.find('?'), query.size()));
  query = query.substr(0, query.rfind(' '));
  std::string spelled{query};
  if (body != request.npos) spelled += "&" + std::string{request.substr(body + 4)};
  std::ranges::replace(spelled, '+', ' ');
  const std::string words = runner::percent_decode(spelled).value_or(spelled);
  return words.substr(0, longest);
}

Doubt settled(std::string what) { return {.what = std::move(what), .settles = true}; }

Doubt settled(const runner::Interception& answered) {
  return settled(answered.what + ": " + answered.advice);
}

// Who answered one of the calls and is not the target.
class Others {
 public:
  // `strangers`: whether any have been met, in the whole campaign.
  Others(Beside& beside, std::atomic<bool>& strangers) : beside_{beside}, strangers_{strangers} {}

  // `rate`: how often the finding shows.
  std::optional<Doubt> look_for(const reports::Evidence& evidence, double rate) {
    for (const reports::CallRecord& call : evidence.calls) {
      if (!call.exchange.fault.empty()) continue;
      const Reply reply = runner::decode_reply(call.exchange);
      if (runner::is_too_long_for_somebody(reply)) {
        return settled(runner::interception_for_length(reply.http_status));
      }
      if (runner::knows_no_key(reply) && are_there_strangers()) {
        return settled(runner::in_words_of_strangers(runner::shape_of(reply)));
      }
      if (runner::is_foreign_page(reply, call.exchange.body) &&
          comes_for_its_words(call.exchange.request, reply.http_status)) {
        return settled(runner::interception_for_words(reply.http_status));
      }
      const std::string changed =
          rate < steady ? runner::changed_on_the_way(call, reply, beside_.target().host) : "";
      if (!changed.empty()) {
        return settled("something between here and the target now and then: " + changed);
      }
      if (!runner::is_of_nobody(call.exchange, reply)) continue;
      const std::string page = runner::disturbance_of(call.exchange, reply, call.call)->what;
      if (come_pages_to_looks()) {
        return Doubt{.what = "whatever is asked, the answer is " + page + ": is it the target?",
                     .of_all = true};
      }
      if (rate < steady) {
        return settled("something between here and the target now and then: " + page);
      }
    }
    return std::nullopt;
  }

 private:
  // Whether nobody of the API answers any more, whichever way is asked.
  bool come_pages_to_looks() {
    bool pages_alone = false;
    const auto ask = [&](const runner::World& world) -> asio::awaitable<void> {
      const runner::Cast cast{world};
      for (const cases::Variant way : beside_.target().claimed_variants) {
        const auto told = co_await runner::told_to(
            beside_.target(), cast,
            runner::look_call(cases::Channel::describe_instances, runner::Whose::own), way);
        pages_alone = told && told->is_page();
        if (!pages_alone) co_return;
      }
    };
    beside_.in_a_world(ask);
    return pages_alone;
  }

  // Of one key some looks say that it is known, and some that it is not.
  bool are_there_strangers() {
    if (strangers_) return true;
    bool are_there = false;
    const auto ask = [&](const runner::World& world) -> asio::awaitable<void> {
      const runner::Cast cast{world};
      const auto seen = co_await runner::look_for_two(beside_.target(), cast);
      are_there = seen.is_of_two();
    };
    beside_.in_a_world(ask);
    if (are_there) strangers_ = true;
    return are_there;
  }

  bool comes_for_its_words(std::string_view request, int status) {
    bool comes = false;
    const auto ask = [&](const runner::World& world) -> asio::awaitable<void> {
      const runner::Cast cast{world};
      const auto& ways = beside_.target().claimed_variants;
      if (ways.empty()) co_return;
      comes = co_await runner::comes_for_its_words(beside_.target(), cast, words_of(request),
                                                   ways.front(), status);
    };
    beside_.in_a_world(ask);
    return comes;
  }

  Beside& beside_;
  std::atomic<bool>& strangers_;
};

std::optional<Doubt> spoilt_by(const runner::WayShown& way, const reports::Evidence& evidence) {
  if (const runner::Spoilt* const all = runner::spoils_all(way)) {
    return Doubt{.what = all->what, .of_all = true};
  }
  const runner::Spoilt* const spoilt = runner::explanation_of(evidence, way);
  return spoilt == nullptr ? std::nullopt : std::optional{settled(spoilt->what)};
}

runner::WayShown found_out(Beside& beside) {
  runner::WayShown shown;
  const auto ask = [&](const runner::World& world) -> asio::awaitable<void> {
    const runner::Cast cast{world};
    const runner::Elsewhere elsewhere{.path = beside.path(), .clock = beside.clock()};
    shown = co_await runner::ask_about_the_way(beside.target(), cast, elsewhere);
  };
  beside.in_a_world(ask);
  beside.wait_for(runner::ask_in_more_worlds(beside.target(), beside.fixtures(), false, shown));
  return shown;
}

// What a URL of the finding says, if it is refused there and not in a form.
std::optional<std::string> url_changed(Beside& beside, const reports::Evidence& evidence) {
  std::optional<std::string> what;
  const auto ask = [&](const runner::World& world) -> asio::awaitable<void> {
    const runner::Cast cast{world};
    const auto changed = co_await runner::changed_url(beside.target(), cast, evidence);
    if (changed) what = changed->what;
  };
  beside.in_a_world(ask);
  return what;
}

// Where nobody could be asked to the end.
Doubt not_looked_into() {
  return {.what =
              "no time was left to see whether somebody else explains what was found last: it "
              "may be told for the target's without being so (--for longer)"};
}

}  // namespace

Doubts::Doubts(runner::TargetOptions options, runner::Without without, Clock::time_point end)
    : options_{std::move(options)},
      without_{std::move(without)},
      time_{time_for_all(options_, end)} {}

std::optional<runner::WayShown> Doubts::known_way() {
  const std::scoped_lock lock{mutex_};
  return way_;
}

runner::WayShown Doubts::find_out_way(Beside& beside) {
  beside.begin_question();
  runner::WayShown shown = found_out(beside);
  // Who had no time to be asked to the end is asked again for the next finding.
  if (beside.is_late()) return shown;
  const std::scoped_lock lock{mutex_};
  way_ = shown;
  return shown;
}

std::optional<Doubt> Doubts::about(const cases::Fixture& fixture, double rate,
                                   const reports::Evidence& evidence) try {
  std::optional<runner::WayShown> way = known_way();
  // What is known of it may be enough, and nobody has to be asked.
  std::optional<Doubt> spoilt = way ? spoilt_by(*way, evidence) : std::nullopt;
  if (spoilt) return spoilt;
  if (time_->is_over()) return not_looked_into();
  Beside beside{options_, without_, time_};
  if (!way) {
    way = find_out_way(beside);
    spoilt = spoilt_by(*way, evidence);
    if (spoilt) return spoilt;
  }
  beside.begin_question();
  if (auto others = Others{beside, strangers_}.look_for(evidence, rate)) return others;
  if (rate < steady && !way->unsteady.empty()) return settled(way->unsteady);
  beside.begin_question();
  if (auto changed = url_changed(beside, evidence)) {
    return Doubt{.what = *std::move(changed), .of_all = true};
  }
  beside.begin_question();
  if (auto lie = lie_of_fixtures(beside, fixture, rate)) {
    return Doubt{.what = *std::move(lie), .of_all = true};
  }
  if (const runner::Suspicion* const suspicion = runner::suspicion_of(evidence, *way)) {
    return Doubt{.what = suspicion->what};
  }
  return beside.was_cut_short() ? std::optional{not_looked_into()} : std::nullopt;
} catch (const runner::UsageError&) {
  return time_->is_over() ? std::optional{not_looked_into()} : std::nullopt;
}

}  // namespace hallmark::fuzz
