// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/knock.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>
#include <vector>

#include "runner/engine/look.hpp"
#include "runner/oracle/clock_difference.hpp"
#include "runner/wire/replies/reply.hpp"

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
  const Reply told = decode_reply(reply->status, reply->header("Content-Type"), reply->body);
  knock.answer = told.code || told.request_id ? Knock::Answer::api : Knock::Answer::http;
  knock.what = std::to_string(reply->status) + " " + reply->reason;
  if (const auto date = parse_http_date(reply->header("Date"))) {
    knock.clock_skew = std::chrono::round<std::chrono::seconds>(
        *date + std::chrono::milliseconds{500} - std::chrono::system_clock::now());
  }
  return knock;
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

std::string nobody_at(const std::string& url, const Knock& knock) {
  switch (knock.fault) {
    case Fault::connect:
    case Fault::tls:
      return "nobody answers at " + url + ": " + knock.what;
    case Fault::local:
      return "this machine lacks something: " + knock.what;
    case Fault::timeout:
    case Fault::closed:
      return url + " does not answer: " + knock.what;
    case Fault::too_large:
      return "what " + url + " answers is too long: " + knock.what;
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

asio::awaitable<std::size_t> knock_often(Target& target, const Cast* cast, Knock::Answer at_least) {
  const std::vector<HttpRequest> requests = often(target, cast);
  std::size_t answered = 0;
  const auto one = [&](const HttpRequest& request) -> asio::awaitable<void> {
    const Result<HttpReply> reply = co_await target.client.exchange_on_new_connection(request);
    const Knock told = read_knock(reply);
    if (told.answer != Knock::Answer::none && told.answer >= at_least) ++answered;
  };
  const auto executor = co_await asio::this_coro::executor;
  using Operation = decltype(asio::co_spawn(executor, one(requests[0]), asio::deferred));
  std::vector<Operation> operations;
  operations.reserve(requests.size());
  for (const HttpRequest& request : requests) {
    operations.push_back(asio::co_spawn(executor, one(request), asio::deferred));
  }
  const auto enough = [&answered](const auto&...) {
    return answered > 1 ? asio::cancellation_type::all : asio::cancellation_type::none;
  };
  co_await asio::experimental::make_parallel_group(std::move(operations))
      .async_wait(enough, asio::use_awaitable);
  co_return answered;
}

}  // namespace hallmark::runner
