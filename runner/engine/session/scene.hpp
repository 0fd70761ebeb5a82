// SPDX-License-Identifier: Apache-2.0
//
// What sending a case's calls and looking at their effect share: the case, who takes part, and what
// has been seen so far.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cases/case.hpp"
#include "reports/evidence.hpp"
#include "runner/engine/faults/breaker.hpp"
#include "runner/staging/fixture_provider.hpp"
#include "runner/target/built_request.hpp"
#include "runner/target/cast.hpp"
#include "runner/target/target.hpp"
#include "runner/wire/http/result.hpp"
#include "runner/wire/replies/reply.hpp"
#include "specs/schema/lifecycle.hpp"

namespace hallmark::runner {

// Over which connections a case's calls go.
enum class Connections : std::uint8_t {
  kept,   // those that are there already
  fresh,  // each its own, but those that belong on one
  apart,  // each its own: somebody keeps none
};

// An answer as evidence, and read.
struct Answered {
  reports::Exchange exchange;
  Reply reply = {};  // of nothing, where none came
};

struct Scene {
  const cases::Case& test;
  std::optional<cases::Variant> variant;
  Target& target;
  FixtureProvider& fixtures;
  Breaker* breaker = nullptr;  // told of every exchange
  Connections connections = Connections::kept;
  Cast cast = {};
  reports::Evidence evidence = {};
  std::vector<Reply> replies = {};          // evidence.calls, decoded
  std::shared_ptr<AnswerShare> share = {};  // of the room for answers, in which these are
  std::size_t kept_of_long = 0;             // bytes of the answers of which a part is kept
  unsigned exchanges = 0;
  unsigned lost = 0;                              // of these: no whole answer came
  std::chrono::steady_clock::duration slowest{};  // of those that came
  bool any_accepted = false;
  bool any_unanswered = false;  // so that nobody knows what was carried out
  bool dropped = false;         // a connection that had been kept closed under a request
  const specs::Transition* moved_by = nullptr;  // what the action does that was accepted last

  // An exchange as evidence: nothing of the request's secrets is left in it. `text` is the request
  // as it may be shown; `on_kept`: it went out on a connection that had carried others. A long
  // answer is read whole, and its beginning kept.
  [[nodiscard]] Answered take_in(const BuiltRequest& request, std::string text,
                                 Result<HttpReply> reply,
                                 std::chrono::steady_clock::time_point sent, bool kept_alive,
                                 bool on_kept = false);

  // Built for this case: what is answered counts with its other answers.
  [[nodiscard]] BuiltRequest in_its_name(BuiltRequest request);

  // Whether nobody is there to be asked any more.
  [[nodiscard]] bool target_is_gone() const { return breaker != nullptr && breaker->gone(); }

  // Since the run began.
  [[nodiscard]] std::int64_t us_at(std::chrono::steady_clock::time_point when) const;

  // Whether what was accepted has come to rest; where no page says so, any status is the last.
  [[nodiscard]] bool is_last(std::string_view status) const;

  // Tells the breaker that no answer came.
  void note(Fault fault, const std::string& what) const;

 private:
  [[nodiscard]] reports::Exchange record(const BuiltRequest& request, std::string text,
                                         Result<HttpReply> reply,
                                         std::chrono::steady_clock::time_point sent,
                                         bool kept_alive, bool on_kept);
  void let_go_of_the_rest(Answered& answered, std::size_t taken);
};

// A call over a connection of its own; what comes counts with the scene's other answers.
[[nodiscard]] boost::asio::awaitable<Answered> ask_anew(Scene& scene, const cases::Call& call,
                                                        const Cast& cast, cases::Variant way);

}  // namespace hallmark::runner
