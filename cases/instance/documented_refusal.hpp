// SPDX-License-Identifier: Apache-2.0
//
// What the editions of an action's pages say together: for each reason to refuse the answers that
// any of them prints, each with all the places that back it. Rows that print the same status, code
// and message are one answer, whichever editions they stand in.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "cases/base/answers.hpp"
#include "cases/base/asked_refusal.hpp"
#include "cases/base/tested_action.hpp"
#include "cases/case.hpp"
#include "specs/schema/documented_answer.hpp"
#include "specs/schema/precondition.hpp"

namespace hallmark::cases {

// Whether the text of the answer is looked at. It is in the family of the rows, and nowhere else,
// so that a wrong text is reported once.
enum class Text : std::uint8_t { judged, ignored };

// One answer of the pages; the first place is the row that prints it.
struct UnitedAnswer {
  Citations places;

  [[nodiscard]] Answer answer(Text text) const;
};

[[nodiscard]] UnitedAnswer united(const specs::DocumentedAnswer& one);

// One reason to refuse, of all the editions.
struct UnitedPrecondition {
  RefusalReason reason;
  specs::When when;
  std::vector<UnitedAnswer> answers;
  specs::Certainty certainty;  // in doubt as soon as one edition is
  specs::DryRunCheck dry_run;  // as the edition with a dry run has it
  std::string_view because;
};

// In the order of the newest page, then what only older ones have.
[[nodiscard]] std::span<const UnitedPrecondition> preconditions_of(const TestedAction& action);

// Those that a call with these flags meets in a world.
[[nodiscard]] std::vector<const UnitedPrecondition*> met_in(
    std::span<const UnitedPrecondition> preconditions, const Fixture& world,
    specs::Addressee addressee, specs::FlagSet flags);
[[nodiscard]] std::vector<const UnitedPrecondition*> met_in(const TestedAction& action,
                                                            const Fixture& world,
                                                            specs::Addressee addressee,
                                                            specs::FlagSet flags);

// What an accepted call surely does with that flag under those conditions, as the newest edition
// has it; null where the pages do not say.
[[nodiscard]] const specs::FlagEffect* sure_effect(const TestedAction& action,
                                                   specs::BooleanParameter parameter, bool value,
                                                   ConditionSet conditions);

// What the pages of all editions say of the flag under those conditions: its parameter, and the
// sentences on what it does.
[[nodiscard]] Citations sentences_on(const TestedAction& action, specs::BooleanParameter parameter,
                                     bool value, ConditionSet conditions);

// Name=true for each of them.
[[nodiscard]] std::vector<Argument> arguments_for(specs::FlagSet flags);

// A reason to refuse, and the world and the flags with which it is asked for.
struct DocumentedRefusal {
  std::string_view name;  // the last part of its cases' ids
  RefusalReason reason;
  Fixture world;
  specs::FlagSet flags;
  std::string_view lenience;          // why there is more than one answer
  std::vector<UnitedAnswer> allowed;  // where the reason is in doubt: of whatever reason applies
  specs::DryRunCheck dry_run;
  bool is_sure;          // the documents leave no doubt that the reason applies
  bool may_be_accepted;  // no reason that applies is beyond doubt

  // Where the service fails, looking through the API fails as well.
  [[nodiscard]] bool can_be_looked_at() const { return reason != RefusalReason::service_fails; }
  [[nodiscard]] bool is_dry_run() const { return flags.contains(specs::BooleanParameter::dry_run); }
};

// What these preconditions say where it is asked for.
[[nodiscard]] DocumentedRefusal documented_refusal(
    std::span<const UnitedPrecondition> preconditions, const AskedRefusal& asked);

// An id of the right shape that no account has.
inline constexpr std::string_view unknown_instance_id = "i-bp1hallmarkunknown00";

// One for each row of TestedAction::refusals.
[[nodiscard]] std::span<const DocumentedRefusal> refusals_of(const TestedAction& action);

// The first one for that reason that is beyond doubt; every action has those that the families ask
// for.
[[nodiscard]] const DocumentedRefusal& refusal_of(const TestedAction& action, RefusalReason reason);

// Adds to `places` those of `more` that it lacks.
void add_places(std::vector<specs::Citation>& places, std::span<const specs::Citation> more);
// The same to the places of each answer.
void add_places(std::vector<Answer>& answers, std::span<const specs::Citation> more);

// Adds what the pages allow to `allowed`, each answer once: places of the same answer come
// together, those of the pages apart from those of the common tables.
void allow(std::vector<Answer>& allowed, std::span<const UnitedAnswer> answers,
           Text text = Text::ignored);
void allow(std::vector<Answer>& allowed, const DocumentedRefusal& refusal,
           Text text = Text::ignored);

// The plain call that is refused.
[[nodiscard]] Call call_of(const TestedAction& action, const DocumentedRefusal& refusal);

// One case for each row of the action's table: start-instance/row/disk-error. A row that only may
// apply is asked for leniently: the call may be accepted as well.
[[nodiscard]] Case error_row_case(const TestedAction& action, const DocumentedRefusal& refusal);
[[nodiscard]] std::vector<Case> error_row_cases(const TestedAction& action);

}  // namespace hallmark::cases
