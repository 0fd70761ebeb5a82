// SPDX-License-Identifier: Apache-2.0
#include "runner/staging/http_fixtures.hpp"

#include <algorithm>

#include "runner/staging/fixture_messages.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

class HttpFixtures final : public FixtureProvider {
 public:
  HttpFixtures(asio::any_io_executor executor, Url base, std::string base_text,
               ClientOptions options)
      : base_{std::move(base)},
        base_text_{std::move(base_text)},
        client_{std::move(executor), base_, options} {
    while (base_.path.ends_with('/')) base_.path.pop_back();
  }

  std::string name() const override { return "fixture protocol at " + base_text_; }

  asio::awaitable<std::optional<std::string>> open() override {
    const Result<HttpReply> reply = co_await call("GET", "");
    if (!reply) co_return "no fixture provider at " + base_text_ + ": " + reply.error().what;
    Result<Offer> offer = read_offer(reply->status, reply->body);
    if (!offer) co_return "no fixture provider at " + base_text_ + ": " + offer.error().what;
    offer_ = std::move(*offer);
    co_return std::nullopt;
  }

  std::optional<std::string> lacks(const cases::Fixture& fixture) const override {
    return offer_.lacks(fixture);
  }

  bool has_other_accounts() const override { return true; }
  bool tells() const override { return true; }

  // Two seconds for the machinery around a transition that takes settleMs by itself.
  std::chrono::milliseconds patience(const cases::Fixture& fixture) const override {
    return 2'000ms + std::chrono::milliseconds{2L * fixture.settle_ms.value_or(0)};
  }

  asio::awaitable<Staged> stage(const cases::Fixture& fixture) override {
    if (auto lack = lacks(fixture)) co_return Unsupported{*lack};
    const Result<HttpReply> reply = co_await call("POST", "", write_fixture(fixture));
    if (!reply) co_return Broken{"the fixture provider gave no answer: " + reply.error().what};
    co_return read_staged(reply->status, reply->body);
  }

  asio::awaitable<std::optional<Truth>> look(const World& world) override {
    const Result<HttpReply> reply = co_await call("GET", path_of(world));
    if (!reply) co_return std::nullopt;
    co_return read_truth(reply->status, reply->body);
  }

  asio::awaitable<void> strike(const World& world, bool) override {
    // What the provider answers changes nothing about the case; its world is its own affair now.
    (void)co_await call("DELETE", path_of(world));
  }

 private:
  asio::awaitable<Result<HttpReply>> call(std::string method, std::string path,
                                          std::string body = {}) {
    HttpRequest request{.method = std::move(method),
                        .target = base_.path.empty() && path.empty() ? "/" : base_.path + path,
                        .headers = {{"Host", base_.host_header()}},
                        .body = std::move(body),
                        .idempotent = true};
    if (!request.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
    co_return co_await client_.exchange(std::move(request));
  }

  Url base_;
  std::string base_text_;
  HttpClient client_;
  Offer offer_;
};

}  // namespace

std::unique_ptr<FixtureProvider> http_fixtures(asio::any_io_executor executor, Url base,
                                               std::string base_text, ClientOptions options) {
  options.timeout = std::min<std::chrono::milliseconds>(options.timeout, 5s);
  options.requests_per_second = 0;
  return std::make_unique<HttpFixtures>(std::move(executor), std::move(base), std::move(base_text),
                                        options);
}

}  // namespace hallmark::runner
