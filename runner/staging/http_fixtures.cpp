// SPDX-License-Identifier: Apache-2.0
#include "runner/staging/http_fixtures.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "runner/staging/protocol_fixtures.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

// Of a call: a world too many harms nobody.
constexpr unsigned most_tries = 5;

// Whether a way lost the answer, or answered in the provider's place; but for one that takes its
// whole time.
bool was_lost(const Result<HttpReply>& reply) {
  if (reply) return reply->status >= 502 && reply->status <= 504;
  const Fault fault = reply.error().fault;
  return fault == Fault::closed || fault == Fault::truncated || fault == Fault::malformed;
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
    HttpRequest request{.method = std::move(method),
                        .target = base_.path.empty() && path.empty() ? "/" : base_.path + path,
                        .headers = {},
                        .body = std::move(body),
                        .idempotent = true};
    request.headers.reserve(2);
    request.headers.emplace_back("Host", host_);
    if (!request.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
    Result<HttpReply> reply = co_await client_.exchange_kept(request);
    for (unsigned i = 1; i < most_tries && was_lost(reply); ++i) {
      reply = co_await client_.exchange_on_new_connection(request);
    }
    if (!reply) co_return reply.error();
    co_return FixtureAnswer{reply->status, std::move(reply->body)};
  }

 private:
  Url base_;
  std::string host_;  // the Host header
  HttpClient client_;
};

}  // namespace

std::unique_ptr<ProtocolFixtures> http_fixtures(asio::any_io_executor executor, Url base,
                                                std::string base_text, ClientOptions options) {
  options.timeout = std::min<std::chrono::milliseconds>(options.timeout, 5s);
  options.requests_per_second = 0;
  return std::make_unique<HttpFixtures>(std::move(executor), std::move(base), base_text, options);
}

}  // namespace hallmark::runner
