// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/session/scene.hpp"

#include <algorithm>
#include <utility>

#include "reports/evidence_limits.hpp"
#include "reports/text.hpp"
#include "runner/engine/faults/disturbance.hpp"
#include "runner/oracle/told.hpp"
#include "specs/schema/lifecycle.hpp"

namespace hallmark::runner {
namespace {

using std::chrono::steady_clock;

std::int64_t us(steady_clock::duration duration) {
  return std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
}

}  // namespace

reports::Exchange Scene::record(const BuiltRequest& request, std::string text,
                                Result<HttpReply> reply, steady_clock::time_point sent,
                                bool kept_alive, bool on_kept) {
  ++target.exchanges;
  ++exchanges;
  reports::Exchange exchange;
  exchange.request = std::move(text);
  exchange.at_us = us_at(sent);
  exchange.took_us = us(steady_clock::now() - sent);
  if (!reply) {
    exchange.fault = name_of(reply.error().fault);
    exchange.fault_text = strike_out(reply.error().what, request);
    any_unanswered = true;
    if (reply.error().fault != Fault::cancelled && reply.error().fault != Fault::local) ++lost;
    dropped = dropped || (on_kept && reply.error().fault == Fault::closed);
    note(reply.error().fault, exchange.fault_text);
    return exchange;
  }
  slowest = std::max(slowest, steady_clock::now() - sent);
  strike_out(*reply, request);
  exchange.sent_us = us_at(reply->sent);
  exchange.status = reply->status;
  exchange.headers = std::move(reply->headers);
  exchange.body = std::move(reply->body);
  exchange.kept_alive = kept_alive;
  if (breaker != nullptr) {
    if (is_page(exchange) || is_foreign_refusal(exchange)) {
      breaker->fault(std::to_string(exchange.status) + " that is not of the API",
                     steady_clock::now());
    } else if (is_away(exchange)) {
      breaker->fault("503 ServiceUnavailable", steady_clock::now());
    } else {
      breaker->answered(steady_clock::now());
    }
  }
  return exchange;
}

// What tells of somebody else's instance is looked for in what is kept.
void Scene::let_go_of_the_rest(Answered& answered, std::size_t taken) {
  constexpr std::size_t longest_text = 4U << 10U;  // bytes; no document has one that is longer
  std::string& body = answered.exchange.body;
  const std::string& other = cast.other().instance_id;
  if (taken == 0 || body.size() <= reports::longest_body ||
      (!other.empty() && body.find(other) != std::string::npos)) {
    return;
  }
  const std::size_t left =
      reports::longest_evidence - std::min(kept_of_long, reports::longest_evidence);
  const std::size_t most = std::clamp(left, longest_text, reports::longest_body);
  const std::size_t kept = reports::beginning_of(body, most).size();
  kept_of_long += kept;
  answered.exchange.body_cut = body.size() - kept;
  body.resize(kept);
  body.shrink_to_fit();
  std::size_t bytes = kept + let_go_of_body(answered.reply, longest_text);
  for (const auto& [name, value] : answered.exchange.headers) bytes += name.size() + value.size();
  if (bytes < taken) share->give(taken - bytes);
}

Answered Scene::take_in(const BuiltRequest& request, std::string text, Result<HttpReply> reply,
                        steady_clock::time_point sent, bool kept_alive, bool on_kept) {
  const std::size_t taken = reply ? reply->taken : 0;
  Answered answered{
      .exchange = record(request, std::move(text), std::move(reply), sent, kept_alive, on_kept)};
  if (!answered.exchange.fault.empty()) return answered;
  answered.reply = decode_reply(answered.exchange);
  let_go_of_the_rest(answered, taken);
  return answered;
}

BuiltRequest Scene::in_its_name(BuiltRequest request) {
  if (!share) share = target.client.new_share();
  request.http.share = share;
  return request;
}

void Scene::note(Fault fault, const std::string& what) const {
  if (breaker == nullptr || fault == Fault::cancelled) return;
  if (fault == Fault::local) {
    breaker->lacks(what);
  } else {
    breaker->fault(what, steady_clock::now());
  }
}

std::int64_t Scene::us_at(steady_clock::time_point when) const { return us(when - target.began); }

bool Scene::is_last(std::string_view status) const {
  return moved_by == nullptr || status == specs::name_of(moved_by->to);
}

boost::asio::awaitable<Answered> ask_anew(Scene& scene, const cases::Call& call, const Cast& cast,
                                          cases::Variant way) {
  const BuiltRequest request =
      scene.in_its_name(scene.target.requests.build(call, way, cast, {}, {}));
  const auto sent = std::chrono::steady_clock::now();
  Result<HttpReply> reply = co_await scene.target.client.exchange_on_new_connection(request.http);
  co_return scene.take_in(request, shown(request), std::move(reply), sent, false);
}

}  // namespace hallmark::runner
