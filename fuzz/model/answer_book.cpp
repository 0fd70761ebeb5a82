// SPDX-License-Identifier: Apache-2.0
#include "fuzz/model/answer_book.hpp"

#include <algorithm>
#include <iterator>
#include <ranges>

#include "cases/base/answers.hpp"
#include "cases/base/tested_action.hpp"
#include "cases/concurrency/simultaneous.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/instance/outcomes.hpp"
#include "cases/library.hpp"
#include "runner/oracle/answer_match.hpp"

namespace hallmark::fuzz {
namespace {

using cases::Answer;
using cases::Shows;

bool is_same(const Answer& one, const Answer& other) {
  return one.kind == other.kind && one.status == other.status &&
         one.status_class == other.status_class && one.code == other.code &&
         one.message == other.message && one.bare == other.bare && one.citations == other.citations;
}

}  // namespace

Reasons reasons_in(const Encounter& encounter, std::span<const RefusalRule> rules) {
  Reasons all;
  for (const RefusalRule& rule : rules) {
    if (!encounter.may_meet(rule.when)) continue;
    all.rows |= rule.answers;
    if (!rule.surely || !encounter.surely_meets(rule.when)) continue;
    all.refused = true;
    all.refused_as_dry_run |= rule.dry_run_checks;
  }
  return all;
}

const AnswerBook& AnswerBook::get() {
  static const AnswerBook book;
  return book;
}

AnswerSet AnswerBook::add(const Answer& answer) {
  auto same = std::find_if(answers_.begin(), answers_.end(),
                           [&answer](const Answer& known) { return is_same(known, answer); });
  if (same == answers_.end()) {
    answers_.push_back(answer);
    same = std::prev(answers_.end());
  }
  AnswerSet set;
  set.set(static_cast<std::size_t>(same - answers_.begin()));  // throws where the set is too small
  return set;
}

AnswerSet AnswerBook::refusals_of(const cases::Tags& wanted) {
  AnswerSet all;
  for (const Answer& answer : cases::tagged(wanted).calls.back().expect.allowed) {
    if (answer.kind == Answer::Kind::refused) all |= add(answer);
  }
  return all;
}

ActionRules AnswerBook::rules_of(const cases::TestedAction& tested) {
  // Answers are told in the order in which the error rows are asked for.
  for (const cases::DocumentedRefusal& row : cases::refusals_of(tested)) {
    for (const cases::UnitedAnswer& one : row.allowed) add(one.answer(cases::Text::judged));
  }
  ActionRules rules;
  const bool checks_nothing = tested.documents->with_dry_run() == nullptr;
  for (const cases::UnitedPrecondition& one : cases::preconditions_of(tested)) {
    RefusalRule rule{
        .when = one.when,
        .answers = {},
        .surely = one.certainty == specs::Certainty::surely,
        .dry_run_checks = !checks_nothing && one.dry_run == specs::DryRunCheck::surely};
    for (const cases::UnitedAnswer& answer : one.answers) {
      rule.answers |= add(answer.answer(cases::Text::judged));
    }
    if (one.reason == cases::RefusalReason::service_fails) service_fails |= rule.answers;
    if (one.when.addressee == specs::Addressee::unknown) {
      rules.unknown_instance |= rule.answers;
      rules.dry_run_checks_instance |= rule.dry_run_checks;
      continue;
    }
    rules.spoken_of = rules.spoken_of | one.when.conditions();
    rules.refusals.push_back(rule);
  }
  rules.spoken_of = rules.spoken_of | specs::conditions_about(specs::Concern::disk_kind) |
                    specs::conditions_about(specs::Concern::expiry);
  const std::span<const specs::FlagEffect> effects = tested.documents->flag_effects();
  rules.flag_effects.assign(effects.begin(), effects.end());
  for (const specs::BooleanParameter flag : specs::boolean_parameters) {
    if (std::ranges::any_of(tested.editions, [flag](const specs::Page* page) {
          return std::ranges::find(page->parameters, name_of(flag), &specs::ParameterSpec::name) !=
                 page->parameters.end();
        })) {
      rules.known_flags = rules.known_flags.with(flag);
    }
  }
  if (const specs::ActionEdition* const edition = tested.documents->with_dry_run()) {
    rules.dry_run_passed =
        add(cases::united((*edition->dry_run)->passed).answer(cases::Text::judged));
  }
  return rules;
}

AnswerBook::AnswerBook() {
  for (const ActionRow& row : action_rows) {
    if (row.tested != nullptr) rules_[index(row.action)] = rules_of(*row.tested);
    accepted_[index(row.action)] =
        add(row.tested != nullptr ? cases::accepted_as(*row.tested) : cases::accepted());
  }

  const std::string_view start = cases::start_instance_action.name;
  const auto of_parameter = [&](std::string_view name, Shows shows, std::string word = {}) {
    return refusals_of(
        {.action = start, .shows = shows, .parameter = name, .word = std::move(word)});
  };
  no_id = of_parameter("InstanceId", Shows::absent_parameter);
  empty_id = of_parameter("InstanceId", Shows::empty_parameter);
  other_id = of_parameter("InstanceId", Shows::odd_id, "odd/unknown");
  hostile_id = of_parameter("InstanceId", Shows::odd_id, "odd/nul");
  foreign_id =
      refusals_of({.family = cases::Family::v1, .action = start, .shows = Shows::foreign_instance});
  not_a_boolean = of_parameter("InitLocalDisk", Shows::boolean_spelling, "maybe");
  empty_option = of_parameter("InitLocalDisk", Shows::empty_parameter);
  wrong_owner = refusals_of({.action = start, .shows = Shows::two_owners});
  unknown_parameter = refusals_of({.shows = Shows::dry_run_unknown});
  undeclared = refusals_of({.action = start, .shows = Shows::extra_parameter, .word = "invented"});
  conflict = add(cases::conflict(cases::start_instance_action));
  throttled = add(cases::throttled(cases::start_instance_action));
  Answer any = cases::refused_4xx("*", {cases::any_refusal});
  any.bare = true;
  any_4xx = add(any);
}

std::vector<std::string> shapes_of(const AnswerSet& allowed) {
  const std::vector<Answer>& answers = AnswerBook::get().answers();
  std::vector<std::string> each;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (!allowed.test(i)) continue;
    std::string text = runner::shape_of(answers[i]);
    if (std::find(each.begin(), each.end(), text) == each.end()) each.push_back(std::move(text));
  }
  return each;
}

std::string describe(const AnswerSet& allowed) {
  constexpr std::size_t shown = 4;
  const std::vector<std::string> each = shapes_of(allowed);
  std::string text;
  for (std::size_t i = 0; i < std::min(shown, each.size()); ++i) {
    if (i > 0) text += " or ";
    text += each[i];
  }
  if (each.size() > shown) text += " or " + std::to_string(each.size() - shown) + " more";
  return text;
}

}  // namespace hallmark::fuzz
