// SPDX-License-Identifier: Apache-2.0
//
// Every answer that the model may expect, each once and by number, taken from the tables and cases
// of the suite when the first model asks; a set of them is a few words of memory.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cases/expectation.hpp"
#include "cases/tags.hpp"
#include "fuzz/model/asked.hpp"
#include "specs/schema/precondition.hpp"
#include "specs/schema/world.hpp"

namespace hallmark::fuzz {

// Room for what every row of the tables prints, for each action's acceptance, and for the answers
// that are the same for every action.
consteval std::size_t room_for_answers() {
  constexpr std::size_t of_every_action = 64;
  std::size_t most = of_every_action + action_count;
  for (const cases::TestedAction& action : cases::tested_actions) {
    for (const specs::ActionEdition& edition : *action.documents->editions) {
      for (const specs::Precondition& one : *edition.preconditions) most += one.answers->size();
    }
  }
  return most;
}
using AnswerSet = std::bitset<room_for_answers()>;

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
  specs::FlagSet known_flags;  // which of the parameters it has
  AnswerSet dry_run_passed;

  [[nodiscard]] bool has(specs::BooleanParameter parameter) const {
    return known_flags.contains(parameter);
  }
};

// A world, a call's flags, and how much of them is in doubt: what surely is so, and this and what
// may be.
struct Encounter {
  specs::InstanceStatus status;
  specs::ChargeType charge_type;
  specs::ConditionSet surely;
  specs::ConditionSet perhaps;
  specs::FlagSet surely_on;
  specs::FlagSet perhaps_on;

  [[nodiscard]] bool may_meet(const specs::When& when) const {
    return when.holds(status, charge_type, perhaps, surely, perhaps_on, surely_on);
  }
  [[nodiscard]] bool surely_meets(const specs::When& when) const {
    return when.holds(status, charge_type, surely, perhaps, surely_on, perhaps_on);
  }
};

// Why a call may be refused in one situation.
struct Reasons {
  AnswerSet rows;
  bool refused = false;             // it is not accepted: one reason at least is beyond doubt
  bool refused_as_dry_run = false;  // and a dry run surely checks for it
};
[[nodiscard]] Reasons reasons_in(const Encounter& encounter, std::span<const RefusalRule> rules);

class AnswerBook {
 public:
  [[nodiscard]] static const AnswerBook& get();

  [[nodiscard]] const std::vector<cases::Answer>& answers() const { return answers_; }

  // Empty for an action whose pages are not tested.
  [[nodiscard]] const ActionRules& rules(CalledAction action) const {
    return rules_[index(action)];
  }
  [[nodiscard]] AnswerSet accepted(CalledAction action) const { return accepted_[index(action)]; }

  // Families that are the same for every action.
  AnswerSet no_id, empty_id, other_id, hostile_id, foreign_id;
  AnswerSet not_a_boolean, empty_option, wrong_owner, unknown_parameter;
  AnswerSet undeclared;  // a parameter that no page has
  AnswerSet throttled, conflict, service_fails;
  AnswerSet any_4xx;  // whatever the body

 private:
  AnswerBook();
  static std::size_t index(CalledAction action) { return static_cast<std::size_t>(action); }
  AnswerSet add(const cases::Answer& answer);
  AnswerSet refusals_of(const cases::Tags& wanted);
  [[nodiscard]] ActionRules rules_of(const cases::TestedAction& tested);

  std::vector<cases::Answer> answers_;
  std::array<ActionRules, action_count> rules_;
  std::array<AnswerSet, action_count> accepted_;
};

// "403 IncorrectInstanceStatus or success (2xx)": at most four, each once.
[[nodiscard]] std::string describe(const AnswerSet& allowed);
// Each of them, "403 IncorrectInstanceStatus", whatever its message.
[[nodiscard]] std::vector<std::string> shapes_of(const AnswerSet& allowed);

}  // namespace hallmark::fuzz
