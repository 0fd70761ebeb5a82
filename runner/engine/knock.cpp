// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/knock.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "cases/base/tested_action.hpp"
#include "reports/text.hpp"
#include "runner/engine/all_at_once.hpp"
#include "runner/engine/faults/disturbance.hpp"
#include "runner/engine/session/look.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/clock_difference.hpp"
#include "runner/oracle/foreign_xml.hpp"
#include "runner/wire/replies/coded_reply.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using cases::Channel;

constexpr unsigned most_knocks = 3;  // where a way may have lost the answer

// Everybody's path, and a call that no endpoint accepts unsigned.
HttpRequest request_for(const HttpClient& client, bool as_a_call) {
  HttpRequest request;
  const std::string& path = client.url().path;
  request.target = path.empty() ? "/" : path;
  if (as_a_call) {
    request.target += "?Action=DescribeInstanceStatus&Format=JSON&Version=2014-05-26";
  }
  request.headers.emplace_back("Host", client.url().host_header());
  request.idempotent = true;
  return request;
}

Knock read_knock(const Result<HttpReply>& reply) {
  Knock knock;
  if (!reply) {
    knock.fault = reply.error().fault;
    knock.what = reply.error().what;
    return knock;
  }
  knock.answer = is_of_the_api(*reply) ? Knock::Answer::api : Knock::Answer::http;
  knock.status = reply->status;
  knock.what = describe_foreign(*reply);
  if (const auto date = parse_http_date(reply->header("Date"))) {
    knock.clock_skew = std::chrono::round<std::chrono::seconds>(
        *date + std::chrono::milliseconds{500} - std::chrono::system_clock::now());
  }
  return knock;
}

// What an HTML page calls itself; empty where it does not.
std::string title_of(std::string_view body) {
  constexpr std::size_t far_enough = 4096;  // bytes
  const std::string text = reports::to_lower(body.substr(0, far_enough));
  constexpr std::string_view tag = "<title>";
  const std::size_t at = text.find(tag);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + tag.size();
  return std::string{body.substr(begin, text.find('<', begin) - begin)};
}

// Three looks in the first way that works, and one that is signed otherwise; unsigned calls where
// nobody can sign.
std::vector<HttpRequest> often(const Target& target, const Cast* cast) {
  constexpr std::array channels{Channel::describe_instances, Channel::describe_instance_status,
                                Channel::describe_instance_attribute, Channel::describe_instances};
  const auto& ways = target.claimed_variants;
  const cases::Variant first = ways.empty() ? cases::Variant{} : ways.front();
  const auto other = std::ranges::find_if(
      ways, [&](cases::Variant way) { return way.signature != first.signature; });
  std::vector<HttpRequest> requests;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    if (cast == nullptr) {
      requests.push_back(request_for(target.client, true));
      continue;
    }
    const bool signed_otherwise = i + 1 == channels.size() && other != ways.end();
    requests.push_back(target.requests
                           .build(look_call(channels[i], Whose::own),
                                  signed_otherwise ? *other : first, *cast, {}, {})
                           .http);
    requests.back().idempotent = true;
  }
  return requests;
}

}  // namespace

bool is_of_the_api(const HttpReply& reply) {
  const Reply told = decode_reply(reply);
  return (told.code || told.request_id) && !is_foreign_xml(told);
}

std::string describe_foreign(const HttpReply& reply) {
  constexpr std::size_t longest = 80;  // characters of what it says
  const auto said = [](std::string_view text) {
    return reports::shortened(reports::printable(text), longest);
  };
  std::string text = std::to_string(reply.status) + " " + said(reply.reason);
  if (const auto place = reply.header("Location"); !place.empty() && reply.status / 100 == 3) {
    return text + ", which sends one to " + said(place);
  }
  for (const std::string_view name : {"Proxy-Authenticate", "WWW-Authenticate"}) {
    if (reply.has_header(name))
      return text + ", which wants " + std::string{name}.substr(0, name.find('-'));
  }
  if (const std::string title = title_of(reply.body); !title.empty()) {
    return text + ", a page \"" + said(title) + "\"";
  }
  if (const auto coding = reply.header("Content-Encoding"); !coding.empty()) {
    text += ", coded as " + said(coding);
  }
  const std::string flaw = decode_reply(reply).decode_error;
  return flaw.empty() ? text : text + "; " + flaw;
}

std::vector<BuiltRequest> calls_of_the_api(RequestBuilder& requests,
                                           std::span<const cases::Variant> ways, const Cast& cast) {
  std::vector<cases::Call> calls;
  for (const Channel channel : describe_channels) {
    calls.push_back(look_call(channel, Whose::own));
  }
  for (const cases::TestedAction& action : cases::tested_actions) {
    calls.push_back(cases::plain_call(action));
  }
  std::vector<BuiltRequest> built;
  for (const cases::Variant way : ways) {
    for (const cases::Call& call : calls) built.push_back(requests.build(call, way, cast, {}, {}));
  }
  return built;
}

asio::awaitable<bool> speaks_the_api(Target& target, const Cast& cast) {
  for (const BuiltRequest& call :
       calls_of_the_api(target.requests, ways_to_look(target.claimed_variants), cast)) {
    const Result<HttpReply> reply = co_await target.client.exchange_on_new_connection(call.http);
    if (reply && is_of_the_api(*reply)) co_return true;
  }
  co_return false;
}

asio::awaitable<std::optional<OneAnswer>> one_answer_to_all(Target& target, const Cast& cast) {
  std::optional<Reply> first;
  for (const BuiltRequest& call :
       calls_of_the_api(target.requests, ways_to_look(target.claimed_variants), cast)) {
    const Result<HttpReply> told = co_await target.client.exchange_on_new_connection(call.http);
    if (!told) co_return std::nullopt;
    Reply reply = decode_reply(*told);
    const std::string_view code = text_of(reply.code);
    const bool is_of_signatures =
        code.find("Signature") != code.npos && !code.starts_with("SignatureNonceUsed");
    if (is_accepted(reply) || is_of_signatures || code.find("AccessKey") != code.npos ||
        code.find("Time") != code.npos) {
      co_return std::nullopt;
    }
    if (!first) {
      first = std::move(reply);
      continue;
    }
    const bool none_can_be_read = !first->decoded() && !reply.decoded();
    if (!none_can_be_read && shape_of(*first) != shape_of(reply)) co_return std::nullopt;
  }
  if (!first) co_return std::nullopt;
  co_return OneAnswer{.shape = shape_of(*first),
                      .is_away = text_of(first->code).starts_with("ServiceUnavailable")};
}

std::string nobody_at(const std::string& url, const Knock& knock) {
  if (knock.answer == Knock::Answer::http) {
    return "what answers at " + url + " is not the API: " + knock.what +
           ". No RequestId and no Code, whatever it is asked";
  }
  switch (knock.fault) {
    case Fault::connect:
    case Fault::tls:
      return "nobody answers at " + url + ": " + knock.what;
    case Fault::local:
      return "this machine lacks something: " + knock.what;
    case Fault::timeout:
    case Fault::cancelled:  // for nobody waits any more
    case Fault::closed:
      return url + " does not answer: " + knock.what;
    case Fault::too_large:
      return "what " + url + " answers is too long: " + knock.what;
    case Fault::truncated:
      return "what " + url + " answers is cut off: " + knock.what;
    default:
      return "what answers at " + url + " is no HTTP: " + knock.what;
  }
}

asio::awaitable<Knock> knock(HttpClient& client) {
  const HttpRequest call = request_for(client, true);
  Knock first;
  for (unsigned tries = 0; tries < most_knocks; ++tries) {
    const Result<HttpReply> to_call = co_await client.exchange_on_new_connection(call);
    first = read_knock(to_call);
    if (first.answer != Knock::Answer::none || first.nobody()) break;
  }
  if (first.answer != Knock::Answer::none || first.nobody()) co_return first;
  const HttpRequest bare = request_for(client, false);
  const Result<HttpReply> to_bare = co_await client.exchange_on_new_connection(bare);
  Knock second = read_knock(to_bare);
  co_return second.answer == Knock::Answer::none ? first : second;
}

asio::awaitable<Knocks> knock_often(Target& target, const Cast* cast, Knock::Answer at_least) {
  const std::vector<HttpRequest> requests = often(target, cast);
  Knocks knocks;
  std::vector<std::string> refused;  // RequestIds
  std::size_t alike = 0;             // refusals that are another one's, RequestId and all
  const auto is_anothers = [&](const HttpReply& reply) {
    const Reply told = decode_reply(reply);
    const std::string id{text_of(told.request_id)};
    if (id.empty() || is_accepted(told)) return false;
    const bool is_known = std::ranges::find(refused, id) != refused.end();
    refused.push_back(id);
    return is_known;
  };
  const auto one = [&](const HttpRequest& request) -> asio::awaitable<void> {
    const Result<HttpReply> reply = co_await target.client.exchange_on_new_connection(request);
    const Knock told = read_knock(reply);
    if (told.answer == Knock::Answer::none) {
      knocks.hung = knocks.hung || told.fault == Fault::timeout;
    } else if (told.answer >= at_least && !is_away(decode_reply(*reply))) {
      ++(is_anothers(*reply) ? alike : knocks.answered);
    } else {
      knocks.by_others = true;
      constexpr std::array throttles{200, too_many_requests, 503};
      knocks.throttled =
          knocks.throttled || std::ranges::find(throttles, told.status) != throttles.end();
    }
  };
  std::vector<asio::awaitable<void>> all;
  all.reserve(requests.size());
  for (const HttpRequest& request : requests) all.push_back(one(request));
  co_await all_at_once(std::move(all), [&knocks] { return knocks.answered > 1; });
  // One answer to all that are asked is nobody's who writes a RequestId.
  if (alike > 0 && knocks.answered == 1) {
    knocks.answered = 0;
    knocks.by_others = true;
  }
  co_return knocks;
}

}  // namespace hallmark::runner
