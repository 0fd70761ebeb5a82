// SPDX-License-Identifier: Apache-2.0
//
// Judges the answers of one play: by the models of its instances, by the form that every answer
// has, and by what the call really did.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_set.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/model/instance_model.hpp"
#include "fuzz/play/blame.hpp"
#include "fuzz/play/play_target.hpp"
#include "fuzz/play/sent_calls.hpp"
#include "fuzz/play/staged_worlds.hpp"
#include "reports/evidence.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::fuzz {

using RequestIds = boost::unordered_flat_set<std::uint64_t>;  // hashes of those seen lately

class AnswerJudge {
 public:
  // What the arguments refer to must outlive it.
  AnswerJudge(const cases::Fixture& fixture, const PlayTarget& target, StagedWorlds& worlds,
              RequestIds& request_ids, Blame& blame);

  void elapse(std::chrono::milliseconds time);

  // Of the instance in the world at a place of StagedWorlds.
  [[nodiscard]] InstanceModel& model_at(std::size_t place) { return models_[place]; }
  [[nodiscard]] InstanceModel& model_of(const SentCall& sent) { return models_[place_of(sent)]; }
  // Whose status Describe actions tell the caller.
  [[nodiscard]] const std::string& instance_seen_by(const SentCall& sent) const;
  // Where the caller's own world is.
  [[nodiscard]] static std::size_t place_of(const SentCall& sent) { return sent.by_other ? 1 : 0; }

  // One answer to one call, whatever there is to say of it. `exchange`: as it came.
  void judge(const SentCall& sent, const reports::Exchange& exchange, const runner::Reply& reply);

  // Parts of that, for calls whose order is not known.
  bool check_form(const SentCall& sent, const reports::Exchange& exchange,
                  const runner::Reply& reply);
  void report(Contradiction wrong, const SentCall& sent, const runner::Reply& reply);
  void look_after_all(std::size_t place);

 private:
  [[nodiscard]] bool would_answer(Named named, const SentCall& sent,
                                  const runner::Reply& reply) const;
  [[nodiscard]] bool takes_for_an_instance(const SentCall& sent, const runner::Reply& reply) const;
  [[nodiscard]] bool may_be_refused_in_any_words(const SentCall& sent) const;
  void check_hostile_id(const SentCall& sent, const runner::Reply& reply);
  bool keeps_promises(cases::Level level, Checker checker, const SentCall& sent,
                      const reports::Exchange& exchange, const runner::Reply& reply);
  void check_echo(const SentCall& sent, const reports::Exchange& exchange,
                  const runner::Reply& reply);
  void look(std::size_t place, const SentCall& sent, const runner::Reply& reply);

  const PlayTarget& target_;
  StagedWorlds& worlds_;
  RequestIds& request_ids_;
  Blame& blame_;
  std::array<InstanceModel, 2> models_;
};

}  // namespace hallmark::fuzz
