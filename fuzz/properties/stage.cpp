// SPDX-License-Identifier: Apache-2.0
#include "fuzz/properties/stage.hpp"

#include <boost/asio/io_context.hpp>
#include <stdexcept>
#include <utility>
#include <variant>

#include "runner/reference/server/server.hpp"
#include "runner/staging/fixture_messages.hpp"
#include "runner/wire/http/http_client.hpp"
#include "runner/wire/http/testing_raw_server.hpp"

namespace hallmark::fuzz {
namespace {

using std::chrono::system_clock;

constexpr std::string_view fixtures = "/_fixtures";

// 2020-10-12, when the pages were as they are.
constexpr std::chrono::sys_days first_day = std::chrono::year{2020} / 10 / 12;

class DirectWay final : public Way {
 public:
  explicit DirectWay(runner::reference::Endpoint& endpoint) : endpoint_{endpoint} {}

  runner::HttpReply send(const runner::HttpRequest& request) override {
    runner::reference::HttpResponse response = endpoint_.handle({.method = request.method,
                                                                 .target = request.target,
                                                                 .headers = request.headers,
                                                                 .body = request.body});
    return {.status = response.status,
            .headers = std::move(response.headers),
            .body = std::move(response.body)};
  }

 private:
  runner::reference::Endpoint& endpoint_;
};

class SocketWay final : public Way {
 public:
  explicit SocketWay(const std::string& url)
      : client_{io_.get_executor(), runner::parse_url(url).value(), {}} {}

  runner::HttpReply send(const runner::HttpRequest& request) override {
    return runner::testing::run(io_, client_.exchange(request)).value();
  }

 private:
  boost::asio::io_context io_{1};
  runner::HttpClient client_;
};

}  // namespace

struct Stage::Served {
  runner::reference::Server server;
};

Stage::Stage(std::vector<std::string> defects, Reach reach)
    : clock_ms_{std::chrono::duration_cast<std::chrono::milliseconds>(first_day.time_since_epoch())
                    .count()},
      endpoint_{{.defects = std::move(defects), .clock = [this] { return now(); }}},
      served_{reach == Reach::socket
                  ? std::unique_ptr<Served>{new Served{{endpoint_, {.threads = 2}}}}
                  : nullptr},
      host_{served_ ? "127.0.0.1:" + std::to_string(served_->server.port()) : "ecs.example.com"},
      builder_{host_, "/", runner::NonceGenerator{1}, [this] { return now(); }},
      way_{another_way()} {}

Stage::~Stage() = default;

std::unique_ptr<Way> Stage::another_way() {
  if (served_) return std::make_unique<SocketWay>(served_->server.url());
  return std::make_unique<DirectWay>(endpoint_);
}

system_clock::time_point Stage::now() const {
  return system_clock::time_point{std::chrono::milliseconds{clock_ms_.load()}};
}

runner::World Stage::build(const cases::Fixture& fixture) {
  const runner::HttpReply reply = way_->send({.method = "POST",
                                              .target = std::string{fixtures},
                                              .headers = {{"Content-Type", "application/json"}},
                                              .body = runner::write_fixture(fixture)});
  auto staged = runner::read_staged(reply.status, reply.body);
  if (const auto* broken = std::get_if<runner::Broken>(&staged)) {
    throw std::runtime_error{"no fixture: " + broken->what};
  }
  if (const auto* unsupported = std::get_if<runner::Unsupported>(&staged)) {
    throw std::runtime_error{"no such fixture: " + unsupported->why};
  }
  return std::get<runner::World>(std::move(staged));
}

void Stage::strike(const runner::World& world) {
  (void)way_->send({.method = "DELETE", .target = std::string{fixtures} + path_of(world)});
}

runner::Truth Stage::look(const runner::World& world) {
  const runner::HttpReply reply =
      way_->send({.method = "GET", .target = std::string{fixtures} + path_of(world)});
  return runner::read_truth(reply.status, reply.body).value_or(runner::Truth{});
}

runner::Reply Stage::send(const runner::HttpRequest& request) {
  runner::HttpRequest sent = request;
  if (meddle_) meddle_(sent);
  const runner::HttpReply reply = way_->send(sent);
  return runner::decode_reply(reply.status, reply.header("Content-Type"), reply.body);
}

}  // namespace hallmark::fuzz
