// SPDX-License-Identifier: Apache-2.0
#include "fuzz/model/answer_book.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <stdexcept>

#include "cases/base/answers.hpp"
#include "cases/base/tested_action.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/instance/outcomes.hpp"
#include "cases/library.hpp"
#include "runner/oracle/answer_match.hpp"

namespace hallmark::fuzz {
namespace {

using cases::Answer;

bool is_same(const Answer& one, const Answer& other) {
  return one.kind == other.kind && one.status == other.status &&
         one.status_class == other.status_class && one.code == other.code &&
         one.message == other.message && one.bare == other.bare && one.citations == other.citations;
}

}  // namespace

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

AnswerSet AnswerBook::refusals_of(std::string_view case_id) {
  const cases::Case* one = cases::find(case_id);
  if (one == nullptr) throw std::logic_error{"no such case: " + std::string{case_id}};
  AnswerSet all;
  for (const Answer& answer : one->calls.back().expect.allowed) {
    if (answer.kind == Answer::Kind::refused) all |= add(answer);
  }
  return all;
}

ActionRules AnswerBook::rules_of(const cases::TestedAction& tested) {
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
  const auto know = [&rules](specs::BooleanParameter parameter) {
    rules.knows[static_cast<std::size_t>(parameter)] = true;
  };
  const std::span<const specs::FlagEffect> effects =
      tested.documents->editions->front().flag_effects;
  rules.flag_effects.assign(effects.begin(), effects.end());
  for (const specs::FlagEffect& effect : effects) know(effect.parameter);
  if (const specs::ActionEdition* const edition = tested.documents->with_dry_run()) {
    know(specs::BooleanParameter::dry_run);
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

  const std::string id = "start-instance/parameter/derived/instance-id/";
  no_id = refusals_of(id + "absent");
  empty_id = refusals_of(id + "empty");
  other_id = refusals_of(id + "odd/unknown");
  hostile_id = refusals_of(id + "odd/nul");
  foreign_id = refusals_of("authentication/v1/foreign-instance/start-instance");
  not_a_boolean = refusals_of("start-instance/parameter/derived/init-local-disk/maybe");
  empty_option = refusals_of("start-instance/parameter/derived/init-local-disk/empty");
  wrong_owner = refusals_of("start-instance/parameter/extra/owner-id-and-owner-account");
  unknown_parameter = refusals_of("reactivate-instances/dry-run/unknown-parameter");
  for (const Answer& answer :
       cases::find("concurrency/start-instance/2")->calls.front().expect.allowed) {
    if (answer.code.starts_with("Throttling")) throttled |= add(answer);
  }
  Answer any = cases::refused_4xx("*", {cases::any_refusal});
  any.bare = true;
  any_4xx = add(any);
}

std::string describe(const AnswerSet& allowed) {
  constexpr std::size_t shown = 4;
  const std::vector<Answer>& answers = AnswerBook::get().answers();
  std::vector<std::string> each;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (!allowed.test(i)) continue;
    Answer answer = answers[i];
    answer.message.clear();
    std::string text = runner::describe(answer);
    if (std::find(each.begin(), each.end(), text) == each.end()) each.push_back(std::move(text));
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(shown, each.size()); ++i) {
    if (i > 0) text += " or ";
    text += each[i];
  }
  if (each.size() > shown) text += " or " + std::to_string(each.size() - shown) + " more";
  return text;
}

}  // namespace hallmark::fuzz
