// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "fuzz/play/play_target.hpp"
#include "runner/staging/fixture_messages.hpp"

namespace hallmark::fuzz {
namespace {

class ProtocolWorlds final : public Worlds {
 public:
  ProtocolWorlds(Handle handle, std::string host, std::string fixtures)
      : handle_{std::move(handle)},
        headers_{{"Host", std::move(host)}, {"Content-Type", "application/json"}},
        fixtures_{std::move(fixtures)} {}

  runner::Staged stage(const cases::Fixture& fixture, runner::Owner) override {
    const runner::HttpReply reply = ask("POST", "", runner::write_fixture(fixture));
    return runner::read_staged(reply.status, reply.body);
  }
  std::optional<runner::Truth> look(const runner::World& world) override {
    const runner::HttpReply reply = ask("GET", runner::path_of(world), {});
    return runner::read_truth(reply.status, reply.body);
  }
  bool strike(const runner::World& world, bool) override {
    return ask("DELETE", runner::path_of(world), {}).status / 100 == 2;
  }

 private:
  runner::HttpReply ask(std::string method, const std::string& path, std::string body) {
    ReplyOrFault outcome = handle_({.method = std::move(method),
                                    .target = fixtures_ + path,
                                    .headers = headers_,
                                    .body = std::move(body)});
    return outcome ? *std::move(outcome) : runner::HttpReply{};
  }

  Handle handle_;
  runner::Headers headers_;
  std::string fixtures_;
};

}  // namespace

std::shared_ptr<Worlds> protocol_worlds(Handle handle, std::string host, std::string fixtures) {
  return std::make_shared<ProtocolWorlds>(std::move(handle), std::move(host), std::move(fixtures));
}

}  // namespace hallmark::fuzz
