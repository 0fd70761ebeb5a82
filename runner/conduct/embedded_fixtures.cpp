// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/embedded_fixtures.hpp"

#include "runner/staging/protocol_fixtures.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;

class EmbeddedFixtures final : public ProtocolFixtures {
 public:
  // Open from the start: whoever asks without a socket need not wait for an answer.
  explicit EmbeddedFixtures(reference::Endpoint& endpoint)
      : ProtocolFixtures{"of the embedded endpoint"},
        endpoint_{endpoint},
        problem_{take_offer(ask("GET", {}, {}))} {}

  std::string name() const override { return "fixture protocol, embedded"; }
  asio::awaitable<std::optional<std::string>> open() override { co_return problem_; }
  bool vouches() const override { return true; }

 private:
  asio::awaitable<Result<FixtureAnswer>> call(std::string method, std::string path,
                                              std::string body) override {
    co_return ask(std::move(method), path, std::move(body));
  }

  FixtureAnswer ask(std::string method, const std::string& path, std::string body) {
    reference::HttpRequest request;
    request.method = std::move(method);
    request.target = "/_fixtures" + path;
    request.body = std::move(body);
    reference::HttpResponse answer = endpoint_.handle(request);
    return {answer.status, std::move(answer.body)};
  }

  reference::Endpoint& endpoint_;
  std::optional<std::string> problem_;
};

}  // namespace

std::unique_ptr<FixtureProvider> embedded_fixtures(reference::Endpoint& endpoint) {
  return std::make_unique<EmbeddedFixtures>(endpoint);
}

}  // namespace hallmark::runner
