// SPDX-License-Identifier: Apache-2.0
//
// An endpoint as histories are played against it: a function from requests to answers, and worlds.
// The reference endpoint in-process, a C++ project's own, a connection: all the same.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cases/fixture.hpp"
#include "fuzz/model/instance_model.hpp"
#include "runner/staging/fixture_provider.hpp"
#include "runner/wire/http/http.hpp"
#include "runner/wire/http/result.hpp"

namespace hallmark::fuzz {

// An answer, or why there was no whole one. An answer of status 0 is none, either: for functions
// that have no better way to say so.
using ReplyOrFault = runner::Result<runner::HttpReply>;
using Handle = std::function<ReplyOrFault(const runner::HttpRequest&)>;

// One of several requests that were under way at the same time.
struct Overlapped {
  ReplyOrFault outcome;
  std::uint64_t called = 0;  // moments of one clock, in any unit
  std::uint64_t returned = 0;
};

// Where worlds come from. What it cannot tell it leaves out.
class Worlds {
 public:
  Worlds() = default;
  Worlds(const Worlds&) = delete;
  Worlds& operator=(const Worlds&) = delete;
  virtual ~Worlds() = default;

  [[nodiscard]] virtual runner::Staged stage(const cases::Fixture& fixture,
                                             runner::Owner owner) = 0;
  [[nodiscard]] virtual std::optional<runner::Truth> look(const runner::World& world) = 0;
  // Takes the world down; false where it may still stand.
  virtual bool strike(const runner::World& world, bool changed) = 0;
  // Takes down what is kept for further worlds. Which of all may still stand, where somebody knows.
  virtual runner::LeftBehind close() { return {}; }
};

struct PlayTarget {
  Handle handle;
  // The same for requests that are to overlap, one outcome for each. Where it is empty steps come
  // one after the other, whatever the history says.
  std::function<std::vector<Overlapped>(std::span<const runner::HttpRequest>)> handle_together = {};
  // Where it is empty: the fixture protocol, through `handle`, under `fixtures`.
  std::shared_ptr<Worlds> worlds = {};
  // Nothing, or what of a world the fixtures do not offer; where it is empty nothing is known.
  std::function<std::optional<std::string>(const cases::Fixture&)> lacks = {};
  // Whether the second of two worlds belongs to another account.
  bool other_accounts = true;
  // The clock by which requests are signed; the system's where it is empty.
  std::function<std::chrono::system_clock::time_point()> now = {};
  // Moves the target's clock and `now` on; a real one is waited for. Where it is empty nobody
  // waits: steps come at once, and nothing is expected to settle.
  std::function<void(std::chrono::milliseconds)> advance = {};
  // How long instances are on their way.
  Settling settling = Settling::as_staged;
  std::string host = "ecs.aliyuncs.com";
  std::string path = "/";
  std::string fixtures = "/_fixtures";
  std::string reactivate_spelling = "ReactivateInstances";
  // What the endpoint does not claim to have, and is not asked for: the words of --without (v1 v3
  // xml json get post-query post-form dry-run, fixture:CONDITION, names of actions).
  std::vector<std::string> without = {};
};

// Worlds of the fixture protocol (docs/fixture-protocol.md), asked for by `handle`, one request
// after the other.
[[nodiscard]] std::shared_ptr<Worlds> protocol_worlds(Handle handle, std::string host,
                                                      std::string fixtures);

}  // namespace hallmark::fuzz
