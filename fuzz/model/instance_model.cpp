// SPDX-License-Identifier: Apache-2.0
#include "fuzz/model/instance_model.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include "cases/base/answers.hpp"
#include "cases/base/tested_action.hpp"
#include "cases/instance/outcomes.hpp"
#include "runner/oracle/answer_match.hpp"
#include "specs/instance/reboot_instance.hpp"
#include "specs/instance/start_instance.hpp"

namespace hallmark::fuzz {
namespace {

using cases::Condition;
using cases::ConditionSet;
using cases::Reason;

namespace start_page = specs::start_instance::e2020_10;
namespace reboot_page = specs::reboot_instance::e2019_04;

constexpr specs::Citation local_disk_lost =
    cite_clause(start_page::page, start_page::clause::local_disk_reset);
constexpr specs::Citation local_disk_kept =
    cite_clause(start_page::page, start_page::clause::local_disk_kept);
constexpr specs::Citation forced_stop =
    cite_clause(reboot_page::page, reboot_page::clause::forced_stop);

// Which conditions the pages of an action speak of, besides those that have a row of their own.
constexpr Condition expiries[] = {Condition::expired, Condition::overdue_recycling,
                                  Condition::image_expired, Condition::ecs_and_image_expired,
                                  Condition::pre_paid_expired};
// Conditions that forbid nothing.
constexpr Condition harmless[] = {Condition::local_disk, Condition::local_disk_failed};

template <class List>
bool is_in(const List& list, Condition condition) {
  return std::find(std::begin(list), std::end(list), condition) != std::end(list);
}

bool may_be_true(Flag flag) {
  return flag == Flag::is_true || flag == Flag::like_true || flag == Flag::either;
}
bool may_be_false(Flag flag) {
  return flag != Flag::is_true && flag != Flag::like_true && flag != Flag::none;
}

constexpr std::uint8_t bit(cases::LocalDiskData data) {
  return data == cases::LocalDiskData::kept ? 1 : 2;
}
constexpr std::uint8_t bit(cases::LastStop stop) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(stop));
}

std::string stops_text(std::uint8_t stops) {
  std::string text;
  for (unsigned i = 0; i < 3; ++i) {
    if ((stops & (1U << i)) == 0) continue;
    if (!text.empty()) text += " or ";
    text += cases::name_of(static_cast<cases::LastStop>(i));
  }
  return text;
}

specs::Citation citation_of(const AnswerSet& allowed) {
  const auto& answers = AnswerBook::get().answers();
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (allowed.test(i) && !answers[i].citations.empty()) return answers[i].citations.front();
  }
  return cases::any_refusal;
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

Sight sight_of(Action action, const runner::Reply& reply, std::string_view instance_id) {
  std::string_view list;
  if (action == Action::describe_instances) list = "Instances.Instance";
  if (action == Action::describe_instance_status) list = "InstanceStatuses.InstanceStatus";
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

// Why a call may be refused in one situation.
struct InstanceModel::Reasons {
  AnswerSet rows;
  bool refused = false;             // it is not accepted: one reason at least is beyond doubt
  bool refused_as_dry_run = false;  // and a dry run surely checks for it
};

InstanceModel::Reasons InstanceModel::reasons(Action action, Situation situation) const {
  const AnswerBook& book = AnswerBook::get();
  const bool reboot = action == Action::reboot;
  const bool reactivate = action == Action::reactivate;
  Reasons all;
  const auto must = [&](AnswerSet rows, bool dry_run_checks) {
    all.rows |= rows;
    all.refused = true;
    all.refused_as_dry_run |= reboot && dry_run_checks;
  };
  const auto may = [&](AnswerSet rows) { all.rows |= rows; };

  const Situation ready = reboot ? Situation::running : Situation::stopped;
  const AnswerSet wrong_status = book.rows(action, Reason::wrong_status);
  if (situation == Situation::pending && action == Action::start) {
    may(wrong_status);  // the page asks for Stopped, another one lets Pending start
  } else if (situation != ready) {
    must(wrong_status, true);
  }
  if (conditions_.empty() && fixture_.charge_type == cases::ChargeType::post_paid && !reactivate) {
    return all;
  }

  const auto sure = [this](Condition condition) {
    return has(condition) && !doubtful_.contains(condition);
  };
  const bool overdue = has(Condition::expired) || has(Condition::overdue_recycling);
  const bool image = has(Condition::image_expired) || has(Condition::ecs_and_image_expired);
  if (reactivate) {
    if (fixture_.charge_type == cases::ChargeType::pre_paid) {
      must(book.rows(action, Reason::pay_type), false);
    }
    const AnswerSet not_expired = book.rows(action, Reason::not_expired);
    if (!overdue && !image && !has(Condition::pre_paid_expired)) {
      must(not_expired, false);
    } else if (!doubtful_.empty()) {
      may(not_expired);
    }
    if (image) may(wrong_status & ~book.not_valid_codes);
  } else {
    const AnswerSet expired = book.rows(action, Reason::post_paid_expired);
    const AnswerSet pre_paid = book.rows(action, Reason::pre_paid_expired);
    const AnswerSet either =
        fixture_.charge_type == cases::ChargeType::pre_paid ? expired | pre_paid : expired;
    if (has(Condition::pre_paid_expired)) must(pre_paid, true);
    if (sure(Condition::expired)) must(expired, true);
    if (sure(Condition::overdue_recycling)) must(expired | wrong_status, true);
    if (overdue) may(expired);
    const bool image_sure =
        sure(Condition::image_expired) || sure(Condition::ecs_and_image_expired);
    if (image && reboot && image_sure) must(either, true);
    if (image) may(either | wrong_status);
  }
  for (const Condition condition : cases::all_conditions) {
    if (!has(condition) || is_in(expiries, condition) || is_in(harmless, condition)) continue;
    const AnswerSet rows = book.rows(action, condition);
    if (rows.any()) {
      must(rows, condition == Condition::security_lock);
    } else {
      may(book.any_4xx);  // the pages of this action do not speak of it
    }
  }
  return all;
}

AnswerSet InstanceModel::verdict(const Asked& asked, Situation situation) const {
  const AnswerBook& book = AnswerBook::get();
  const bool by_service = has(Condition::service_error) || has(Condition::service_failure);
  AnswerSet set = book.throttled;
  if (asked.may_be_unclear) set |= book.any_4xx;
  if (asked.may_name_owner) set |= book.wrong_owner;
  if (!is_documented(asked.action)) {
    set |= book.any_4xx;
    const bool others = asked.named == Named::foreign || asked.named == Named::another ||
                        asked.named == Named::unknown;
    const bool alone =
        asked.action == Action::describe_instance_attribute || asked.action == Action::stop;
    if (!(others && alone)) set |= book.accepted(asked.action);
    if (by_service) set |= book.service_fails;
    return set;
  }

  bool refused = false;
  const auto must = [&](AnswerSet rows) {
    set |= rows;
    refused = true;
  };
  const AnswerSet unknown = book.rows(asked.action, Reason::unknown_instance) | book.other_id;
  switch (asked.named) {
    case Named::the_instance:
      break;
    case Named::unknown:
      must(book.rows(asked.action, Reason::unknown_instance));
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
    if (flag != Flag::absent && flag != Flag::empty && flag != Flag::is_true &&
        flag != Flag::is_false) {
      set |= book.not_a_boolean;
    }
  };
  Flag dry_run = asked.dry_run;
  if (asked.action == Action::start) read(asked.init_local_disk);
  if (asked.action == Action::reboot) read(asked.force_stop);
  if (asked.action == Action::reactivate) {
    if (dry_run != Flag::absent) set |= book.unknown_parameter;
    dry_run = Flag::absent;
  } else {
    read(dry_run);
  }

  Reasons why;
  const bool known = asked.named == Named::the_instance;
  if (known) why = reasons(asked.action, situation);
  set |= why.rows;
  if (by_service) set |= book.service_fails;
  if (flags_refused) return set;
  if (may_be_false(dry_run) && !refused && !why.refused) set |= book.accepted(asked.action);
  const bool no_id = asked.named == Named::none || asked.named == Named::empty;
  const bool checked = no_id || (refused && asked.action == Action::reboot);
  if (may_be_true(dry_run) && !checked && !why.refused_as_dry_run) {
    set |= book.dry_run_passed(asked.action);
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
    if (!asked.may_come_in && !asked.may_be_unclear) {
      const cases::Answer& first = asked.refused_at_door.front();
      return Contradiction{
          .what = Contradiction::What::answer,
          .wanted = runner::describe(first),
          .got = runner::describe(reply),
          .citation = first.citations.empty() ? cases::any_refusal : first.citations.front()};
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
                        .citation = citation_of(all & ~book.throttled)};
    if (but_for_text) {
      const cases::Answer& row = book.answers()[nearest];
      wrong.what = Contradiction::What::text;
      wrong.wanted = runner::describe(row);
      wrong.got += ", \"" + reply.message.value_or("") + "\"";
      wrong.citation = row.citations.front();
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
                         .citation = cases::accepted_as(cases::start_instance_action).citations[0]};
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

void InstanceModel::carry_out(const Asked& asked, Situations from, bool surely) {
  const bool elsewhere = asked.named != Named::the_instance && is_documented(asked.action);
  if (is_look(asked.action) || elsewhere) return;
  Situations to;
  std::uint8_t disk = local_disk_;
  std::uint8_t stop = last_stop_;
  bool moved = surely;
  const bool undoubted = asked.named == Named::the_instance && !asked.may_be_unclear;
  switch (asked.action) {
    case Action::start:
      to = Situations{Situation::starting};
      if (has(Condition::local_disk) && may_be_true(asked.init_local_disk)) {
        const bool lost = asked.init_local_disk == Flag::is_true &&
                          has(Condition::local_disk_failed) && undoubted;
        disk = static_cast<std::uint8_t>((lost ? 0 : disk) | bit(cases::LocalDiskData::lost));
      }
      if (asked.may_be_unclear) disk = 3;
      break;
    case Action::reboot:
      to = Situations{Situation::starting, Situation::restarting};
      stop = 0;
      if (may_be_true(asked.force_stop)) stop |= bit(cases::LastStop::forced);
      if (may_be_false(asked.force_stop)) stop |= bit(cases::LastStop::graceful);
      if (asked.may_be_unclear) stop = 7;
      break;
    case Action::reactivate: {
      to = Situations{Situation::starting};
      ConditionSet left;
      for (const Condition condition : cases::all_conditions) {
        if (!has(condition)) continue;
        const bool overdue =
            condition == Condition::expired || condition == Condition::overdue_recycling;
        const bool image =
            condition == Condition::image_expired || condition == Condition::ecs_and_image_expired;
        if (overdue && surely) continue;
        left = left.with(condition);
        if (overdue || image) doubtful_ = doubtful_.with(condition);
      }
      conditions_ = left;
      break;
    }
    default:  // StopInstance: no page of ours says when it is accepted, or that it did anything
      to = Situations{Situation::stopping, Situation::stopped};
      if (!(from == Situations{Situation::running} && undoubted && asked.dry_run == Flag::absent)) {
        to = to | from;
        moved = false;
      }
      stop = 7;
      break;
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
  for (const auto expiry : expiries) {
    add(has(expiry) ? 1 : 0, 1);
    add(doubtful_.contains(expiry) ? 1 : 0, 1);
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
                       .citation = cases::outcome_of(cases::start_instance_action)[1]};
}

// Locks that the pages go by. DescribeInstanceStatus has no place for any.
std::optional<Contradiction> InstanceModel::observe_locks(Action action,
                                                          const runner::Node& item) const {
  constexpr std::pair<Condition, std::string_view> locks[] = {
      {Condition::security_lock, "security"}, {Condition::expired, "financial"}};
  if (action == Action::describe_instance_status) return std::nullopt;
  for (const auto& [condition, reason] : locks) {
    if (!has(condition) || doubtful_.contains(condition)) continue;
    const auto told = runner::find_all(item, "OperationLocks.LockReason.LockReason");
    const bool named = std::any_of(told.begin(), told.end(), [&](const runner::Node* lock) {
      return lock->is_scalar() && lock->text == reason;
    });
    if (named) continue;
    return Contradiction{
        .what = Contradiction::What::locks,
        .wanted = "the LockReason " + std::string{reason},
        .got = told.empty() ? "no LockReason" : "only " + std::string{told.front()->text},
        .citation = cite_clause(start_page::page, start_page::clause::security_lock)};
  }
  return std::nullopt;
}

std::optional<Contradiction> InstanceModel::observe_local_disk(cases::LocalDiskData data) {
  if ((local_disk_ & bit(data)) != 0) {
    local_disk_ = bit(data);
    return std::nullopt;
  }
  const bool kept = data == cases::LocalDiskData::kept;
  return Contradiction{.what = Contradiction::What::local_disk,
                       .wanted = kept ? "the local disk's data are lost" : "they are kept",
                       .got = kept ? "they are kept" : "they are lost",
                       .citation = kept ? local_disk_lost : local_disk_kept};
}

std::optional<Contradiction> InstanceModel::observe_last_stop(cases::LastStop stop) {
  if ((last_stop_ & bit(stop)) != 0) {
    last_stop_ = bit(stop);
    return std::nullopt;
  }
  return Contradiction{.what = Contradiction::What::last_stop,
                       .wanted = stops_text(last_stop_),
                       .got = std::string{cases::name_of(stop)},
                       .citation = forced_stop};
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
