// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/session/call_sender.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <utility>

#include "runner/engine/all_at_once.hpp"
#include "runner/engine/faults/hangs.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/effect_match.hpp"
#include "runner/oracle/moments.hpp"
#include "runner/oracle/told.hpp"

namespace hallmark::runner {

namespace asio = boost::asio;
using cases::Call;
using reports::Exchange;
using std::chrono::steady_clock;

CallSender::CallSender(Scene& scene, EffectLook& effect)
    : scene_{scene},
      effect_{effect},
      calls_{scene.test.calls},
      replays_{std::ranges::any_of(calls_,
                                   [](const Call& call) { return call.replay_of.has_value(); })} {}

// How a call travels: as it says itself, as the case does, or in the first way that is claimed.
cases::Variant CallSender::variant_of(const Call& call) const {
  if (call.variant) return *call.variant;
  if (scene_.variant) return *scene_.variant;
  const auto& claimed = scene_.target.claimed_variants;
  return claimed.empty() ? cases::Variant{} : claimed.front();
}

bool CallSender::claimed(cases::Variant variant) const {
  const auto& claimed = scene_.target.claimed_variants;
  return std::ranges::find(claimed, variant) != claimed.end();
}

BuiltRequest CallSender::build(std::size_t at) const {
  const Call& call = calls_[at];
  if (call.replay_of && *call.replay_of < built_.size()) return built_[*call.replay_of];
  const std::string nonce = call.nonce_of && *call.nonce_of < built_.size()
                                ? built_[*call.nonce_of].nonce
                                : std::string{};
  return scene_.in_its_name(scene_.target.requests.build(call, variant_of(call), scene_.cast,
                                                         scene_.target.reactivate_spelling, nonce));
}

// The request's bytes are moved out where no later call sends them again; what a report shows of
// them is written down before.
HttpRequest CallSender::take(BuiltRequest& request, std::string& text) const {
  text = shown(request);
  return replays_ ? request.http : std::move(request.http);
}

void CallSender::keep(std::size_t at, int copy, const BuiltRequest& request, Answered answered) {
  if (is_accepted(answered.reply)) {
    scene_.any_accepted = true;
    last_accepted_ = true;
    scene_.moved_by = transition_of(request.action);
  }
  scene_.evidence.calls.push_back({at, copy, request.action, std::move(answered.exchange)});
  scene_.replies.push_back(std::move(answered.reply));
}

asio::awaitable<void> CallSender::send_all() {
  // Where several ways are tried some may hang; else what comes behind a hanging call tells no
  // more.
  const bool tries = scene_.test.relation == cases::Relation::at_least_one_accepted ||
                     scene_.test.relation == cases::Relation::at_least_one_expected;
  const unsigned bearable = tries ? 3 : 1;
  unsigned hung = 0;
  for (std::size_t at = 0; at < calls_.size();) {
    std::size_t end = at + 1;
    last_accepted_ = false;
    if (calls_[at].variant && !claimed(*calls_[at].variant)) {
      built_.emplace_back();
      at = end;
      continue;
    }
    if (calls_[at].when_settled && scene_.any_accepted) {
      const bool settled = co_await effect_.wait_until_settled(scene_.evidence.calls.back().after);
      if (!settled) co_return;
    }
    if (calls_[at].late) {
      asio::steady_timer timer{co_await asio::this_coro::executor, second_look_after};
      co_await timer.async_wait(asio::use_awaitable);
    }
    while (end < calls_.size() && calls_[end].same_connection) ++end;
    if (end > at + 1 && scene_.connections == Connections::apart) {
      for (std::size_t i = at; i < end; ++i) co_await send_one(i);
    } else if (end > at + 1) {
      co_await send_on_one_connection(at, end);
    } else {
      while (end < calls_.size() && calls_[end].with_previous) ++end;
      if (end > at + 1 || calls_[at].copies > 1) {
        co_await send_at_once(at, end);
      } else {
        co_await send_one(at);
      }
    }
    if (calls_[end - 1].seen) co_await effect_.look_on_the_way(scene_.evidence.calls.back().after);
    at = end;
    if (scene_.test.relation == cases::Relation::at_least_one_accepted && last_accepted_) co_return;
    // The rest of those that belong on one connection was not sent.
    if (scene_.evidence.calls.back().call + 1 != end) co_return;
    if (has_hung(scene_.evidence.calls.back().exchange) && ++hung == bearable) co_return;
  }
}

asio::awaitable<void> CallSender::send_one(std::size_t at) {
  BuiltRequest& request = built_.emplace_back(build(at));
  std::string text;
  HttpRequest http = take(request, text);
  const auto sent = steady_clock::now();
  HttpClient& client = scene_.target.client;
  bool on_kept = false;
  // Both name what they await: GCC 12 ends the life of either branch's temporary too early.
  auto exchange = calls_[at].new_connection || scene_.connections != Connections::kept
                      ? client.exchange_on_new_connection(http)
                      : client.exchange_kept(http, &on_kept);
  Result<HttpReply> reply = co_await std::move(exchange);
  const bool kept_alive = reply && reply->keep_alive;
  keep(at, 0, request,
       scene_.take_in(request, std::move(text), std::move(reply), sent, kept_alive, on_kept));
}

asio::awaitable<void> CallSender::send_on_one_connection(std::size_t at, std::size_t end) {
  std::vector<HttpRequest> requests;
  for (std::size_t i = at; i < end; ++i) requests.push_back(built_.emplace_back(build(i)).http);
  const auto sent = steady_clock::now();
  std::size_t connections = 0;
  bool on_kept = false;
  std::vector<Answered> answered;
  const auto take_in = [&](const BuiltRequest& request, Result<HttpReply> reply, bool kept) {
    answered.push_back(
        scene_.take_in(request, shown(request), std::move(reply), sent, false, kept));
  };
  std::vector<Result<HttpReply>> replies = co_await scene_.target.client.exchange_on_one_connection(
      std::move(requests), connections, &on_kept,
      [&](std::size_t i, HttpReply& reply) { take_in(built_[at + i], std::move(reply), false); });
  // A server may close a connection if it says so; what is not kept without a word was dropped.
  std::size_t announced = 0;
  for (std::size_t i = 0; i + 1 < replies.size(); ++i) {
    if (!replies[i]->keep_alive) ++announced;
  }
  const bool none_dropped = replies.back() && connections <= announced + 1;
  if (!replies.back()) {
    take_in(built_[at + replies.size() - 1], std::move(replies.back()), on_kept);
  }
  for (std::size_t i = 0; i < answered.size(); ++i) {
    answered[i].exchange.kept_alive = answered[i].exchange.fault.empty() && none_dropped;
    keep(at + i, 0, built_[at + i], std::move(answered[i]));
  }
}

asio::awaitable<void> CallSender::send_at_once(std::size_t at, std::size_t end) {
  struct Sent {
    std::size_t call;
    int copy;
    BuiltRequest request;
    Answered answered;
  };
  std::vector<Sent> sent;
  for (std::size_t i = at; i < end; ++i) {
    for (int copy = 0; copy < calls_[i].copies; ++copy) sent.push_back({i, copy, build(i), {}});
    built_.push_back(sent.back().request);
  }
  const auto one = [this](Sent& what) -> asio::awaitable<void> {
    const auto when = steady_clock::now();
    bool on_kept = false;
    HttpClient& client = scene_.target.client;
    auto exchange = scene_.connections == Connections::kept
                        ? client.exchange_kept(what.request.http, &on_kept)
                        : client.exchange_on_new_connection(what.request.http);
    Result<HttpReply> reply = co_await std::move(exchange);
    const bool kept_alive = reply && reply->keep_alive;
    what.answered = scene_.take_in(what.request, shown(what.request), std::move(reply), when,
                                   kept_alive, on_kept);
  };
  std::vector<asio::awaitable<void>> all;
  all.reserve(sent.size());
  for (Sent& what : sent) all.push_back(one(what));
  co_await all_at_once(std::move(all));
  for (Sent& what : sent) keep(what.call, what.copy, what.request, std::move(what.answered));
}

}  // namespace hallmark::runner
