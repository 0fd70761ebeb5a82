// SPDX-License-Identifier: Apache-2.0
//
// What the documents say an instance does, small and executable. The model keeps every situation
// that the instance may be in; each answer, and each look at the instance, narrows them, and an
// answer that no situation explains is a contradiction:
//
//   InstanceModel model{fixture};
//   if (const auto wrong = model.observe({.action = CalledAction::start}, reply)) report(*wrong);
//
// Where rows contradict each other, each of them is right; where the documents are silent, every
// answer that they could mean is. A plain value: copy it to look ahead.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/expectation.hpp"
#include "cases/fixture.hpp"
#include "fuzz/model/answer_book.hpp"
#include "fuzz/model/asked.hpp"
#include "fuzz/model/situations.hpp"
#include "runner/wire/replies/reply.hpp"
#include "specs/schema/action.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::fuzz {

struct Contradiction {
  enum class What : std::uint8_t {
    answer,      // no situation explains it
    text,        // one does, but for the message
    transition,  // the instance is seen where it cannot be
    locks,       // it is under a lock that it does not tell
    local_disk,  // its local disk is not what the calls made of it
    last_stop,   // it was stopped in another way than it was told to
  };
  What what = What::answer;
  std::string wanted;
  std::string got;
  specs::Citation citation;
  std::vector<std::string> answers = {};  // that were wanted, where it is the answer that is wrong
};

// What a Describe action tells of the instance that it was asked for.
struct Sight {
  bool told = false;  // the answer speaks of the instance
  std::string_view status = {};
  const runner::Node* item = nullptr;  // that does
};
[[nodiscard]] Sight sight_of(CalledAction action, const runner::Reply& reply,
                             std::string_view instance_id);

// How long an instance is on its way.
enum class Settling : std::uint8_t {
  as_staged,    // the world comes from the fixture protocol, which keeps to settle_ms
  at_any_time,  // nothing is known
};

class InstanceModel {
 public:
  explicit InstanceModel(const cases::Fixture& fixture, Settling settling = Settling::as_staged);

  // The documented answers to a call, in all situations that the instance may be in.
  [[nodiscard]] AnswerSet allowed(const Asked& asked) const;
  // Whether it may be accepted, and whether it may be refused.
  [[nodiscard]] bool may_accept(const Asked& asked) const;
  [[nodiscard]] bool may_refuse(const Asked& asked) const;

  // Narrows the situations to those that explain the answer, and moves them on. After a
  // contradiction the model is as before. `instance_id` is needed for Describe actions alone.
  [[nodiscard]] std::optional<Contradiction> observe(const Asked& asked, const runner::Reply& reply,
                                                     std::string_view instance_id = {});
  // There was no answer: the call may have been carried out or not.
  void observe_nothing(const Asked& asked);
  // As if it had been answered in the likeliest way: where it may be accepted, it may have been.
  void assume(const Asked& asked);

  // The instance was looked at past the API.
  [[nodiscard]] std::optional<Contradiction> observe_status(std::string_view status);
  [[nodiscard]] std::optional<Contradiction> observe_local_disk(cases::LocalDiskData data);
  [[nodiscard]] std::optional<Contradiction> observe_last_stop(cases::LastStop stop);

  // Time passed. Only as much as settle_ms asks for makes a difference.
  void elapse(std::chrono::milliseconds time);

  [[nodiscard]] Situations situations() const { return possible_; }
  [[nodiscard]] const cases::Fixture& fixture() const { return fixture_; }
  // The same for models of one fixture that expect the same of everything to come, time apart.
  [[nodiscard]] std::uint64_t key() const;

 private:
  [[nodiscard]] Reasons reasons(const Asked& asked, Situation situation) const;
  [[nodiscard]] AnswerSet verdict(const Asked& asked, Situation situation) const;
  [[nodiscard]] std::optional<Contradiction> observe_locks(CalledAction action,
                                                           const runner::Node& item) const;
  [[nodiscard]] bool has(cases::Condition condition) const {
    return conditions_.contains(condition);
  }
  // Whether what an accepted call does with its flags is that, perhaps.
  [[nodiscard]] bool may_have(const specs::FlagEffect& effect, const Asked& asked) const;
  void carry_out(const Asked& asked, Situations from, bool surely);
  [[nodiscard]] std::uint8_t local_disk_after(const Asked& asked, bool undoubted) const;
  [[nodiscard]] std::uint8_t last_stop_after(const Asked& asked) const;
  void relieve(const specs::Relief& relief, bool surely);
  void settle();

  cases::Fixture fixture_;
  cases::ConditionSet conditions_;
  Settling settling_;
  Situations possible_;
  // Perhaps reactivated, or its image: whether that is still expired no page says.
  cases::ConditionSet doubtful_;
  bool moving_ = false;          // a call may have put it on its way
  bool moved_surely_ = false;    // and the last that may have, surely has
  std::uint8_t local_disk_ = 1;  // bit 0: may be kept, bit 1: may be lost
  std::uint8_t last_stop_ = 7;   // a bit for each LastStop that it may be
  std::chrono::milliseconds since_moved_{0};
};

}  // namespace hallmark::fuzz
