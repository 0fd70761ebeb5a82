// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/session.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "runner/engine/look.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/told.hpp"
#include "specs/catalog.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using cases::Call;
using cases::Case;
using cases::Channel;
using cases::Effect;
using reports::CallRecord;
using reports::Exchange;
using reports::Sighting;
using std::chrono::steady_clock;

constexpr auto first_pause = 1ms;  // between two looks at an instance that is on its way
constexpr auto longest_pause = 1s;
constexpr unsigned looks_in_vain = 8;  // in a row, and no further one is worth its time

std::int64_t us(steady_clock::duration duration) {
  return std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
}

// A case being played: what it is, who takes part, and what has been seen so far.
class Play {
 public:
  Play(const Case& one, std::optional<cases::Variant> variant, Target& target,
       FixtureProvider& fixtures, const Cast& cast, PlayedCase& played)
      : case_{one},
        variant_{variant},
        target_{target},
        fixtures_{fixtures},
        cast_{cast},
        played_{played} {
    played_.evidence.instance_id = cast_.own().instance_id;
    played_.evidence.other_instance_id = cast_.other().instance_id;
    played_.evidence.region_id = cast_.own().region_id;
  }

  asio::awaitable<void> run() {
    co_await send_calls();
    co_await look_at_effect();
  }

  [[nodiscard]] bool any_accepted() const { return any_accepted_; }

 private:
  // How a call travels: as it says itself, as the case does, or in the first way that is claimed.
  [[nodiscard]] cases::Variant variant_of(const Call& call) const {
    if (call.variant) return *call.variant;
    if (variant_) return *variant_;
    return target_.claimed_variants.empty() ? cases::Variant{} : target_.claimed_variants.front();
  }

  BuiltRequest build(std::size_t at) {
    const Call& call = case_.calls[at];
    if (call.replay_of && *call.replay_of < built_.size()) return built_[*call.replay_of];
    const std::string nonce = call.nonce_of && *call.nonce_of < built_.size()
                                  ? built_[*call.nonce_of].nonce
                                  : std::string{};
    return target_.requests.build(call, variant_of(call), cast_, target_.reactivate_spelling,
                                  nonce);
  }

  // The request's bytes are moved out where no later call sends them again; what a report shows of
  // them is written down before.
  HttpRequest take(BuiltRequest& request, std::string& text) {
    text = shown(request);
    return replays_ ? request.http : std::move(request.http);
  }

  Exchange record(const BuiltRequest& request, std::string text, Result<HttpReply> reply,
                  steady_clock::time_point sent, bool kept_alive) {
    ++target_.exchanges;
    ++played_.exchanges;
    Exchange exchange;
    exchange.request = std::move(text);
    exchange.at_us = us(sent - target_.began);
    exchange.took_us = us(steady_clock::now() - sent);
    if (!reply) {
      exchange.fault = name_of(reply.error().fault);
      exchange.fault_text = strike_out(reply.error().what, request);
      const bool silent =
          reply.error().fault == Fault::timeout || reply.error().fault == Fault::connect;
      target_.faults_in_a_row = silent ? target_.faults_in_a_row + 1 : 0;
      return exchange;
    }
    target_.faults_in_a_row = 0;
    strike_out(*reply, request);
    exchange.status = reply->status;
    exchange.headers = std::move(reply->headers);
    exchange.body = std::move(reply->body);
    exchange.kept_alive = kept_alive;
    return exchange;
  }

  void keep(std::size_t at, int copy, const BuiltRequest& request, Exchange exchange) {
    Reply reply = exchange.fault.empty() ? decode_reply(exchange) : Reply{};
    if (is_accepted(reply)) {
      any_accepted_ = true;
      last_accepted_ = true;
      moved_by_ = specs::find_action(request.action);
    }
    played_.evidence.calls.push_back({at, copy, request.action, std::move(exchange)});
    played_.replies.push_back(std::move(reply));
  }

  asio::awaitable<void> send_calls() {
    for (std::size_t at = 0; at < case_.calls.size();) {
      std::size_t end = at + 1;
      last_accepted_ = false;
      if (case_.calls[at].variant && !claimed(*case_.calls[at].variant)) {
        built_.emplace_back();
        at = end;
        continue;
      }
      while (end < case_.calls.size() && case_.calls[end].same_connection) ++end;
      if (end > at + 1) {
        co_await send_on_one_connection(at, end);
        at = end;
        continue;
      }
      while (end < case_.calls.size() && case_.calls[end].with_previous) ++end;
      if (end > at + 1 || case_.calls[at].copies > 1) {
        co_await send_at_once(at, end);
      } else {
        BuiltRequest& request = built_.emplace_back(build(at));
        std::string text;
        HttpRequest http = take(request, text);
        const auto sent = steady_clock::now();
        Result<HttpReply> reply = co_await target_.client.exchange_kept(http);
        const bool kept_alive = reply && reply->keep_alive;
        keep(at, 0, request, record(request, std::move(text), std::move(reply), sent, kept_alive));
      }
      at = end;
      if (case_.relation == cases::Relation::at_least_one_accepted && last_accepted_) co_return;
    }
  }

  [[nodiscard]] bool claimed(cases::Variant variant) const {
    return std::ranges::find(target_.claimed_variants, variant) != target_.claimed_variants.end();
  }

  asio::awaitable<void> send_on_one_connection(std::size_t at, std::size_t end) {
    std::vector<HttpRequest> requests;
    for (std::size_t i = at; i < end; ++i) requests.push_back(built_.emplace_back(build(i)).http);
    const auto sent = steady_clock::now();
    std::size_t connections = 0;
    Result<std::vector<HttpReply>> replies =
        co_await target_.client.exchange_on_one_connection(std::move(requests), connections);
    // A server may close a connection if it says so; what is not kept without a word was dropped.
    std::size_t announced = 0;
    for (std::size_t i = 0; replies && i + 1 < replies->size(); ++i) {
      if (!(*replies)[i].keep_alive) ++announced;
    }
    const bool none_dropped = connections <= announced + 1;
    for (std::size_t i = at; i < end; ++i) {
      if (!replies) {
        keep(i, 0, built_[i], record(built_[i], shown(built_[i]), replies.error(), sent, false));
        continue;
      }
      HttpReply& reply = (*replies)[i - at];
      keep(i, 0, built_[i],
           record(built_[i], shown(built_[i]), std::move(reply), sent, none_dropped));
    }
  }

  asio::awaitable<void> send_at_once(std::size_t at, std::size_t end) {
    struct Sent {
      std::size_t call;
      int copy;
      BuiltRequest request;
      steady_clock::time_point when;
    };
    std::vector<Sent> sent;
    for (std::size_t i = at; i < end; ++i) {
      for (int copy = 0; copy < case_.calls[i].copies; ++copy)
        sent.push_back({i, copy, build(i), {}});
      built_.push_back(sent.back().request);
    }
    std::vector<Result<HttpReply>> replies(sent.size(), Error{Fault::cancelled, "not sent"});
    const auto executor = co_await asio::this_coro::executor;
    const auto one = [this](Sent& what, Result<HttpReply>& reply) -> asio::awaitable<void> {
      what.when = steady_clock::now();
      reply = co_await target_.client.exchange_kept(what.request.http);
    };
    using Operation = decltype(asio::co_spawn(executor, one(sent[0], replies[0]), asio::deferred));
    std::vector<Operation> operations;
    operations.reserve(sent.size());
    for (std::size_t i = 0; i < sent.size(); ++i) {
      operations.push_back(asio::co_spawn(executor, one(sent[i], replies[i]), asio::deferred));
    }
    co_await asio::experimental::make_parallel_group(std::move(operations))
        .async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
    for (std::size_t i = 0; i < sent.size(); ++i) {
      const bool kept_alive = replies[i] && replies[i]->keep_alive;
      keep(sent[i].call, sent[i].copy, sent[i].request,
           record(sent[i].request, shown(sent[i].request), std::move(replies[i]), sent[i].when,
                  kept_alive));
    }
  }

  asio::awaitable<Sighting> look_through(Channel channel, cases::Variant variant, bool other) {
    Sighting sighting;
    sighting.channel = channel;
    sighting.of_other_world = other;
    if (channel == Channel::fixture) {
      sighting.at_us = us(steady_clock::now() - target_.began);
      const World& world = other ? cast_.other() : cast_.own();
      const std::optional<Truth> truth = co_await fixtures_.look(world);
      if (truth) {
        sighting.status = truth->status;
        sighting.local_disk_data = truth->local_disk_data;
        sighting.last_stop = truth->last_stop;
        if (!truth->nonsense.empty()) played_.evidence.trouble = truth->nonsense;
      }
      co_return sighting;
    }
    const Call& call = look_call(channel, other ? Whose::other : Whose::own);
    BuiltRequest request = target_.requests.build(call, variant, cast_, {}, {});
    std::string text = shown(request);
    request.http.idempotent = true;
    const auto sent = steady_clock::now();
    Result<HttpReply> reply = co_await target_.client.exchange_kept(request.http);
    const bool kept_alive = reply && reply->keep_alive;
    sighting.exchange = record(request, std::move(text), std::move(reply), sent, kept_alive);
    sighting.at_us = sighting.exchange->at_us;
    read_sighting(*sighting.exchange, other ? cast_.other().instance_id : cast_.own().instance_id,
                  sighting);
    co_return sighting;
  }

  // A case that runs once looks in the first way in which the target tells anything.
  asio::awaitable<Sighting> look(Channel channel, bool other) {
    if (variant_ || channel == Channel::fixture) {
      co_return co_await look_through(channel, variant_.value_or(cases::Variant{}), other);
    }
    Sighting sighting;
    for (const cases::Variant variant : target_.claimed_variants) {
      sighting = co_await look_through(channel, variant, other);
      if (!sighting.status.empty()) break;
    }
    co_return sighting;
  }

  [[nodiscard]] Channel channel() const {
    const Effect& effect = case_.effect;
    // Only the fixture protocol tells what became of disks, and how an instance was stopped.
    if ((effect.local_disk_data || effect.last_stop) && fixtures_.tells()) return Channel::fixture;
    if (effect.channel != Channel::any) return effect.channel;
    return target_.working_channel.value_or(Channel::fixture);
  }

  asio::awaitable<void> look_at_effect() {
    if (case_.effect.look == Effect::Look::no) co_return;
    auto& after = played_.evidence.after;
    const Channel through = channel();
    const bool wait = case_.effect.look == Effect::Look::settled && any_accepted_;
    const auto deadline = steady_clock::now() + fixtures_.patience(case_.fixture);
    std::chrono::milliseconds pause = first_pause;
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    asio::steady_timer timer{executor};
    for (unsigned in_vain = 0;;) {
      Sighting sighting = co_await look(through, false);
      in_vain = sighting.status.empty() ? in_vain + 1 : 0;
      after.push_back(std::move(sighting));
      if (!wait || is_last(after.back().status) || in_vain == looks_in_vain) break;
      if (target_.stop()) {
        played_.evidence.trouble = "interrupted";
        break;
      }
      if (steady_clock::now() >= deadline) {
        played_.evidence.deadline_met = false;
        break;
      }
      // The same status again adds nothing.
      if (after.size() > 1 && after[after.size() - 2].status == after.back().status) {
        after.erase(after.end() - 2);
      }
      timer.expires_after(std::min<std::chrono::milliseconds>(pause, longest_pause));
      co_await timer.async_wait(asio::use_awaitable);
      pause += pause / 2 + 1ms;
    }
    if (case_.second_world && fixtures_.has_other_accounts()) {
      Sighting sighting = co_await look(through, true);
      after.push_back(std::move(sighting));
    }
  }

  // Where what was accepted comes to rest; where no page says so, any status is the last.
  [[nodiscard]] bool is_last(std::string_view status) const {
    return moved_by_ == nullptr || status == name_of(moved_by_->transition->to);
  }

  const Case& case_;
  std::optional<cases::Variant> variant_;
  Target& target_;
  FixtureProvider& fixtures_;
  const Cast& cast_;
  PlayedCase& played_;
  std::vector<BuiltRequest> built_;  // by call
  bool replays_ =
      std::ranges::any_of(case_.calls, [](const Call& call) { return call.replay_of.has_value(); });
  bool any_accepted_ = false;
  bool last_accepted_ = false;
  const specs::Action* moved_by_ = nullptr;  // the action that was accepted last
};

}  // namespace

asio::awaitable<PlayedCase> play(const Case& one, std::optional<cases::Variant> variant,
                                 Target& target, FixtureProvider& fixtures) {
  PlayedCase played;
  if (one.second_world && !fixtures.has_other_accounts()) {
    played.unsupported = "a second account";
    co_return played;
  }
  std::vector<World> worlds;
  for (int i = 0; i < (one.second_world ? 2 : 1) && !played.unsupported; ++i) {
    Staged staged = co_await fixtures.stage(one.fixture);
    if (const auto* lack = std::get_if<Unsupported>(&staged)) {
      played.unsupported = lack->why;
    } else if (const auto* broken = std::get_if<Broken>(&staged)) {
      played.evidence.trouble = broken->what;
      played.provider_broke = true;
      break;
    } else {
      worlds.push_back(std::get<World>(std::move(staged)));
    }
  }
  if (played.unsupported || played.provider_broke) {
    for (const World& world : worlds) co_await fixtures.strike(world, false);
    co_return played;
  }
  const Cast cast = one.second_world ? Cast{std::move(worlds[0]), std::move(worlds[1])}
                                     : Cast{std::move(worlds[0])};
  Play session{one, variant, target, fixtures, cast, played};
  try {
    co_await session.run();
  } catch (const std::exception& bug) {
    played.evidence.trouble = std::string{"the suite failed: "} + bug.what();
  }
  const bool changed = session.any_accepted() || target.faults_in_a_row > 0;
  co_await fixtures.strike(cast.own(), changed);
  if (one.second_world) co_await fixtures.strike(cast.other(), changed);
  co_return played;
}

}  // namespace hallmark::runner
