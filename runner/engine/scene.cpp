// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/scene.hpp"

#include <utility>

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
                                bool kept_alive) {
  ++target.exchanges;
  ++exchanges;
  reports::Exchange exchange;
  exchange.request = std::move(text);
  exchange.at_us = us_at(sent);
  exchange.took_us = us(steady_clock::now() - sent);
  if (!reply) {
    exchange.fault = name_of(reply.error().fault);
    exchange.fault_text = strike_out(reply.error().what, request);
    const bool silent =
        reply.error().fault == Fault::timeout || reply.error().fault == Fault::connect;
    target.faults_in_a_row = silent ? target.faults_in_a_row + 1 : 0;
    return exchange;
  }
  target.faults_in_a_row = 0;
  strike_out(*reply, request);
  exchange.status = reply->status;
  exchange.headers = std::move(reply->headers);
  exchange.body = std::move(reply->body);
  exchange.kept_alive = kept_alive;
  return exchange;
}

std::int64_t Scene::us_at(steady_clock::time_point when) const { return us(when - target.began); }

bool Scene::is_last(std::string_view status) const {
  return moved_by == nullptr || status == specs::name_of(moved_by->transition->to);
}

}  // namespace hallmark::runner
