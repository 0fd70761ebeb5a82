// SPDX-License-Identifier: Apache-2.0
#include "fuzz/model/answer_book.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <stdexcept>

#include "cases/base/answers.hpp"
#include "cases/base/tested_action.hpp"
#include "cases/instance/outcomes.hpp"
#include "cases/library.hpp"
#include "runner/oracle/answer_match.hpp"

namespace hallmark::fuzz {
namespace {

using cases::Answer;
using cases::Condition;
using cases::ConditionSet;
using cases::Reason;

bool is_same(const Answer& one, const Answer& other) {
  return one.kind == other.kind && one.status == other.status &&
         one.status_class == other.status_class && one.code == other.code &&
         one.message == other.message && one.bare == other.bare && one.citations == other.citations;
}

// The one condition that `world` has beyond those where the action is accepted.
std::optional<Condition> distinguishing(const cases::Fixture& world, ConditionSet ready) {
  std::optional<Condition> found;
  for (const Condition condition : cases::all_conditions) {
    if (!world.conditions.contains(condition) || ready.contains(condition)) continue;
    if (found) return std::nullopt;
    found = condition;
  }
  return found;
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

void AnswerBook::add_rows(Action action, const cases::TestedAction& tested) {
  for (const cases::DocumentedRefusal& row : cases::refusals_of(tested)) {
    AnswerSet all;
    for (const cases::Documented& documented : row.allowed) {
      all |= add(documented.answer(cases::Text::judged));
    }
    by_reason_[index(action)][static_cast<std::size_t>(row.reason)] |= all;
    const auto condition = distinguishing(row.world, tested.conditions);
    if (condition) by_condition_[index(action)][static_cast<std::size_t>(*condition)] |= all;
    if (row.reason == Reason::not_expired || row.reason == Reason::service_fails) {
      for (std::size_t i = 0; i < answers_.size(); ++i) {
        if (!all.test(i)) continue;
        if (answers_[i].code.ends_with("InstanceStatusNotValid")) not_valid_codes.set(i);
        if (row.reason == Reason::service_fails) service_fails.set(i);
      }
    }
  }
  accepted_[index(action)] = add(cases::accepted_as(tested));
}

AnswerBook::AnswerBook() {
  add_rows(Action::start, cases::start_instance_action);
  add_rows(Action::reboot, cases::reboot_instance_action);
  add_rows(Action::reactivate, cases::reactivate_instances_action);
  for (const Action other :
       {Action::stop, Action::describe_instances, Action::describe_instance_status,
        Action::describe_instance_attribute}) {
    accepted_[index(other)] = add(cases::accepted());
  }
  dry_run_[index(Action::start)] = refusals_of("start-instance/row/dry-run-operation");
  dry_run_[index(Action::reboot)] = refusals_of("reboot-instance/row/dry-run-operation");

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
