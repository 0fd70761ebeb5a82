// SPDX-License-Identifier: Apache-2.0
#include "runner/app/embedded_fixtures.hpp"

#include "runner/staging/fixture_messages.hpp"
#include "runner/wire/percent_encoding.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

class EmbeddedFixtures final : public FixtureProvider {
 public:
  explicit EmbeddedFixtures(reference::Endpoint& endpoint) : endpoint_{endpoint} {
    const reference::HttpResponse answer = call("GET", {});
    if (auto offer = read_offer(answer.status, answer.body)) {
      offer_ = std::move(*offer);
    } else {
      problem_ = offer.error().what;
    }
  }

  std::string name() const override { return "fixture protocol, embedded"; }
  asio::awaitable<std::optional<std::string>> open() override { co_return problem_; }
  std::optional<std::string> lacks(const cases::Fixture& fixture) const override {
    return offer_.lacks(fixture);
  }
  bool has_other_accounts() const override { return true; }
  bool tells() const override { return true; }
  std::chrono::milliseconds patience(const cases::Fixture& fixture) const override {
    return 2'000ms + std::chrono::milliseconds{2L * fixture.settle_ms.value_or(0)};
  }

  asio::awaitable<Staged> stage(const cases::Fixture& fixture) override {
    if (auto lack = lacks(fixture)) co_return Unsupported{*lack};
    const reference::HttpResponse answer = call("POST", {}, write_fixture(fixture));
    co_return read_staged(answer.status, answer.body);
  }
  asio::awaitable<std::optional<Truth>> look(const World& world) override {
    const reference::HttpResponse answer = call("GET", world.fixture_id);
    co_return read_truth(answer.status, answer.body);
  }
  asio::awaitable<void> strike(const World& world, bool) override {
    (void)call("DELETE", world.fixture_id);
    co_return;
  }

 private:
  reference::HttpResponse call(std::string method, const std::string& id, std::string body = {}) {
    reference::HttpRequest request;
    request.method = std::move(method);
    request.target = id.empty() ? "/_fixtures" : "/_fixtures/" + percent_encode(id);
    request.body = std::move(body);
    return endpoint_.handle(request);
  }

  reference::Endpoint& endpoint_;
  Offer offer_;
  std::optional<std::string> problem_;
};

}  // namespace

std::unique_ptr<FixtureProvider> embedded_fixtures(reference::Endpoint& endpoint) {
  return std::make_unique<EmbeddedFixtures>(endpoint);
}

}  // namespace hallmark::runner
