// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/shim_caller.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdlib>
#include <random>
#include <utility>
#include <variant>

#include "runner/client_role/answer_server.hpp"
#include "runner/client_role/client_judge.hpp"
#include "runner/client_role/endpoint_world.hpp"
#include "runner/client_role/printed_answer.hpp"
#include "runner/wire/as_pair.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace net = boost::asio;
namespace client = cases::client;
using reports::Finding;
using reports::Verdict;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds long_timeout = 3s;    // where the server answers at once
constexpr milliseconds large_timeout = 10s;  // where the answer is large
constexpr milliseconds most_for_copies = 15s;
constexpr std::string_view region = "cn-hangzhou";

std::string random_text(std::string_view alphabet, std::size_t length) {
  thread_local std::mt19937_64 generator{std::random_device{}()};
  std::uniform_int_distribution<std::size_t> pick{0, alphabet.size() - 1};
  std::string text;
  for (std::size_t i = 0; i < length; ++i) text += alphabet[pick(generator)];
  return text;
}

std::string random_letters(std::size_t length) {
  return random_text("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789", length);
}

std::string random_request_id() {
  std::string id{client::request_id_blank};
  for (char& c : id) {
    if (c == '#') c = random_text("0123456789ABCDEF", 1)[0];
  }
  return id;
}

void draw_key(SeenCase& seen) {
  seen.access_key_id = "LTAI5t" + random_letters(14);
  seen.access_key_secret = random_letters(30);
}

// Each request to the call that it belongs to, by the InstanceId that it names.
void give_back(std::vector<SeenRequest> requests, SeenCase& seen) {
  for (SeenRequest& request : requests) {
    const SaidByRequest said = said_by(request.http);
    std::size_t owner = 0;
    for (const auto& [name, value] : said.parameters) {
      if (name != "InstanceId" || !value.starts_with("i-copy")) continue;
      owner = std::strtoul(value.c_str() + 6, nullptr, 10);
    }
    if (owner < seen.calls.size()) seen.calls[owner].requests.push_back(std::move(request));
  }
}

}  // namespace

ShimCaller::ShimCaller(net::io_context& io, CallerOptions options, std::function<bool()> stops)
    : io_{io},
      options_{std::move(options)},
      stops_{std::move(stops)},
      shim_{io.get_executor(), options_.shim} {}

net::awaitable<std::optional<Finding>> ShimCaller::play(const PlannedClientCase& one,
                                                        SeenCase& seen) {
  for (const Call& call : one.test->calls) {
    if (auto why = cannot_make(call)) co_return why;
  }
  ++under_way_;
  if (one.test->copies > 1) {
    co_await play_copies(one, seen);
  } else {
    co_await play_calls(one, seen);
  }
  --under_way_;
  co_return std::nullopt;
}

net::awaitable<void> ShimCaller::play_calls(const PlannedClientCase& one, SeenCase& seen) {
  const Case& test = *one.test;
  EndpointWorld world;
  if (one.is_at_endpoint()) {
    world.build();
    seen.access_key_id = world.access_key_id;
    seen.access_key_secret = world.access_key_secret;
    seen.instance_id = world.instance;
    seen.region_id = world.region;
  } else {
    draw_key(seen);
  }
  for (const Call& call : test.calls) {
    if (&call != &test.calls.front() && test.pause_ms != 0) {
      net::steady_timer timer{io_, milliseconds{test.pause_ms}};
      co_await timer.async_wait(as_pair);
    }
    SeenCall made = prepared(call, world);
    co_await make(one, made, seen, world);
    seen.calls.push_back(std::move(made));
    if (seen.calls.back().told.kind == UserTold::Kind::broke) break;
  }
}

std::optional<Finding> ShimCaller::cannot_make(const Call& call) const {
  Finding finding{.verdict = Verdict::unsupported};
  if (unsaid_ && call.answers.front().kind == client::Answer::Kind::endpoint) {
    finding.reason = "the client names no format, and does not read the one of the endpoint";
    return finding;
  }
  if (action_of(call).empty()) {
    finding.reason = "the client has no " + call.actions.front();
    return finding;
  }
  if (call.exact_time && !knows_timeout()) {
    finding.reason = "the timeout of the client is not known: no timeoutMs, and no --timeout";
    return finding;
  }
  if (call.method && !shim_.hello().takes("method")) {
    finding.reason = "the client does not let its user choose the method";
    return finding;
  }
  return std::nullopt;
}

std::string ShimCaller::action_of(const Call& call) const {
  for (const std::string& action : call.actions) {
    if (shim_.hello().has_action(action)) return action;
  }
  return {};
}

SeenCall ShimCaller::prepared(const Call& call, const EndpointWorld& world) const {
  SeenCall made{.call = &call,
                .action = action_of(call),
                .parameters = call.parameters,
                .token = call.with_token ? "CAIS" + random_letters(40) + "+/=" : "",
                .request_id = random_request_id(),
                .code = call.told.code,
                .message = call.told.message,
                .status = call.told.status};
  for (client::Parameter& parameter : made.parameters) {
    if (auto* text = std::get_if<std::string>(&parameter.value)) world.fill_in(*text);
  }
  const client::Answer& answer = call.answers.front();
  if (answer.kind == client::Answer::Kind::printed) {
    const auto printed = printed_at(*answer.place, "InstanceId");
    made.code = printed->code;
    made.message = printed->message;
    made.status = printed->status;
  }
  return made;
}

bool ShimCaller::knows_timeout() const {
  return shim_.hello().takes("timeoutMs") || options_.timeout_is_known;
}

CallLine ShimCaller::line_for(const PlannedClientCase& one, const SeenCall& made,
                              const SeenCase& seen, const std::string& url) const {
  CallLine line{.action = made.action,
                .parameters = made.parameters,
                .endpoint = url,
                .region = std::string{region},
                .access_key_id = seen.access_key_id,
                .access_key_secret = seen.access_key_secret,
                .token = made.token,
                .timeout_ms = made.timeout.count(),
                .retry = made.call->ask_again};
  if (made.call->method) line.method = *made.call->method == cases::Method::get ? "GET" : "POST";
  if (one.variant == "json" || one.variant == "xml") {
    line.format = one.variant == "json" ? "JSON" : "XML";
  }
  if (one.variant == "v1" || one.variant == "v3") line.signature = one.variant;
  return line;
}

net::awaitable<void> ShimCaller::make(const PlannedClientCase& one, SeenCall& made,
                                      const SeenCase& seen, EndpointWorld& world) {
  const bool is_short = made.call->short_time;
  made.timeout = is_short
                     ? options_.timeout
                     : std::max(options_.timeout, one.test->alone ? large_timeout : long_timeout);
  if (!knows_timeout()) made.timeout = unknown_timeout;
  AnswerPlace place{io_.get_executor(),
                    {.answers = made.call->answers,
                     .request_id = made.request_id,
                     .timeout = made.timeout,
                     .endpoint = world.endpoint(),
                     .unsaid = unsaid_}};
  // Whoever sends again needs its timeout each time.
  const int turns = !is_short ? 1 : knows_timeout() ? 4 : 2;
  const milliseconds patience = made.timeout * turns + 2 * client_grace;
  co_await ask(line_for(one, made, seen, place.url()), patience, made);
  made.requests = place.close();
  const bool by_endpoint = made.call->answers.front().kind == client::Answer::Kind::endpoint;
  if (by_endpoint && !made.requests.empty()) {
    made.request_id = EndpointWorld::request_id_in(made.requests.back().answer);
  }
}

// Makes sure that the shim runs, calls it, and keeps what it says.
net::awaitable<void> ShimCaller::ask(CallLine line, milliseconds patience, SeenCall& made) {
  co_await be_ready();
  if (!shim_.running()) {
    made.told = {.kind = UserTold::Kind::broke,
                 .trouble = restart_trouble_.value_or("it does not run")};
    co_return;
  }
  const auto start = steady_clock::now();
  made.life = restarts_;
  made.told = co_await shim_.call(std::move(line), patience);
  made.took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
  made.others_went_on = made.told.how == UserTold::Break::silent && latest_answered_ > start;
  if (made.told.kind != UserTold::Kind::broke) latest_answered_ = std::max(latest_answered_, start);
  if (under_way_ > 1) last_company_ = steady_clock::now();
}

// A shim that died is started again; one that is stuck when all others have their answers.
net::awaitable<void> ShimCaller::be_ready() {
  net::steady_timer timer{io_};
  while (!restart_trouble_ && (starting_ || !shim_.running() || shim_.stuck())) {
    if (!starting_ && (!shim_.running() || shim_.under_way() == 0)) {
      starting_ = true;
      for (int i = 0; i < 3; ++i) {
        restart_trouble_ = co_await shim_.start();
        if (!restart_trouble_) break;
      }
      ++restarts_;
      starting_ = false;
      continue;
    }
    timer.expires_after(5ms);
    co_await timer.async_wait(as_pair);
  }
}

// Many copies of one call, all to one place; each has an InstanceId of its own.
net::awaitable<void> ShimCaller::play_copies(const PlannedClientCase& one, SeenCase& seen) {
  const Case& test = *one.test;
  const std::size_t count = std::min(test.copies, options_.most_copies);
  const std::size_t at_once = shim_.hello().concurrent ? test.at_once : 1;
  const milliseconds timeout =
      knows_timeout() ? std::max<milliseconds>(options_.timeout, 10s) : unknown_timeout;
  AnswerPlace place{io_.get_executor(),
                    {.answers = test.calls.front().answers, .timeout = timeout, .unsaid = unsaid_}};
  const std::string url = place.url();
  draw_key(seen);
  const auto until = steady_clock::now() + most_for_copies;
  std::size_t next = 0;
  seen.calls.resize(count);
  std::size_t left = at_once;
  bool broke = false;
  net::steady_timer done{io_, steady_clock::time_point::max()};
  const auto one_after_the_other = [&]() -> net::awaitable<void> {
    while (next < count && !broke && steady_clock::now() < until && !stops_()) {
      const std::size_t mine = next++;
      SeenCall& made = seen.calls[mine];
      made = prepared(test.calls.front(), {});
      const std::string name = "i-copy" + std::to_string(mine);
      for (client::Parameter& parameter : made.parameters) {
        if (parameter.name == "InstanceId") parameter.value = name;
      }
      made.request_id = echoed_request_id(name);
      made.timeout = timeout;
      co_await ask(line_for(one, made, seen, url), timeout + client_grace, made);
      broke = broke || made.told.kind == UserTold::Kind::broke;
      made.told.leaves.shrink_to_fit();
    }
  };
  for (std::size_t i = 0; i < at_once; ++i) {
    net::co_spawn(io_, one_after_the_other(), [&](const std::exception_ptr&) {
      if (--left == 0) done.cancel();
    });
  }
  co_await done.async_wait(as_pair);
  seen.calls.resize(next);
  seen.cut_short = next < count && !broke;
  give_back(place.close(), seen);
}

}  // namespace hallmark::runner
