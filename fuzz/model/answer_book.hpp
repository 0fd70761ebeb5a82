// SPDX-License-Identifier: Apache-2.0
//
// Every answer that the model may expect, each once and by number, taken from the tables and cases
// of the suite when the first model asks; a set of them is a few words of memory.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cases/expectation.hpp"
#include "cases/tags.hpp"
#include "fuzz/model/asked.hpp"
#include "specs/schema/precondition.hpp"
#include "specs/schema/world.hpp"

namespace hallmark::fuzz {

using AnswerSet = std::bitset<192>;

// A reason to refuse, as all editions of the action's pages have it.
struct RefusalRule {
  specs::When when;
  AnswerSet answers;
  bool surely;
  bool dry_run_checks;  // surely, too
};

// What the pages of a tested action say, as the model needs it.
struct ActionRules {
  std::vector<RefusalRule> refusals;  // of calls on the instance
  AnswerSet unknown_instance;
  bool dry_run_checks_instance = false;  // that it is there
  specs::ConditionSet spoken_of;         // conditions that a rule is about, or that forbid nothing
  std::vector<specs::FlagEffect> flag_effects;
  std::array<bool, specs::boolean_parameter_names.size()> knows = {};  // which parameters it has
  AnswerSet dry_run_passed;

  [[nodiscard]] bool has(specs::BooleanParameter parameter) const {
    return knows[static_cast<std::size_t>(parameter)];
  }
};

class AnswerBook {
 public:
  [[nodiscard]] static const AnswerBook& get();

  [[nodiscard]] const std::vector<cases::Answer>& answers() const { return answers_; }

  // Empty for an action whose pages are not tested.
  [[nodiscard]] const ActionRules& rules(Action action) const { return rules_[index(action)]; }
  [[nodiscard]] AnswerSet accepted(Action action) const { return accepted_[index(action)]; }

  // Families that are the same for every action.
  AnswerSet no_id, empty_id, other_id, hostile_id, foreign_id;
  AnswerSet not_a_boolean, empty_option, wrong_owner, unknown_parameter;
  AnswerSet throttled, service_fails;
  AnswerSet any_4xx;  // whatever the body

 private:
  AnswerBook();
  static std::size_t index(Action action) { return static_cast<std::size_t>(action); }
  AnswerSet add(const cases::Answer& answer);
  AnswerSet refusals_of(const cases::Tags& wanted);
  [[nodiscard]] ActionRules rules_of(const cases::TestedAction& tested);

  std::vector<cases::Answer> answers_;
  std::array<ActionRules, action_count> rules_;
  std::array<AnswerSet, action_count> accepted_;
};

// "403 IncorrectInstanceStatus or success (2xx)": at most four, each once.
[[nodiscard]] std::string describe(const AnswerSet& allowed);

}  // namespace hallmark::fuzz
