// SPDX-License-Identifier: Apache-2.0
#include "cases/lifecycle/history_writer.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "cases/authentication/door.hpp"
#include "cases/base/answers.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/instance/outcomes.hpp"
#include "cases/lifecycle/channels.hpp"

namespace hallmark::cases::history {
namespace {

using specs::BooleanParameter;
using specs::StatusSet;

constexpr int settle_time = 20;  // ms
constexpr std::string_view earlier_calls =
    "the documents leave open what an earlier call did, or whether the signature comes first";
constexpr std::string_view asked_aside =
    "what is asked beside the tested actions may be refused: that is asked for elsewhere";
constexpr std::string_view may_be_lacking =
    "StopInstance is none of the tested actions: where it is refused, or stops at once, nothing "
    "else is asked";

bool is_known(const std::vector<Possible>& all, const Possible& wanted) {
  return std::ranges::any_of(all, [&wanted](const Possible& one) {
    return one.world == wanted.world && one.moved_by == wanted.moved_by;
  });
}

StatusSet statuses_of(const std::vector<Possible>& all) {
  StatusSet statuses;
  for (const Possible& one : all) statuses = statuses | StatusSet{one.world.status};
  return statuses;
}

// Adds answers, each once.
void add_answers(std::vector<Answer>& all, std::vector<Answer> more) {
  for (Answer& one : more) {
    const auto known = std::ranges::find_if(all, [&one](const Answer& other) {
      return other.kind == one.kind && other.status == one.status &&
             other.status_class == one.status_class && other.code == one.code &&
             other.message == one.message;
    });
    if (known == all.end()) {
      all.push_back(std::move(one));
    } else {
      add_places(known->citations, one.citations);
      known->if_arrived = known->if_arrived && one.if_arrived;
    }
  }
}

// Of an action that an endpoint may lack.
std::vector<Answer> whatever_it_says(Citations when_accepted) {
  std::vector<Answer> all{accepted(std::move(when_accepted))};
  for (const int status_class : {4, 5}) {
    all.push_back({.kind = Answer::Kind::refused,
                   .status_class = status_class,
                   .citations = {any_refusal},
                   .bare = true});
  }
  return all;
}

std::vector<Possible> on_the_way(const specs::Transition& transition, Fixture world) {
  std::vector<Possible> all;
  for (const specs::InstanceStatus status : specs::all_statuses) {
    if (!transition.through.contains(status) && status != transition.to) continue;
    world.status = status;
    all.push_back({world, &transition});
  }
  return all;
}

}  // namespace

Flags saying(BooleanParameter flag, bool value) {
  Flags flags;
  flags[flag] = value;
  return flags;
}

const TestedAction& other_than(const TestedAction& action) {
  return action.name == reboot_instance_action.name ? start_instance_action
                                                    : reboot_instance_action;
}

bool knows(const TestedAction& action, Step step) {
  if (step == Step::dry_run || step == Step::not_dry)
    return declares(action, BooleanParameter::dry_run);
  if (step == Step::other_dry_run) {
    return !declares(action, BooleanParameter::dry_run) &&
           declares(other_than(action), BooleanParameter::dry_run);
  }
  if (step == Step::on || step == Step::off) return flag_of(action).has_value();
  return true;
}

Fixture settling(Fixture world) {
  world.settle_ms = settle_time;
  return world;
}

std::string name_of(std::initializer_list<std::string_view> parts) {
  std::string name;
  for (const std::string_view part : parts) name.append(name.empty() ? "" : "/").append(part);
  return name;
}

std::string names_of(std::span<const Step> all) {
  std::string name;
  for (const Step step : all) name.append(name.empty() ? "" : "/").append(slug_of(step));
  return name;
}

void send_by_form(Case& one) {
  one.once = true;
  for (Call& call : one.calls) {
    call.variant = Variant{Method::post_form, Format::json, Signature::v3};
  }
}

Writer::Writer(const TestedAction& action, std::string name, Fixture world)
    : action_{action},
      possible_{{world}},
      case_{.id = std::string{action.slug} + "/history/" + std::move(name),
            .tags = about(action, Family::history),
            .depth = 2,
            .fixture = world,
            .effect = {.look = Effect::Look::once},
            .needs = needs_of(action)} {}

void Writer::add(Step step, const Flags& said) {
  const bool waits = settle();
  Call call = call_of(step, said);
  call.new_connection = step == Step::replay_elsewhere && !case_.calls.empty();
  join(call, waits);
  add(std::move(call));
}

void Writer::add(const TestedAction& other) {
  const bool waits = settle();
  Call call = call_of(other, {}, false);
  join(call, waits);
  add(std::move(call));
}

void Writer::add_forged(const TestedAction& other) {
  const bool waits = settle();
  Call call = call_of(other, {}, true);
  join(call, waits);
  add(std::move(call));
}

void Writer::add(Call call) {
  if (call.action == action_.name) {
    add_places(case_.citations, action_.accepted);
  }
  case_.calls.push_back(std::move(call));
  seen_ = statuses_of(possible_);
}

void Writer::add_on_its_way(Step step) {
  Call call = call_of(step, {});
  call.same_connection = true;
  add(std::move(call));
}

void Writer::look() { case_.calls.back().seen = statuses_of(possible_); }

void Writer::let_it_tell() {
  case_.calls.back().local_disk_data = ruling_.local_disk;
  case_.calls.back().last_stop = ruling_.last_stop;
}

void Writer::add_stop(const Flags& said) {
  const bool waits = settle();
  Call call{.action = std::string{descriptions::stop_instance},
            .arguments = {{.name = "InstanceId", .value = this_instance()}}};
  call.expect.allowed = whatever_it_says({descriptions::sentence(descriptions::clause::stopping)});
  call.expect.lenience = may_be_lacking;
  add_flags(call, said);
  join(call, waits);
  std::vector<Possible> next;
  for (const Possible& one : possible_) {
    for (const Possible& stopped : on_the_way(descriptions::stop, one.world)) {
      const bool rests = stopped.world.status == descriptions::stop.to;
      if (!rests || case_.fixture.settle_ms) next.push_back(stopped);
    }
  }
  possible_ = std::move(next);
  if (!case_.fixture.settle_ms) call.seen = descriptions::stop.through.with(descriptions::stop.to);
  add(std::move(call));
}

void Writer::add_aside(std::string_view action, std::vector<Argument> arguments) {
  Call call{.action = std::string{action}, .arguments = std::move(arguments)};
  call.expect.allowed = whatever_it_says({any_success});
  call.expect.lenience = asked_aside;
  call.aside = true;
  call.same_connection = !case_.calls.empty();
  add(std::move(call));
}

void Writer::add_stranger(const Flags& said) {
  const bool waits = settle();
  case_.second_world = true;
  Call call = plain_call(action_);
  add_flags(call, said);
  call.identity = Identity::other_account;
  call.expect = refused_with(fault::not_yours);
  call.expect.lenience = "to another account an instance does not exist, or is forbidden";
  join(call, waits);
  if (said[BooleanParameter::dry_run].value_or(false)) {
    case_.dry_run = true;
    need(std::string{action_.slug} + "/dry-run/passes");
  }
  need("authentication/{signature}/foreign-key/" + std::string{action_.slug});
  add(std::move(call));
}

void Writer::need(std::string id) {
  if (std::ranges::find(case_.needs, id) == case_.needs.end()) {
    case_.needs.push_back(std::move(id));
  }
}

Case Writer::done(unsigned depth) {
  case_.depth = depth;
  case_.effect.seen = seen_;
  const bool moves =
      std::ranges::any_of(possible_, [](const Possible& one) { return one.moved_by != nullptr; });
  if (case_.fixture.settle_ms && moves) case_.effect.look = Effect::Look::settled;
  return std::move(case_);
}

void Writer::join(Call& call, bool waits) {
  if (case_.calls.empty()) return;
  call.when_settled = waits;
  call.new_connection = call.new_connection || waits;
  call.same_connection = !call.new_connection && !case_.calls.back().seen;
  if (call.new_connection) case_.calls.back().seen = seen_;
}

bool Writer::settle() {
  if (!case_.fixture.settle_ms) return false;
  bool moves = false;
  std::vector<Possible> settled;
  for (Possible one : possible_) {
    if (one.moved_by != nullptr) {
      moves = true;
      one.world.status = one.moved_by->to;
      one.moved_by = nullptr;
    }
    if (!is_known(settled, one)) settled.push_back(one);
  }
  possible_ = std::move(settled);
  return moves;
}

void Writer::need_row(const TestedAction& action, const DocumentedRefusal& refusal) {
  need(std::string{action.slug} + "/row/" + std::string{refusal.name});
}

const TestedAction& Writer::action_of(Step step) const {
  if (step == Step::reactivation) return reactivate_instances_action;
  if (step == Step::start) return start_instance_action;
  const bool of_other = step == Step::other || step == Step::other_dry_run;
  return of_other ? other_than(action_) : action_;
}

Call Writer::call_of(Step step, const Flags& said) {
  if (is_replay(step)) return replay();
  if (step == Step::unknown) {
    const DocumentedRefusal& refusal = refusal_of(action_, RefusalReason::unknown_instance);
    Call call = cases::call_of(action_, refusal);
    allow(call.expect.allowed, refusal, Text::judged);
    need_row(action_, refusal);
    add_flags(call, said);
    return call;
  }
  Flags flags = said;
  if (step == Step::dry_run || step == Step::other_dry_run) {
    flags[BooleanParameter::dry_run] = true;
  }
  if (step == Step::not_dry) flags[BooleanParameter::dry_run] = false;
  if (step == Step::on || step == Step::off) flags[*flag_of(action_)] = step == Step::on;
  if (step == Step::undeclared) flags.invented = true;
  return call_of(action_of(step), flags, step == Step::forged);
}

Call Writer::call_of(const TestedAction& action, const Flags& flags, bool forged) {
  if (action.name != action_.name) {
    need(needs_of(action).back());
    add_places(case_.citations, action.accepted);
  }
  if (flags.invented) case_.level = Level::recommended;
  if (flags[BooleanParameter::dry_run].value_or(false)) {
    case_.dry_run = true;
    need(std::string{action.slug} + "/dry-run/passes");
  }
  Call call = plain_call(action);
  add_flags(call, flags);
  judge(call, action, forged ? Flags{} : flags, forged);
  return call;
}

void Writer::judge(Call& call, const TestedAction& action, const Flags& flags, bool forged) {
  std::vector<Answer> allowed;
  std::vector<Possible> next;
  const auto keep = [&next](const Possible& one) {
    if (!is_known(next, one)) next.push_back(one);
  };
  for (const Possible& one : possible_) {
    Ruling ruling = ruling_on(action, one.world, Text::judged, flags);
    if (one.world.status != action.fixture().status) {
      need_row(action, refusal_of(action, RefusalReason::wrong_status));
    }
    const bool dry = flags[BooleanParameter::dry_run].value_or(false);
    if (ruling.may_be_refused || !ruling.may_be_accepted || dry || forged) keep(one);
    if (ruling.may_be_accepted && !dry && !forged) {
      for (const Possible& moved : moved_by(action, one.world)) keep(moved);
    }
    if (call.expect.lenience.empty()) call.expect.lenience = ruling.lenience;
    const bool has_arrived = one.moved_by != nullptr && one.world.status == one.moved_by->to;
    for (Answer& answer : ruling.allowed) answer.if_arrived = has_arrived;
    add_answers(allowed, std::move(ruling.allowed));
    const bool tells_more = ruling.may_be_accepted && !ruling_.may_be_accepted;
    if (&one == &possible_.front() || tells_more) ruling_ = std::move(ruling);
  }
  possible_ = std::move(next);
  if (forged) {
    call.identity = Identity::wrong_secret;
    need("authentication/{signature}/wrong-secret/" + std::string{action.slug});
    std::erase_if(allowed, [](const Answer& one) { return one.kind == Answer::Kind::accepted; });
    std::vector<Answer> mismatches = answers(fault::mismatch);
    if (!allowed.empty()) {
      for (Answer& one : mismatches) {
        add_places(one.citations, std::span{action.accepted.begin(), action.accepted.end()});
      }
    }
    add_answers(allowed, std::move(mismatches));
    call.expect.lenience = families_differ;
  }
  call.expect.allowed = std::move(allowed);
  if (call.expect.lenience.empty() && call.expect.allowed.size() > 1) {
    call.expect.lenience = earlier_calls;
  }
}

std::vector<Possible> Writer::moved_by(const TestedAction& action, Fixture world) {
  const specs::Action& documents = *action.documents;
  const ConditionSet relief = documents.relief->surely;
  std::vector<Possible> all;
  // That what was reactivated is no longer expired, no page says in so many words.
  if (world.conditions.meets(relief) && relief_is_open_) {
    all = on_the_way(*documents.transition, world);
  } else if (world.conditions.meets(relief)) {
    case_.level = Level::recommended;
  }
  world.conditions = world.conditions.without(relief);
  std::ranges::move(on_the_way(*documents.transition, world), std::back_inserter(all));
  return all;
}

Call Writer::replay() {
  std::size_t source = case_.calls.size() - 1;
  if (case_.calls[source].replay_of) source = *case_.calls[source].replay_of;
  Call call = case_.calls[source];
  call.seen.reset();
  call.replay_of = source;
  // Whether the nonce is looked at before what the call was refused for the first time, or is
  // used up by such a call at all, no page says.
  std::vector<Answer> again = std::move(call.expect.allowed);
  std::erase_if(again, [](const Answer& one) { return one.kind == Answer::Kind::accepted; });
  call.expect = refused_with(fault::used_nonce);
  if (!again.empty()) {
    const TestedAction& action = call.action == action_.name ? action_ : other_than(action_);
    if (std::ranges::any_of(again, rests_on_a_page)) {
      for (Answer& one : call.expect.allowed) {
        add_places(one.citations, std::span{action.accepted.begin(), action.accepted.end()});
      }
    }
    add_answers(call.expect.allowed, std::move(again));
    call.expect.lenience = earlier_calls;
  }
  need("authentication/{signature}/replay/same-bytes/" + std::string{action_.slug});
  add_places(case_.citations, std::array{door_v1.nonce_once, door_v3.nonce_once});
  return call;
}

Case done_with_flag(Writer& history, const TestedAction& action, BooleanParameter flag, bool on) {
  const Ruling ruling = history.ruling();
  Case one = history.done(2);
  one.effect.local_disk_data = ruling.local_disk;
  one.effect.last_stop = ruling.last_stop;
  add_places(one.citations, sentences_on(action, flag, on, conditions_of_flag(action)));
  return one;
}

}  // namespace hallmark::cases::history
