// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/scene.hpp"

#include <utility>

#include "runner/engine/disturbance.hpp"
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
  strike_out(*reply, request);
  exchange.sent_us = us_at(reply->sent);
  exchange.status = reply->status;
  exchange.headers = std::move(reply->headers);
  exchange.body = std::move(reply->body);
  exchange.kept_alive = kept_alive;
  if (breaker != nullptr) {
    if (is_page(exchange)) {
      breaker->fault(std::to_string(exchange.status) + " that is not of the API",
                     steady_clock::now());
    } else {
      breaker->answered(steady_clock::now());
    }
  }
  return exchange;
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

}  // namespace hallmark::runner
