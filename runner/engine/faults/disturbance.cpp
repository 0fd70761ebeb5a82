// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/faults/disturbance.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>

#include "reports/text.hpp"
#include "runner/oracle/foreign_json.hpp"
#include "runner/oracle/foreign_xml.hpp"
#include "runner/oracle/told.hpp"
#include "runner/wire/http/headers.hpp"
#include "runner/wire/http/result.hpp"
#include "runner/wire/replies/gzip.hpp"

namespace hallmark::runner {
namespace {

using reports::Exchange;

// What proxies answer by themselves.
bool is_status_of_proxies(int status) {
  constexpr std::array all{403, 407, 408, 429, 500, 502, 503, 504, 511};
  return is_redirection(status) || std::ranges::find(all, status) != all.end();
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

// No whole answer, in words; nothing where we gave up ourselves, or had no socket for it.
std::optional<Disturbance> without_answer(const Exchange& exchange, std::size_t call) {
  using Kind = Disturbance::Kind;
  constexpr std::array<std::tuple<Fault, Kind, std::string_view>, 7> all{{
      {Fault::connect, Kind::broken, "no connection"},
      {Fault::tls, Kind::broken, "no connection"},
      {Fault::timeout, Kind::hung, "no whole answer in time"},
      {Fault::closed, Kind::broken, "a connection that ended before an answer"},
      {Fault::truncated, Kind::broken, "an answer that broke off"},
      {Fault::malformed, Kind::broken, "an answer that is no HTTP"},
      {Fault::too_large, Kind::broken, "an answer that is too long"},
  }};
  for (const auto& [fault, kind, what] : all) {
    if (exchange.fault == name_of(fault)) return Disturbance{kind, call, std::string{what}};
  }
  return std::nullopt;
}

// Whether its head holds bytes that nobody writes there.
bool is_garbled(const Exchange& exchange) {
  const auto is_text = [](const std::string& text) {
    return std::ranges::all_of(text, [](char c) { return (c >= ' ' && c < 0x7f) || c == '\t'; });
  };
  return !std::ranges::all_of(exchange.headers, [&](const auto& header) {
    return is_text(header.first) && is_text(header.second);
  });
}

// The same of a whole answer, without decoding it.
bool is_garbled_anywhere(const Exchange& exchange) {
  return is_garbled(exchange) || (!says_packed(exchange) && !reports::is_utf8(exchange.body));
}

Disturbance garbled(std::size_t call) {
  return {Disturbance::Kind::garbled, call, "bytes in an answer that are no text"};
}

// Whether the body is what its head says.
bool is_legible(const Exchange& exchange, const Reply& reply) {
  return reply.declared == BodyFormat::neither || reply.decoded() ||
         (says_packed(exchange) && !is_packed(exchange.body));
}

}  // namespace

std::optional<Disturbance> disturbance_of(const Exchange& exchange, const Reply& reply,
                                          std::size_t call) {
  if (!exchange.fault.empty()) return without_answer(exchange, call);
  const std::string_view code = text_of(reply.code);
  const auto of = [&](Disturbance::Kind kind) {
    return Disturbance{kind, call, std::to_string(reply.http_status) + " " + std::string{code}};
  };
  if (is_garbled(exchange) || (reply.invalid_utf8 && !says_packed(exchange))) return garbled(call);
  if (!is_legible(exchange, reply)) {
    return Disturbance{Disturbance::Kind::broken, call, "an answer that cannot be read"};
  }
  if (exchange.status >= 400) {
    if (is_throttling(reply)) return of(Disturbance::Kind::throttled);
    if (is_away(reply) || reply.http_status == 429) return of(Disturbance::Kind::unavailable);
    if (code.starts_with("SignatureNonceUsed")) return of(Disturbance::Kind::spent_nonce);
    if (knows_no_key(reply)) return of(Disturbance::Kind::unknown_key);
  }
  if (!is_of_nobody(exchange, reply)) return std::nullopt;
  return Disturbance{Disturbance::Kind::page, call, describe_page(exchange)};
}

Disturbance without_world(std::size_t call) {
  return {Disturbance::Kind::no_world, call, "fixtures that failed"};
}

bool knows_no_key(const Reply& reply) {
  return reply.http_status == 404 && text_of(reply.code).starts_with("InvalidAccessKeyId");
}

std::string in_words_of_strangers(const std::string& answer) {
  return "some requests reach another endpoint, which does not know the key (" + answer +
         "): have all of them go to one";
}

bool is_foreign_page(const Reply& reply, std::string_view body) {
  if (reply.code || reply.request_id) return false;
  if (is_redirection(reply.http_status)) return true;
  const std::size_t begin = body.find_first_not_of(" \t\r\n");
  if (begin == body.npos) return false;
  const bool is_document = body[begin] == '{' || body[begin] == '[';
  if (is_document) return is_foreign_json(reply);
  if (body[begin] != '<') {
    return reply.http_status >= 400 && reply.declared == BodyFormat::neither;
  }
  const std::string text = reports::to_lower(body.substr(begin, 1024));
  return text.starts_with("<!doctype html") || text.find("<html") != text.npos ||
         text.find("<title>") != text.npos;
}

bool is_page(const Exchange& exchange, const Reply& reply) {
  if (reply.code || reply.request_id) return false;
  return is_status_of_proxies(exchange.status) || is_foreign_page(reply, exchange.body);
}

bool is_foreign_refusal(const Exchange& exchange) {
  return is_status_of_proxies(exchange.status) &&
         exchange.body.find("RequestId") == std::string::npos &&
         is_foreign_xml(decode_reply(exchange));
}

bool is_of_nobody(const Exchange& exchange, const Reply& reply) {
  if (is_page(exchange, reply) || exchange.body.empty()) return true;
  return is_status_of_proxies(exchange.status) && is_foreign_xml(reply);
}

bool is_page(const Exchange& exchange) {
  const bool may_be =
      is_status_of_proxies(exchange.status) || exchange.body.find("RequestId") == std::string::npos;
  return may_be && is_page(exchange, decode_reply(exchange));
}

bool is_away(const Reply& reply) {
  return reply.http_status == 503 && text_of(reply.code).starts_with("ServiceUnavailable");
}

bool is_away(const Exchange& exchange) {
  return exchange.status == 503 && is_away(decode_reply(exchange));
}

std::optional<Disturbance> disturbance_in(const reports::Evidence& evidence,
                                          const std::vector<Reply>& replies) {
  // What else came counts before an unknown key, which may be the fixtures' fault, and that before
  // a spent nonce, for which the case may ask.
  std::optional<Disturbance> least;
  const auto set_aside = [&least](std::optional<Disturbance>& found) {
    if (!found) return;
    const bool is_key = found->kind == Disturbance::Kind::unknown_key;
    if (!is_key && found->kind != Disturbance::Kind::spent_nonce) return;
    if (!least || (is_key && least->kind != Disturbance::Kind::unknown_key)) least = *found;
    found.reset();
  };
  for (std::size_t i = 0; i < evidence.calls.size() && i < replies.size(); ++i) {
    auto found = disturbance_of(evidence.calls[i].exchange, replies[i], i);
    set_aside(found);
    if (found) return found;
  }
  const auto in_looks = [&set_aside](const std::vector<reports::Sighting>& looks) {
    std::optional<Disturbance> found;
    for (const reports::Sighting& look : looks) {
      if (found) continue;
      if (!look.exchange) {
        if (look.channel == cases::Channel::fixture && look.status.empty()) {
          found = without_world(Disturbance::at_a_look);
        }
        continue;
      }
      if (!look.status.empty()) {
        if (is_garbled_anywhere(*look.exchange)) found = garbled(Disturbance::at_a_look);
        continue;
      }
      const Reply reply = decode_reply(*look.exchange);
      if (look.exchange->body_cut > 0 && !reply.decoded()) continue;  // nobody can say any more
      found = disturbance_of(*look.exchange, reply, Disturbance::at_a_look);
      set_aside(found);
    }
    return found;
  };
  for (const reports::CallRecord& call : evidence.calls) {
    if (auto found = in_looks(call.after)) return found;
  }
  if (auto found = in_looks(evidence.after)) return found;
  if (auto found = in_looks(evidence.later)) return found;
  return least;
}

std::optional<Disturbance> unknown_key_in(const reports::Evidence& evidence,
                                          const std::vector<Reply>& replies) {
  for (std::size_t i = 0; i < evidence.calls.size() && i < replies.size(); ++i) {
    auto found = disturbance_of(evidence.calls[i].exchange, replies[i], i);
    if (found && found->kind == Disturbance::Kind::unknown_key) return found;
  }
  return std::nullopt;
}

bool is_foreign(const reports::Evidence& evidence) {
  bool answered = false;
  bool of_the_api = false;
  const auto look_at = [&](const Exchange& exchange) {
    if (!exchange.fault.empty()) return;
    const Reply reply = decode_reply(exchange);
    answered = true;
    of_the_api = of_the_api || ((reply.code || reply.request_id) && !is_of_nobody(exchange, reply));
  };
  for (const reports::CallRecord& call : evidence.calls) look_at(call.exchange);
  for (const reports::Sighting& look : evidence.after) {
    if (look.exchange) look_at(*look.exchange);
  }
  return answered && !of_the_api;
}

bool has_fault(const std::vector<reports::Sighting>& looks) {
  return std::ranges::any_of(looks, [](const reports::Sighting& look) {
    return look.exchange ? !look.exchange->fault.empty()
                         : look.channel == cases::Channel::fixture && look.status.empty();
  });
}

bool has_fault(const reports::Evidence& evidence) {
  return has_fault(evidence.after) || has_fault(evidence.later) ||
         std::ranges::any_of(evidence.calls, [](const reports::CallRecord& call) {
           return !call.exchange.fault.empty() || has_fault(call.after);
         });
}

}  // namespace hallmark::runner
