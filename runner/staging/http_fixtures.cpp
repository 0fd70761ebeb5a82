// SPDX-License-Identifier: Apache-2.0
#include "runner/staging/http_fixtures.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <string>
#include <utility>

#include "runner/staging/protocol_fixtures.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

// Of a call: a world too many harms nobody.
constexpr unsigned most_tries = 5;
constexpr std::chrono::milliseconds first_wait = 50ms;  // then twice as long

// Calls of one kind that hang one after the other: each takes its whole time.
constexpr unsigned hung_enough = 10;

// Whether a way lost the answer, or answered in the provider's place; but for one that takes its
// whole time.
bool was_lost(const Result<HttpReply>& reply) {
  if (reply) return reply->status >= 502 && reply->status <= 504;
  const Fault fault = reply.error().fault;
  return fault == Fault::closed || fault == Fault::truncated || fault == Fault::malformed;
}

// Whether a limiter between asks for less; nothing was made.
bool is_too_soon(const Result<HttpReply>& reply) { return reply && reply->status == 429; }

// Whether a world may have been made whose name did not come.
bool may_be_made(const Result<HttpReply>& reply) {
  return was_lost(reply) || (!reply && (reply.error().fault == Fault::timeout ||
                                        reply.error().fault == Fault::too_large));
}

class HttpFixtures final : public ProtocolFixtures {
 public:
  HttpFixtures(asio::any_io_executor executor, Url base, const std::string& base_text,
               ClientOptions options)
      : ProtocolFixtures{"at " + base_text},
        base_{std::move(base)},
        host_{base_.host_header()},
        client_{std::move(executor), base_, options} {
    while (base_.path.ends_with('/')) base_.path.pop_back();
  }

  asio::awaitable<Result<FixtureAnswer>> call(std::string method, std::string path,
                                              std::string body) override {
    OfWorlds* const kind = path.empty() ? nullptr : method == "DELETE" ? &deletions_ : &looks_;
    if (kind != nullptr && kind->hung >= hung_enough && kind->under_way > 0) {
      co_return Error{Fault::timeout, "no " + method + " of a world was answered in time, for " +
                                          std::to_string(kind->hung) + " times"};
    }
    HttpRequest request{.method = std::move(method),
                        .target = base_.path.empty() && path.empty() ? "/" : base_.path + path,
                        .headers = {},
                        .body = std::move(body),
                        .idempotent = true};
    request.headers.reserve(2);
    request.headers.emplace_back("Host", host_);
    if (!request.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
    const auto count = [&](const Result<HttpReply>& told) {
      if (request.method == "POST" && may_be_made(told)) leave_one_unnamed();
    };
    if (kind != nullptr) ++kind->under_way;
    Result<HttpReply> reply = co_await client_.exchange_kept(request);
    if (kind != nullptr) {
      --kind->under_way;
      kind->hung = !reply && reply.error().fault == Fault::timeout ? kind->hung + 1 : 0;
    }
    count(reply);
    for (unsigned i = 1; i < most_tries && (was_lost(reply) || is_too_soon(reply)); ++i) {
      // Who stands before it says that it is away: perhaps it is started anew; or that it is asked
      // too often.
      if (reply) co_await wait(first_wait * (1U << i));
      reply = co_await client_.exchange_on_new_connection(request);
      count(reply);
    }
    if (!reply) co_return reply.error();
    co_return FixtureAnswer{reply->status, std::move(reply->body)};
  }

  void let_go() override { client_.let_go(); }

 private:
  // Calls about worlds that stand. Once many have hung one at a time is made, until one is
  // answered.
  struct OfWorlds {
    unsigned hung = 0;       // since the last answer
    unsigned under_way = 0;  // calls
  };

  static asio::awaitable<void> wait(std::chrono::milliseconds duration) {
    asio::steady_timer timer{co_await asio::this_coro::executor, duration};
    co_await timer.async_wait(asio::use_awaitable);
  }

  Url base_;
  std::string host_;  // the Host header
  HttpClient client_;
  OfWorlds looks_;
  OfWorlds deletions_;
};

}  // namespace

std::unique_ptr<ProtocolFixtures> http_fixtures(asio::any_io_executor executor, Url base,
                                                std::string base_text, ClientOptions options) {
  options.timeout = std::min<std::chrono::milliseconds>(options.timeout, 5s);
  options.requests_per_second = 0;
  return std::make_unique<HttpFixtures>(std::move(executor), std::move(base), base_text, options);
}

}  // namespace hallmark::runner
