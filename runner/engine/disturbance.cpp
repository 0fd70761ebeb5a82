// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/disturbance.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "runner/oracle/told.hpp"
#include "runner/wire/http/headers.hpp"

namespace hallmark::runner {
namespace {

using reports::Exchange;

// What proxies answer by themselves.
bool is_status_of_proxies(int status) {
  constexpr std::array all{403, 408, 429, 500, 502, 503, 504};
  return std::ranges::find(all, status) != all.end();
}

// "502 from nginx", without its version.
std::string describe_page(const Exchange& exchange) {
  std::string text = std::to_string(exchange.status) + " that is not of the API";
  for (const std::string_view name : {"Server", "Via"}) {
    const std::string* const value = find_header(exchange.headers, name);
    if (value == nullptr || value->empty()) continue;
    return text + " (" + std::string{name} + ": " + value->substr(0, value->find('/')) + ")";
  }
  return text;
}

std::optional<Disturbance> disturbance_of(const Exchange& exchange, const Reply& reply,
                                          std::size_t call) {
  const std::string_view code = text_of(reply.code);
  const auto of = [&](Disturbance::Kind kind) {
    return Disturbance{kind, call, std::to_string(reply.http_status) + " " + std::string{code}};
  };
  if (exchange.status < 400) return std::nullopt;
  if (is_throttling(reply)) return of(Disturbance::Kind::throttled);
  const bool is_away = reply.http_status == 503 && code.starts_with("ServiceUnavailable");
  if (is_away || reply.http_status == 429) return of(Disturbance::Kind::unavailable);
  if (code.starts_with("SignatureNonceUsed")) return of(Disturbance::Kind::spent_nonce);
  if (is_page(exchange, reply))
    return Disturbance{Disturbance::Kind::page, call, describe_page(exchange)};
  return std::nullopt;
}

}  // namespace

bool is_page(const Exchange& exchange, const Reply& reply) {
  return is_status_of_proxies(exchange.status) && !reply.code && !reply.request_id;
}

bool is_page(const Exchange& exchange) {
  return is_status_of_proxies(exchange.status) && is_page(exchange, decode_reply(exchange));
}

std::optional<Disturbance> disturbance_in(const reports::Evidence& evidence,
                                          const std::vector<Reply>& replies) {
  for (std::size_t i = 0; i < evidence.calls.size() && i < replies.size(); ++i) {
    if (auto found = disturbance_of(evidence.calls[i].exchange, replies[i], i)) return found;
  }
  const auto in_looks = [](const std::vector<reports::Sighting>& looks) {
    std::optional<Disturbance> found;
    for (const reports::Sighting& look : looks) {
      if (found || !look.exchange || look.exchange->status < 400) continue;
      found = disturbance_of(*look.exchange, decode_reply(*look.exchange), Disturbance::at_a_look);
    }
    return found;
  };
  for (const reports::CallRecord& call : evidence.calls) {
    if (auto found = in_looks(call.after)) return found;
  }
  if (auto found = in_looks(evidence.after)) return found;
  return in_looks(evidence.later);
}

bool is_foreign(const reports::Evidence& evidence) {
  bool answered = false;
  bool of_the_api = false;
  const auto look_at = [&](const Exchange& exchange) {
    if (!exchange.fault.empty()) return;
    const Reply reply = decode_reply(exchange);
    answered = true;
    of_the_api = of_the_api || reply.code || reply.request_id;
  };
  for (const reports::CallRecord& call : evidence.calls) look_at(call.exchange);
  for (const reports::Sighting& look : evidence.after) {
    if (look.exchange) look_at(*look.exchange);
  }
  return answered && !of_the_api;
}

bool has_fault(const reports::Evidence& evidence) {
  const auto unanswered = [](const std::vector<reports::Sighting>& looks) {
    return std::ranges::any_of(looks, [](const reports::Sighting& look) {
      return look.exchange ? !look.exchange->fault.empty()
                           : look.channel == cases::Channel::fixture && look.status.empty();
    });
  };
  return unanswered(evidence.after) || unanswered(evidence.later) ||
         std::ranges::any_of(evidence.calls, [&](const reports::CallRecord& call) {
           return !call.exchange.fault.empty() || unanswered(call.after);
         });
}

}  // namespace hallmark::runner
