// SPDX-License-Identifier: Apache-2.0
//
// For laws: a reference endpoint of their own, honest or with defects, reached by a function call
// or over a socket. Its time stands still until a law lets it pass.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/fixture.hpp"
#include "cases/request.hpp"
#include "runner/reference/endpoint.hpp"
#include "runner/staging/fixture_provider.hpp"
#include "runner/target/request_builder.hpp"
#include "runner/target/world.hpp"
#include "runner/wire/http/http.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::fuzz {

// How requests reach the endpoint. A way belongs to one thread at a time; a law whose threads call
// at the same moment gives each thread its own.
class Way {
 public:
  Way() = default;
  Way(const Way&) = delete;
  Way& operator=(const Way&) = delete;
  virtual ~Way() = default;

  // Throws std::runtime_error where no whole answer came.
  [[nodiscard]] virtual runner::HttpReply send(const runner::HttpRequest& request) = 0;
};

class Stage {
 public:
  enum class Reach : std::uint8_t { call, socket };
  using Meddle = std::function<void(runner::HttpRequest&)>;

  explicit Stage(std::vector<std::string> defects = {}, Reach reach = Reach::call);
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  // The world that `fixture` describes; throws std::runtime_error where it cannot be had.
  [[nodiscard]] runner::World build(const cases::Fixture& fixture);
  void strike(const runner::World& world);
  // The instance as it really is; an empty status once it is deleted.
  [[nodiscard]] runner::Truth look(const runner::World& world);

  // The answer, decoded.
  [[nodiscard]] runner::Reply send(const runner::HttpRequest& request);

  // A further way to the same endpoint.
  [[nodiscard]] std::unique_ptr<Way> another_way();

  // What happens to every request before the endpoint gets it; for planting what no defect does.
  void meddle(Meddle meddle) { meddle_ = std::move(meddle); }

  [[nodiscard]] std::chrono::system_clock::time_point now() const;
  void pass(std::chrono::milliseconds time) { clock_ms_ += time.count(); }

  // Signs by the stage's clock; no two of its requests have the same nonce.
  [[nodiscard]] runner::RequestBuilder& builder() { return builder_; }
  [[nodiscard]] const std::string& host() const { return host_; }

 private:
  struct Served;  // the server, where there is a socket

  std::atomic<std::int64_t> clock_ms_;
  runner::reference::Endpoint endpoint_;
  std::unique_ptr<Served> served_;
  std::string host_;
  runner::RequestBuilder builder_;
  std::unique_ptr<Way> way_;
  Meddle meddle_;
};

// A world that is struck when the case ends.
class Staged {
 public:
  Staged(Stage& stage, const cases::Fixture& fixture)
      : stage_{stage}, world_{stage.build(fixture)} {}
  ~Staged() {
    try {
      stage_.strike(world_);
    } catch (const std::exception&) {
      // The endpoint is gone or broken, which the law finds out by itself.
    }
  }
  Staged(const Staged&) = delete;
  Staged& operator=(const Staged&) = delete;

  [[nodiscard]] const runner::World& world() const { return world_; }
  [[nodiscard]] runner::Truth look() const { return stage_.look(world_); }

 private:
  Stage& stage_;
  runner::World world_;
};

}  // namespace hallmark::fuzz
