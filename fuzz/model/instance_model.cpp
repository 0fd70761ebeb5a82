// SPDX-License-Identifier: Apache-2.0
#include "fuzz/model/instance_model.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <stdexcept>
#include <utility>

#include "cases/base/answers.hpp"
#include "cases/base/tested_action.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/instance/outcomes.hpp"
#include "runner/oracle/answer_match.hpp"

namespace hallmark::fuzz {
namespace {

using cases::Condition;
using cases::ConditionSet;

bool may_be_true(Flag flag) {
  return flag == Flag::is_true || flag == Flag::like_true || flag == Flag::either;
}
bool may_be_false(Flag flag) {
  return flag != Flag::is_true && flag != Flag::like_true && flag != Flag::none;
}

bool is_exact(Flag flag) {
  return flag == Flag::is_true || flag == Flag::is_false || flag == Flag::absent;
}

// The flags of a call that are true whatever is made of their spelling, and those that may be.
specs::FlagSet surely_on(const Asked& asked) {
  specs::FlagSet all;
  for (const specs::BooleanParameter flag : specs::boolean_parameters) {
    if (!may_be_false(asked.value_of(flag))) all = all.with(flag);
  }
  return all;
}
specs::FlagSet perhaps_on(const Asked& asked) {
  specs::FlagSet all;
  for (const specs::BooleanParameter flag : specs::boolean_parameters) {
    if (may_be_true(asked.value_of(flag))) all = all.with(flag);
  }
  return all;
}

constexpr std::uint8_t bit(cases::LocalDiskData data) {
  return data == cases::LocalDiskData::kept ? 1 : 2;
}
constexpr std::uint8_t bit(cases::LastStop stop) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(stop));
}
constexpr std::uint8_t any_local_disk = 3;
constexpr std::uint8_t any_stop = 7;

std::string stops_text(std::uint8_t stops) {
  std::string text;
  for (unsigned i = 0; i < 3; ++i) {
    if ((stops & (1U << i)) == 0) continue;
    if (!text.empty()) text += " or ";
    text += cases::name_of(static_cast<cases::LastStop>(i));
  }
  return text;
}

// The first of what an accepted call does that does that to the instance.
template <class Value>
const specs::FlagEffect& effect_with(std::optional<Value> specs::FlagEffect::*what, Value value) {
  for (const cases::TestedAction& action : cases::tested_actions) {
    for (const specs::FlagEffect& effect : action.documents->flag_effects()) {
      if (effect.*what == value) return effect;
    }
  }
  throw std::logic_error{"no page says by which flag this comes about"};
}

// The sentences of the first action by which a status, and a lock, are what its callers see.
specs::Citation sentence_on_the_status() {
  return cases::tested_actions.front().documents->editions->back().outcome->back();
}
specs::Citation sentence_on_the_lock() {
  const auto rows = cases::preconditions_of(cases::tested_actions.front());
  const auto lock = std::ranges::find(rows, cases::RefusalReason::security_lock,
                                      &cases::UnitedPrecondition::reason);
  return lock->answers.front().places.back();
}

specs::Citation citation_of(const AnswerSet& allowed) {
  const auto& answers = AnswerBook::get().answers();
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (allowed.test(i) && !answers[i].citations.empty()) return answers[i].citations.front();
  }
  return cases::any_refusal;
}

// Stopping on the way to Running is restarting.
Situations on_the_way(const specs::Transition& transition) {
  Situations all;
  for (const specs::InstanceStatus status : specs::all_statuses) {
    if (!transition.through.contains(status)) continue;
    const bool restarts = status == specs::InstanceStatus::stopping &&
                          transition.to != specs::InstanceStatus::stopped;
    all = all | Situations{restarts ? Situation::restarting : static_cast<Situation>(status)};
  }
  return all;
}

Situations from_fixture(specs::InstanceStatus status) {
  return Situations{static_cast<Situation>(status)};
}

}  // namespace

std::string Situations::text() const {
  std::string text;
  for (const Situation one : all_situations) {
    if (!contains(one)) continue;
    if (one == Situation::restarting && contains(Situation::stopping)) continue;
    if (!text.empty()) text += " or ";
    text += specs::name_of(status_of(one));
  }
  return text.empty() ? "nothing" : text;
}

Flag read_flag(std::string_view text) {
  if (text.empty()) return Flag::empty;
  if (text == "true") return Flag::is_true;
  if (text == "false") return Flag::is_false;
  if (text == "1") return Flag::either;
  if (text == "0") return Flag::like_false;
  std::string lower{text};
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  if (lower == "true") return Flag::like_true;
  if (lower == "false") return Flag::like_false;
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = lower.find_first_not_of(blanks);
  if (first == lower.npos) return Flag::either;
  const std::string trimmed = lower.substr(first, lower.find_last_not_of(blanks) - first + 1);
  return trimmed == "true" || trimmed == "false" ? Flag::either : Flag::none;
}

Sight sight_of(CalledAction action, const runner::Reply& reply, std::string_view instance_id) {
  const std::string_view list = row_of(action).list;
  const auto scalar = [](const runner::Node& node, std::string_view name) -> std::string_view {
    const runner::Node* member = node.member(name);
    return member != nullptr && member->is_scalar() ? std::string_view{member->text}
                                                    : std::string_view{};
  };
  if (list.empty()) {
    if (scalar(reply.tree, "InstanceId") != instance_id) return {};
    return {.told = true, .status = scalar(reply.tree, "Status"), .item = &reply.tree};
  }
  for (const runner::Node* item : runner::find_all(reply.tree, list)) {
    if (scalar(*item, "InstanceId") == instance_id) {
      return {.told = true, .status = scalar(*item, "Status"), .item = item};
    }
  }
  return {};
}

InstanceModel::InstanceModel(const cases::Fixture& fixture, Settling settling)
    : fixture_{fixture},
      conditions_{fixture.conditions},
      settling_{settling},
      possible_{from_fixture(fixture.status)},
      moving_{settling == Settling::at_any_time} {
  settle();
}

Reasons InstanceModel::reasons(const Asked& asked, Situation situation) const {
  const ActionRules& rules = AnswerBook::get().rules(asked.action);
  Reasons all = reasons_in({.status = status_of(situation),
                            .charge_type = fixture_.charge_type,
                            .surely = conditions_.without(doubtful_),
                            .perhaps = conditions_,
                            .surely_on = surely_on(asked),
                            .perhaps_on = perhaps_on(asked)},
                           rules.refusals);
  // Conditions that the pages of this action do not speak of.
  if (!conditions_.without(rules.spoken_of).empty()) all.rows |= AnswerBook::get().any_4xx;
  return all;
}

AnswerSet InstanceModel::verdict(const Asked& asked, Situation situation) const {
  const AnswerBook& book = AnswerBook::get();
  const bool by_service = has(Condition::service_error) || has(Condition::service_failure);
  AnswerSet set = book.throttled;
  if (asked.may_be_unclear) set |= book.any_4xx;
  if (asked.may_name_owner) set |= book.wrong_owner;
  if (asked.names_undeclared) set |= book.undeclared;
  if (asked.beside_another) set |= book.conflict;
  if (!is_documented(asked.action)) {
    set |= book.any_4xx;
    const bool others = asked.named == Named::foreign || asked.named == Named::another ||
                        asked.named == Named::unknown;
    const bool is_named_alone = row_of(asked.action).list.empty();
    if (!(others && is_named_alone)) set |= book.accepted(asked.action);
    if (by_service) set |= book.service_fails;
    return set;
  }

  bool refused = false;
  const auto must = [&](AnswerSet rows) {
    set |= rows;
    refused = true;
  };
  const ActionRules& rules = book.rules(asked.action);
  const AnswerSet unknown = rules.unknown_instance | book.other_id;
  switch (asked.named) {
    case Named::the_instance:
      break;
    case Named::unknown:
      must(rules.unknown_instance);
      break;
    case Named::another:
      must(unknown);
      break;
    case Named::hostile:
      must(unknown | book.hostile_id);
      break;
    case Named::foreign:
      must(unknown | book.foreign_id);
      break;
    case Named::none:
      must(book.no_id);
      break;
    case Named::empty:
      must(book.empty_id);
      break;
  }
  bool flags_refused = false;
  const auto read = [&](Flag flag) {
    if (flag == Flag::none) flags_refused = true;
    if (flag == Flag::empty) set |= book.empty_option;
    if (flag != Flag::empty && !is_exact(flag)) set |= book.not_a_boolean;
  };
  for (const specs::BooleanParameter parameter : specs::boolean_parameters) {
    if (rules.has(parameter)) read(asked.value_of(parameter));
  }
  Flag dry_run = asked.dry_run;
  if (!rules.has(specs::BooleanParameter::dry_run)) {
    if (dry_run != Flag::absent) set |= book.unknown_parameter;
    dry_run = Flag::absent;
  }

  Reasons why;
  const bool known = asked.named == Named::the_instance;
  if (known) why = reasons(asked, situation);
  set |= why.rows;
  if (by_service) set |= book.service_fails;
  if (flags_refused) return set;
  if (may_be_false(dry_run) && !refused && !why.refused) set |= book.accepted(asked.action);
  const bool no_id = asked.named == Named::none || asked.named == Named::empty;
  const bool checked = no_id || (refused && rules.dry_run_checks_instance);
  if (may_be_true(dry_run) && !checked && !why.refused_as_dry_run) {
    set |= rules.dry_run_passed;
  }
  return set;
}

AnswerSet InstanceModel::allowed(const Asked& asked) const {
  AnswerSet all;
  for (const Situation one : all_situations) {
    if (possible_.contains(one)) all |= verdict(asked, one);
  }
  return all;
}

bool InstanceModel::may_accept(const Asked& asked) const {
  if (!asked.refused_at_door.empty() && !asked.may_come_in) return false;
  return (allowed(asked) & AnswerBook::get().accepted(asked.action)).any();
}

bool InstanceModel::may_refuse(const Asked& asked) const {
  if (!asked.refused_at_door.empty()) return true;
  const AnswerBook& book = AnswerBook::get();
  return (allowed(asked) & ~book.accepted(asked.action) & ~book.throttled).any();
}

std::optional<Contradiction> InstanceModel::observe(const Asked& asked, const runner::Reply& reply,
                                                    std::string_view instance_id) {
  const bool closed = !asked.refused_at_door.empty();
  if (closed) {
    const bool refused = std::any_of(
        asked.refused_at_door.begin(), asked.refused_at_door.end(), [&](const auto& answer) {
          return runner::compare(answer, reply) == runner::Nearness::match;
        });
    if (refused) return std::nullopt;
    // An action of which our pages do not speak a target need not have, and may say so first.
    const bool is_no_action = !is_documented(asked.action) && reply.http_status / 100 == 4;
    if (!asked.may_come_in && !asked.may_be_unclear && !is_no_action) {
      const cases::Answer& first = asked.refused_at_door.front();
      return Contradiction{
          .what = Contradiction::What::answer,
          .wanted = runner::describe(first),
          .got = runner::describe(reply),
          .citation = first.citations.empty() ? cases::any_refusal : first.citations.front(),
          .answers = {runner::shape_of(first)}};
    }
  }

  const AnswerBook& book = AnswerBook::get();
  AnswerSet verdicts[all_situations.size()];
  AnswerSet all;
  for (const Situation one : all_situations) {
    if (!possible_.contains(one)) continue;
    AnswerSet& each = verdicts[static_cast<std::size_t>(one)];
    each = verdict(asked, one);
    if (closed && !asked.may_come_in) each = book.any_4xx;
    all |= each;
  }
  AnswerSet fitting;
  bool but_for_text = false;
  std::size_t nearest = 0;
  for (std::size_t i = 0; i < book.answers().size(); ++i) {
    if (!all.test(i)) continue;
    const runner::Nearness nearness = runner::compare(book.answers()[i], reply);
    if (nearness == runner::Nearness::match) fitting.set(i);
    if (nearness == runner::Nearness::same_but_text) {
      but_for_text = true;
      nearest = i;
    }
  }
  if (fitting.none()) {
    Contradiction wrong{.wanted = describe(all),
                        .got = runner::describe(reply),
                        .citation = citation_of(all & ~book.throttled),
                        .answers = shapes_of(all & ~book.throttled)};
    if (but_for_text) {
      const cases::Answer& row = book.answers()[nearest];
      wrong.what = Contradiction::What::text;
      wrong.wanted = runner::describe(row);
      wrong.got += ", \"" + reply.message.value_or("") + "\"";
      wrong.citation = row.citations.front();
      wrong.answers = {runner::shape_of(row)};
    }
    return wrong;
  }

  Situations explain;
  for (const Situation one : all_situations) {
    if ((verdicts[static_cast<std::size_t>(one)] & fitting).any())
      explain = explain | Situations{one};
  }
  const bool is_accepted = (fitting & book.accepted(asked.action)).any();
  if (is_accepted && is_look(asked.action)) {
    possible_ = explain;
    const Sight sight = sight_of(asked.action, reply, instance_id);
    if (sight.told && asked.named == Named::foreign) {
      return Contradiction{.wanted = "nothing about the instance of another account",
                           .got = "its status, " + std::string{sight.status},
                           .citation = citation_of(book.foreign_id)};
    }
    if (sight.told) {
      if (auto wrong = observe_status(sight.status)) return wrong;
      return observe_locks(asked.action, *sight.item);
    }
    const bool owed = asked.named == Named::the_instance && !asked.may_be_unclear &&
                      asked.dry_run == Flag::absent;
    if (!owed) return std::nullopt;
    return Contradiction{.what = Contradiction::What::transition,
                         .wanted = possible_.text(),
                         .got = "an answer that does not tell the instance's status",
                         .citation = cases::tested_actions.front().outcome.front()};
  }
  possible_ = explain;
  if (is_accepted) carry_out(asked, explain, !asked.may_be_unclear);
  settle();
  return std::nullopt;
}

void InstanceModel::observe_nothing(const Asked& asked) {
  if (may_accept(asked)) carry_out(asked, possible_, false);
  settle();
}

void InstanceModel::assume(const Asked& asked) {
  if (!may_accept(asked)) return;
  carry_out(asked, possible_, !may_refuse(asked));
  settle();
}

bool InstanceModel::may_have(const specs::FlagEffect& effect, const Asked& asked) const {
  return effect.when->holds(fixture_.status, fixture_.charge_type, conditions_, conditions_,
                            perhaps_on(asked), surely_on(asked));
}

std::uint8_t InstanceModel::local_disk_after(const Asked& asked, bool undoubted) const {
  std::uint8_t after = 0;
  bool is_said = false;
  for (const specs::FlagEffect& effect : AnswerBook::get().rules(asked.action).flag_effects) {
    if (!effect.local_disk) continue;
    if (asked.may_be_unclear) return any_local_disk;
    if (!may_have(effect, asked)) continue;
    is_said = true;
    const bool is_exact_in_all =
        std::ranges::all_of(specs::boolean_parameters, [&](specs::BooleanParameter flag) {
          return !effect.when->flags().contains(flag) || is_exact(asked.value_of(flag));
        });
    const bool is_sure =
        effect.certainty == specs::Certainty::surely && undoubted && is_exact_in_all;
    // Data that are kept stay as they are.
    const bool may_be_as_before = !is_sure || effect.local_disk == cases::LocalDiskData::kept;
    if (may_be_as_before) after |= local_disk_;
    if (effect.local_disk == cases::LocalDiskData::lost) after |= bit(*effect.local_disk);
  }
  return is_said ? after : local_disk_;
}

std::uint8_t InstanceModel::last_stop_after(const Asked& asked) const {
  std::uint8_t after = 0;
  for (const specs::FlagEffect& effect : AnswerBook::get().rules(asked.action).flag_effects) {
    if (!effect.last_stop) continue;
    if (asked.may_be_unclear) return any_stop;
    if (may_have(effect, asked)) after |= bit(*effect.last_stop);
  }
  return after == 0 ? last_stop_ : after;
}

void InstanceModel::relieve(const specs::Relief& relief, bool surely) {
  if (surely) conditions_ = conditions_.without(relief.surely);
  doubtful_ = doubtful_ | (conditions_ & (relief.surely | relief.perhaps));
}

void InstanceModel::carry_out(const Asked& asked, Situations from, bool surely) {
  const bool elsewhere = asked.named != Named::the_instance && is_documented(asked.action);
  if (is_look(asked.action) || elsewhere) return;
  const bool undoubted = asked.named == Named::the_instance && !asked.may_be_unclear;
  const ActionRow& row = row_of(asked.action);
  Situations to;
  std::uint8_t disk = local_disk_;
  std::uint8_t stop = last_stop_;
  bool moved = surely;
  if (row.presumed) {
    to = on_the_way(*row.presumed) | from_fixture(row.presumed->to);
    if (!(from == from_fixture(row.presumed->from) && undoubted && asked.dry_run == Flag::absent)) {
      to = to | from;
      moved = false;
    }
    stop = any_stop;
  } else {
    to = on_the_way(row.tested->documents->transition);
    disk = local_disk_after(asked, undoubted);
    stop = last_stop_after(asked);
    relieve(row.tested->documents->relief, surely);
  }
  possible_ = surely ? to : to | possible_;
  local_disk_ = surely ? disk : static_cast<std::uint8_t>(disk | local_disk_);
  last_stop_ = surely ? stop : static_cast<std::uint8_t>(stop | last_stop_);
  moving_ = true;
  moved_surely_ = moved;
  since_moved_ = std::chrono::milliseconds{0};
}

void InstanceModel::settle() {
  const bool at_any_time = settling_ == Settling::at_any_time;
  if (!moving_ || (!at_any_time && !fixture_.settle_ms)) return;
  if (at_any_time && possible_.contains(Situation::pending)) {
    possible_ = possible_ | Situations{Situation::starting};
  }
  if (possible_.contains(Situation::stopping)) {
    possible_ = possible_ | Situations{Situation::stopped};
  }
  if (possible_.contains(Situation::restarting)) {
    possible_ = possible_ | Situations{Situation::starting};
  }
  if (possible_.contains(Situation::starting)) {
    possible_ = possible_ | Situations{Situation::running};
  }
}

std::uint64_t InstanceModel::key() const {
  std::uint64_t key = possible_.bits();
  const auto add = [&key](std::uint64_t value, unsigned bits) { key = key << bits | value; };
  add(local_disk_, 2);
  add(last_stop_, 3);
  add(moving_ ? 1 : 0, 1);
  add(moved_surely_ ? 1 : 0, 1);
  for (const Condition condition : cases::all_conditions) {
    if (specs::row_of(condition).concern != specs::Concern::expiry) continue;
    add(has(condition) ? 1 : 0, 1);
    add(doubtful_.contains(condition) ? 1 : 0, 1);
  }
  return key;
}

std::optional<Contradiction> InstanceModel::observe_status(std::string_view status) {
  for (std::size_t i = 0; i < specs::status_names.size(); ++i) {
    if (specs::status_names[i] != status) continue;
    const Situations seen = possible_ & Situations::seen_as(static_cast<specs::InstanceStatus>(i));
    if (seen.empty()) break;
    possible_ = seen;
    settle();
    return std::nullopt;
  }
  return Contradiction{.what = Contradiction::What::transition,
                       .wanted = possible_.text(),
                       .got = status.empty() ? "no status" : std::string{status},
                       .citation = sentence_on_the_status()};
}

// Locks that the pages go by. DescribeInstanceStatus has no place for any.
std::optional<Contradiction> InstanceModel::observe_locks(CalledAction action,
                                                          const runner::Node& item) const {
  if (action == CalledAction::describe_instance_status) return std::nullopt;
  for (const specs::ConditionRow& row : specs::condition_rows) {
    const std::string_view reason = row.lock_reason;
    if (reason.empty() || !has(row.condition) || doubtful_.contains(row.condition)) continue;
    const auto told = runner::find_all(item, "OperationLocks.LockReason.LockReason");
    const bool named = std::any_of(told.begin(), told.end(), [&](const runner::Node* lock) {
      return lock->is_scalar() && lock->text == reason;
    });
    if (named) continue;
    return Contradiction{
        .what = Contradiction::What::locks,
        .wanted = "the LockReason " + std::string{reason},
        .got = told.empty() ? "no LockReason" : "only " + std::string{told.front()->text},
        .citation = sentence_on_the_lock()};
  }
  return std::nullopt;
}

std::optional<Contradiction> InstanceModel::observe_local_disk(cases::LocalDiskData data) {
  if ((local_disk_ & bit(data)) != 0) {
    local_disk_ = bit(data);
    return std::nullopt;
  }
  const bool kept = data == cases::LocalDiskData::kept;
  return Contradiction{
      .what = Contradiction::What::local_disk,
      .wanted = kept ? "the local disk's data are lost" : "they are kept",
      .got = kept ? "they are kept" : "they are lost",
      .citation = effect_with(&specs::FlagEffect::local_disk,
                              kept ? cases::LocalDiskData::lost : cases::LocalDiskData::kept)
                      .sentences.front()};
}

std::optional<Contradiction> InstanceModel::observe_last_stop(cases::LastStop stop) {
  if ((last_stop_ & bit(stop)) != 0) {
    last_stop_ = bit(stop);
    return std::nullopt;
  }
  return Contradiction{
      .what = Contradiction::What::last_stop,
      .wanted = stops_text(last_stop_),
      .got = std::string{cases::name_of(stop)},
      .citation =
          effect_with(&specs::FlagEffect::last_stop, cases::LastStop::forced).sentences.back()};
}

void InstanceModel::elapse(std::chrono::milliseconds time) {
  constexpr std::chrono::milliseconds slack{1000};
  settle();
  if (!moved_surely_ || settling_ == Settling::at_any_time || !fixture_.settle_ms) return;
  since_moved_ += time;
  // Through two transitory statuses at most.
  if (since_moved_ < 2 * std::chrono::milliseconds{*fixture_.settle_ms} + slack) return;
  const Situations there =
      possible_ - Situations{Situation::starting, Situation::stopping, Situation::restarting};
  if (!there.empty()) possible_ = there;
}

}  // namespace hallmark::fuzz
