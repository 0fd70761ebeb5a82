// SPDX-License-Identifier: Apache-2.0
//
// Every answer that the model may expect, each once and by number, taken from the tables and cases
// of the suite when the first model asks; a set of them is a few words of memory.
#pragma once

#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cases/expectation.hpp"
#include "cases/fixture.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "fuzz/model/asked.hpp"

namespace hallmark::fuzz {

using AnswerSet = std::bitset<192>;

class AnswerBook {
 public:
  [[nodiscard]] static const AnswerBook& get();

  [[nodiscard]] const std::vector<cases::Answer>& answers() const { return answers_; }

  // The rows of the action's table for a reason, all of them.
  [[nodiscard]] AnswerSet rows(Action action, cases::Reason reason) const {
    return by_reason_[index(action)][static_cast<std::size_t>(reason)];
  }
  // The rows whose world differs from the one where the action is accepted by this condition alone.
  [[nodiscard]] AnswerSet rows(Action action, cases::Condition condition) const {
    return by_condition_[index(action)][static_cast<std::size_t>(condition)];
  }
  [[nodiscard]] AnswerSet accepted(Action action) const { return accepted_[index(action)]; }
  [[nodiscard]] AnswerSet dry_run_passed(Action action) const { return dry_run_[index(action)]; }

  // Families that are the same for every action.
  AnswerSet no_id, empty_id, other_id, hostile_id, foreign_id;
  AnswerSet not_a_boolean, empty_option, wrong_owner, unknown_parameter;
  AnswerSet throttled, service_fails;
  AnswerSet any_4xx;          // whatever the body
  AnswerSet not_valid_codes;  // ReactivateInstances.InstanceStatusNotValid and its later spelling

 private:
  AnswerBook();
  static std::size_t index(Action action) { return static_cast<std::size_t>(action); }
  AnswerSet add(const cases::Answer& answer);
  AnswerSet refusals_of(std::string_view case_id);
  void add_rows(Action action, const cases::TestedAction& tested);

  std::vector<cases::Answer> answers_;
  AnswerSet by_reason_[action_count][15];
  AnswerSet by_condition_[action_count][cases::condition_names.size()];
  AnswerSet accepted_[action_count];
  AnswerSet dry_run_[action_count];
};

// "403 IncorrectInstanceStatus or success (2xx)": at most four, each once.
[[nodiscard]] std::string describe(const AnswerSet& allowed);

}  // namespace hallmark::fuzz
