// SPDX-License-Identifier: Apache-2.0
#include "runner/staging/api_calls.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>
#include <vector>

#include "runner/wire/replies/coded_reply.hpp"
#include "runner/wire/signing/signature_quarrel.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using cases::Format;
using cases::Method;
using cases::Signature;
using cases::Variant;

// What today's clients send most comes first.
constexpr std::array<Variant, 4> ways = {{{Method::post_query, Format::json, Signature::v1},
                                          {Method::post_query, Format::json, Signature::v3},
                                          {Method::get, Format::xml, Signature::v1},
                                          {Method::get, Format::xml, Signature::v3}}};

constexpr std::size_t longest_line = 240;  // bytes of what is told about an answer

// An answer that is lost on the way comes on a further connection, or is lost for good.
constexpr unsigned lost_at_most = 3;

bool is_lost(const Error& error) {
  return error.fault == Fault::closed || error.fault == Fault::truncated;
}

std::string one_line(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  if (text.size() > longest_line) {
    text.resize(longest_line);
    text += "...";
  }
  return text;
}

std::string describe_refusal(const BuiltRequest& request, const Reply& reply) {
  std::string text = "answers " + std::to_string(reply.http_status);
  if (!reply.decoded()) return text + ", and the body is neither XML nor JSON that can be read";
  if (reply.code) text += " " + *reply.code;
  if (refuses_signature(reply)) {
    Reply told = reply;
    if (told.message) told.message = strike_out(*told.message, request);
    const std::vector<std::string> quarrel = signature_quarrel(shown(request), told);
    if (!quarrel.empty()) return text + "; signed: " + quarrel.front();
  }
  if (reply.message) text += ": " + *reply.message;
  return text;
}

bool is_accepted(const Reply& reply) {
  // "Code":"200" comes with some successes.
  return reply.http_status / 100 == 2 && reply.decoded() && reply.code.value_or("200") == "200";
}

const Node* item_of(const Node& tree, std::string_view instance_id) {
  for (const Node* item : find_all(tree, "Instances.Instance")) {
    if (first_text(*item, "InstanceId") == instance_id) return item;
  }
  return nullptr;
}

}  // namespace

ApiCalls::ApiCalls(asio::any_io_executor executor, Url endpoint, ClientOptions options)
    : client_{std::move(executor), std::move(endpoint), options},
      requests_{client_.url().host_header(), client_.url().path.empty() ? "/" : client_.url().path,
                NonceGenerator{}, clock_ahead(options.clock_skew)} {}

asio::awaitable<ApiAnswer> ApiCalls::send(const World& account, const cases::Call& call,
                                          Variant variant, bool idempotent) {
  Cast cast{account};
  BuiltRequest request = requests_.build(call, variant, cast, {});
  auto exchange = idempotent ? client_.exchange_kept(request.http)
                             : client_.exchange_on_new_connection(request.http);
  Result<HttpReply> reply = co_await std::move(exchange);
  for (unsigned lost = 1; idempotent && lost < lost_at_most && !reply && is_lost(reply.error());
       ++lost) {
    request = requests_.build(call, variant, cast, {});  // the nonce may be spent
    reply = co_await client_.exchange_on_new_connection(request.http);
  }
  ApiAnswer answer;
  if (!reply) {
    answer.ours = reply.error().fault == Fault::local;
    answer.told = one_line("gives no answer: " + strike_out(reply.error().what, request));
    co_return answer;
  }
  answer.answered = true;
  answer.reply = decode_reply(*reply);
  answer.accepted = is_accepted(answer.reply);
  if (!answer.accepted) {
    answer.code = answer.reply.code.value_or("");
    answer.told = one_line(strike_out(describe_refusal(request, answer.reply), request));
  }
  co_return answer;
}

asio::awaitable<ApiAnswer> ApiCalls::call(const World& account, std::string action,
                                          Parameters arguments) {
  cases::Call call;
  call.action = std::move(action);
  for (auto& [name, value] : arguments) {
    call.arguments.push_back({.name = std::move(name), .value = cases::text(std::move(value))});
  }
  const bool idempotent = call.action != "RunInstances" && call.action != "CreateInstance";
  co_return co_await send(account, call, working_.value_or(ways.front()), idempotent);
}

asio::awaitable<ApiAnswer> ApiCalls::describe(const World& world) {
  cases::Call call;
  call.action = "DescribeInstances";
  call.arguments.push_back({.name = "RegionId", .value = cases::text(world.region_id)});
  if (!world.instance_id.empty()) {
    call.arguments.push_back(
        {.name = "InstanceIds", .value = cases::text("[\"" + world.instance_id + "\"]")});
  }
  if (working_) co_return co_await send(world, call, *working_, true);
  ApiAnswer first;
  for (const Variant way : ways) {
    ApiAnswer answer = co_await send(world, call, way, true);
    if (answer.accepted) {
      working_ = way;
      co_return answer;
    }
    const bool answered = answer.answered;
    if (way == ways.front()) first = std::move(answer);
    if (!answered) break;
  }
  co_return first;
}

asio::awaitable<Standing> ApiCalls::look(const World& world) {
  const ApiAnswer answer = co_await describe(world);
  Standing standing;
  standing.known = answer.accepted;
  if (!answer.accepted) {
    standing.throttled = answer.throttled();
    if (answer.ours) standing.side = reports::Side::ours;
    standing.told = "DescribeInstances " + answer.told;
  } else if (const Node* item = item_of(answer.reply.tree, world.instance_id)) {
    standing.status = first_text(*item, "Status").value_or("");
    standing.charge_type = first_text(*item, "InstanceChargeType").value_or("");
  }
  co_return standing;
}

asio::awaitable<void> pause(std::chrono::milliseconds& next) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  asio::steady_timer timer{executor, next};
  next = std::min<std::chrono::milliseconds>(next + next / 2 + 1ms, 1s);
  co_await timer.async_wait(asio::use_awaitable);
}

bool is_transitory(std::string_view status) {
  return status == "Pending" || status == "Starting" || status == "Stopping";
}

}  // namespace hallmark::runner
