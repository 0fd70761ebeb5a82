// SPDX-License-Identifier: Apache-2.0
//
// Plays a history against an endpoint that is a function: stages its worlds through the fixture
// protocol, signs and sends each call, and checks every answer with the model and the named
// checkers. The reference endpoint in-process, a C++ project's own, or a connection behind the
// function: all the same.
//
//   Player player{target};
//   if (const auto& finding = player.play(history).finding) report(*finding);
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "fuzz/grammar/checkers.hpp"
#include "fuzz/grammar/history.hpp"
#include "fuzz/model/instance_model.hpp"
#include "runner/target/request_builder.hpp"
#include "runner/wire/http.hpp"
#include "runner/wire/reply.hpp"

namespace hallmark::fuzz {

struct PlayTarget {
  // Bytes in, an answer out. Status 0: there was no whole answer.
  std::function<runner::HttpReply(const runner::HttpRequest&)> handle;
  // The clock by which requests are signed; the system's where it is empty.
  std::function<std::chrono::system_clock::time_point()> now = {};
  // Moves the target's clock and `now` on. Where it is empty nobody waits: steps come at once, and
  // nothing is expected to settle.
  std::function<void(std::chrono::milliseconds)> advance = {};
  std::string host = "ecs.aliyuncs.com";
  std::string path = "/";
  std::string fixtures = "/_fixtures";
  std::string reactivate_spelling = "ReactivateInstances";
};

struct Finding {
  Checker checker = Checker::answer_explained;
  std::size_t step = 0;
  std::string action;
  std::string shape;  // of the answer: "403 IncorrectInstanceStatus"
  std::string wanted;
  std::string got;
  specs::Citation citation;

  // Findings that are alike share it: checker, action and answer.
  [[nodiscard]] std::string bucket() const;
  // "answer-explained: StartInstance, wanted 403 ..., got 200 (StartInstance 2020-10, error row 2)"
  [[nodiscard]] std::string text() const;
};

struct Played {
  std::optional<Finding> finding;  // the first; a history ends with it
  std::size_t calls = 0;
  std::string trouble;  // why the worlds could not be staged: nothing was judged
};

class Player {
 public:
  // `seed`: of nonces.
  explicit Player(PlayTarget target, std::uint64_t seed = 1);

  [[nodiscard]] Played play(const History& history);

  // How often each action met each answer, as in "StartInstance 403 IncorrectInstanceStatus".
  [[nodiscard]] const std::map<std::string, std::size_t>& met() const { return met_; }
  void count_answers(bool on) { counts_ = on; }

 private:
  class Play;

  PlayTarget target_;
  runner::RequestBuilder builder_;
  std::unordered_set<std::uint64_t> request_ids_;  // hashes of those seen lately
  std::map<std::string, std::size_t> met_;
  bool counts_ = false;
};

}  // namespace hallmark::fuzz
