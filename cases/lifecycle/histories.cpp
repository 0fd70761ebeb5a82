// SPDX-License-Identifier: Apache-2.0
//
// Several calls on one instance, one after another: every two steps in either order, as every
// action knows them, and more of them where two cannot show it. A step never changes what the
// documents say of the next one, but by what it did to the instance: who remembers a flag, an
// identity or a format of an earlier call, or counts calls, answers wrongly here.
//
//   start-instance/history/dry-run/plain             a dry run, and the call itself
//   start-instance/history/plain/settled/other       ... when the instance has come to rest
//   start-instance/history/dry-run/forged/plain      at depth 3
//
// What is right after a step follows from the ruling on the world that it led to. Two steps go over
// one connection; where the first has to settle before, the second has a new one.
#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/authentication/door.hpp"
#include "cases/base/answers.hpp"
#include "cases/families.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/instance/outcomes.hpp"
#include "cases/lifecycle/ruling.hpp"
#include "cases/pairs/worlds.hpp"

namespace hallmark::cases {
namespace {

using specs::BooleanParameter;
using specs::StatusSet;

constexpr int settle_time = 20;  // ms; long enough to be seen on the way
constexpr std::string_view earlier_calls =
    "the documents leave open what an earlier call did, or whether the signature comes first";

enum class Step : std::uint8_t {
  plain,
  dry_run,
  on,             // with its flag true
  off,            // with its flag false
  undeclared,     // with a parameter that no page has
  unknown,        // about an instance that nobody has
  other,          // another action
  other_dry_run,  // a dry run of it, where the action has none
  forged,         // signed with a wrong secret
  replay,         // the bytes of the step before, on its connection
  replay_elsewhere,
};

struct StepRow {
  Step step;
  std::string_view slug;
};
constexpr std::array<StepRow, 11> steps = {{{Step::plain, "plain"},
                                            {Step::dry_run, "dry-run"},
                                            {Step::on, "flag-true"},
                                            {Step::off, "flag-false"},
                                            {Step::undeclared, "undeclared"},
                                            {Step::unknown, "unknown-instance"},
                                            {Step::other, "other-action"},
                                            {Step::other_dry_run, "other-action-dry-run"},
                                            {Step::forged, "forged"},
                                            {Step::replay, "replay"},
                                            {Step::replay_elsewhere, "replay-elsewhere"}}};
constexpr std::string_view slug_of(Step step) { return steps[static_cast<std::size_t>(step)].slug; }
constexpr bool is_replay(Step step) {
  return step == Step::replay || step == Step::replay_elsewhere;
}

// The flag of an action besides DryRun.
std::optional<BooleanParameter> flag_of(const TestedAction& action) {
  for (const BooleanParameter flag :
       {BooleanParameter::init_local_disk, BooleanParameter::force_stop}) {
    if (declares(action, flag)) return flag;
  }
  return std::nullopt;
}

// Another action, which is refused where this one is accepted.
const TestedAction& other_than(const TestedAction& action) {
  return action.name == reboot_instance_action.name ? start_instance_action
                                                    : reboot_instance_action;
}

bool knows(const TestedAction& action, Step step) {
  if (step == Step::dry_run) return declares(action, BooleanParameter::dry_run);
  if (step == Step::other_dry_run) {
    return !knows(action, Step::dry_run) && knows(other_than(action), Step::dry_run);
  }
  if (step == Step::on || step == Step::off) return flag_of(action).has_value();
  return true;
}

// What the instance may be after some steps. On its way it may have arrived: how long a status
// lasts is for the fixtures' provider to keep.
struct Possible {
  Fixture world;
  const TestedAction* moved_by = nullptr;  // it is on its way
};

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
    }
  }
}

// And not on the tables of the common protocol alone, which are in force whatever the edition.
bool rests_on_a_page(const Answer& answer) {
  return std::ranges::any_of(answer.citations, [](const specs::Citation& place) {
    return place.page->document != specs::no_document;
  });
}

// A history as it grows: a case, and what its steps so far may have made of the instance.
class Writer {
 public:
  Writer(const TestedAction& action, std::string name, Fixture world)
      : action_{action},
        possible_{{world}},
        case_{.id = std::string{action.slug} + "/history/" + std::move(name),
              .tags = about(action, Family::history),
              .depth = 2,
              .fixture = world,
              .effect = {.look = Effect::Look::once},
              .needs = needs_of(action)} {}

  // On the connection of the step before, but where that one has set the instance in motion and the
  // world moves on: then at rest, on a new one. `flagged`: with the action's flag, whatever the
  // step.
  void add(Step step, bool flagged = false) {
    const bool waits = settle();
    Call call = call_of(step, flagged);
    if (!case_.calls.empty()) {
      call.when_settled = waits;
      call.new_connection = waits || step == Step::replay_elsewhere;
      call.same_connection = !call.new_connection;
      if (call.new_connection) case_.calls.back().seen = seen_;
    }
    add(std::move(call));
  }

  void add(Call call) {
    if (call.action == action_.name) {
      add_places(case_.citations, std::span{action_.accepted.begin(), action_.accepted.end()});
    }
    case_.calls.push_back(std::move(call));
    seen_ = statuses_of(possible_);
  }

  // A call that is refused, whatever it says, because of who makes it.
  void add_stranger() {
    case_.second_world = true;
    Call call = plain_call(action_);
    call.identity = Identity::other_account;
    call.expect = refused_with(fault::not_yours);
    call.expect.lenience = "to another account an instance does not exist, or is forbidden";
    call.same_connection = !case_.calls.empty();
    need("authentication/{signature}/foreign-key/" + std::string{action_.slug});
    add(std::move(call));
  }

  void need(std::string id) {
    if (std::ranges::find(case_.needs, id) == case_.needs.end()) {
      case_.needs.push_back(std::move(id));
    }
  }

  [[nodiscard]] Case done(unsigned depth) {
    case_.depth = depth;
    case_.effect.seen = seen_;
    return std::move(case_);
  }

  [[nodiscard]] Case& current() { return case_; }
  // What the last call surely does with its flags.
  [[nodiscard]] const Ruling& ruling() const { return ruling_; }

 private:
  // Whether the next step has to wait until the instance is at rest.
  bool settle() {
    if (!case_.fixture.settle_ms) return false;
    bool moves = false;
    std::vector<Possible> settled;
    for (Possible one : possible_) {
      if (one.moved_by != nullptr) {
        moves = true;
        one.world.status = one.moved_by->documents->transition->to;
        one.moved_by = nullptr;
      }
      if (!is_known(settled, one)) settled.push_back(one);
    }
    possible_ = std::move(settled);
    return moves;
  }

  // The case that tells a wrong refusal of its own.
  void need_row(const TestedAction& action, const DocumentedRefusal& refusal) {
    need(std::string{action.slug} + "/row/" + std::string{refusal.name});
  }

  Call call_of(Step step, bool flagged) {
    if (is_replay(step)) return replay();
    if (step == Step::unknown) {
      const DocumentedRefusal& refusal = refusal_of(action_, RefusalReason::unknown_instance);
      Call call = cases::call_of(action_, refusal);
      allow(call.expect.allowed, refusal, Text::judged);
      need_row(action_, refusal);
      return with_flag(std::move(call), flagged);
    }
    const bool of_other = step == Step::other || step == Step::other_dry_run;
    const TestedAction& action = of_other ? other_than(action_) : action_;
    if (of_other) {
      need(needs_of(action).back());
      add_places(case_.citations, std::span{action.accepted.begin(), action.accepted.end()});
    }
    Flags flags;
    if (step == Step::dry_run || step == Step::other_dry_run) {
      flags[BooleanParameter::dry_run] = true;
      case_.dry_run = true;
      need(std::string{action.slug} + "/dry-run/passes");
    }
    if (step == Step::on || step == Step::off) flags[*flag_of(action)] = step == Step::on;
    if (step == Step::undeclared) {
      flags.invented = true;
      case_.level = Level::recommended;
    }
    Call call = plain_call(action);
    add_flags(call, flags);
    judge(call, action, flags, step == Step::forged);
    return with_flag(std::move(call), flagged);
  }

  [[nodiscard]] Call with_flag(Call call, bool flagged) const {
    if (!flagged) return call;
    Flags flags;
    flags[*flag_of(action_)] = true;
    add_flags(call, flags);
    return call;
  }

  // What is right of the call in each of the worlds, and what it makes of them.
  void judge(Call& call, const TestedAction& action, const Flags& flags, bool forged) {
    std::vector<Answer> allowed;
    std::vector<Possible> next;
    const auto keep = [&next](const Possible& one) {
      if (!is_known(next, one)) next.push_back(one);
    };
    for (const Possible& one : possible_) {
      ruling_ = ruling_on(action, one.world, Text::judged, flags);
      if (one.world.status != action.fixture().status) {
        need_row(action, refusal_of(action, RefusalReason::wrong_status));
      }
      const bool dry = flags[BooleanParameter::dry_run].value_or(false);
      if (ruling_.may_be_refused || !ruling_.may_be_accepted || dry || forged) keep(one);
      if (ruling_.may_be_accepted && !dry && !forged) {
        for (const Possible& moved : moved_by(action, one.world)) keep(moved);
      }
      if (call.expect.lenience.empty()) call.expect.lenience = ruling_.lenience;
      add_answers(allowed, std::move(ruling_.allowed));
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

  [[nodiscard]] std::vector<Possible> moved_by(const TestedAction& action, Fixture world) {
    const specs::Action& documents = *action.documents;
    const ConditionSet relief = documents.relief->surely;
    // That what was reactivated is no longer expired, no page says in so many words.
    if (world.conditions.meets(relief)) case_.level = Level::recommended;
    world.conditions = world.conditions.without(relief);
    std::vector<Possible> all;
    for (const specs::InstanceStatus status : specs::all_statuses) {
      if (!documents.transition->through.contains(status) && status != documents.transition->to) {
        continue;
      }
      world.status = status;
      all.push_back({world, &action});
    }
    return all;
  }

  // The bytes of the last call that was no replay itself.
  Call replay() {
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

  const TestedAction& action_;
  std::vector<Possible> possible_;
  Case case_;
  StatusSet seen_ = {};
  Ruling ruling_ = {};
};

// The first step, or two where it is a replay: that repeats something.
void begin(Writer& history, const TestedAction& action, Step step) {
  if (is_replay(step)) {
    history.add(knows(action, Step::dry_run) ? Step::dry_run : Step::unknown);
  }
  history.add(step);
}

bool moves(Step step) {
  return step == Step::plain || step == Step::on || step == Step::off || step == Step::undeclared;
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

void add_two_steps(std::vector<Case>& cases, const TestedAction& action) {
  for (const StepRow& first : steps) {
    for (const StepRow& second : steps) {
      if (!knows(action, first.step) || !knows(action, second.step)) continue;
      Writer held{action, name_of({first.slug, second.slug}), action.fixture()};
      begin(held, action, first.step);
      held.add(second.step);
      cases.push_back(held.done(2));
      if (!moves(first.step)) continue;
      Writer settled{action, name_of({first.slug, "settled", second.slug}),
                     settling(action.fixture())};
      settled.add(first.step);
      settled.add(second.step);
      cases.push_back(settled.done(2));
    }
  }
}

// A call that its status forbids, after one that does nothing: still forbidden, in the same words.
void add_refused_twice(std::vector<Case>& cases, const TestedAction& action) {
  for (const Step first :
       {Step::plain, Step::dry_run, Step::other_dry_run, Step::unknown, Step::forged}) {
    if (!knows(action, first)) continue;
    Writer history{action, name_of({"wrong-status", slug_of(first), "plain"}),
                   refusal_of(action, RefusalReason::wrong_status).world};
    history.add(first);
    history.add(Step::plain);
    cases.push_back(history.done(2));
  }
}

// So is one that something else forbids, whatever was asked for before: at once, and once more, and
// as a dry run.
void add_refused_again(std::vector<Case>& cases, const TestedAction& action) {
  for (const Difference& difference : differences_of(action)) {
    const auto world = world_of(action, std::span{&difference, 1});
    if (!world || ruling_on(action, *world).may_be_accepted) continue;
    // A status on its way may have come to its end by the second call.
    if (difference.status && *difference.status != specs::InstanceStatus::stopped &&
        *difference.status != specs::InstanceStatus::running) {
      continue;
    }
    for (const std::initializer_list<Step> asked :
         {std::initializer_list<Step>{Step::forged, Step::plain, Step::plain},
          std::initializer_list<Step>{Step::forged, Step::dry_run, Step::dry_run, Step::plain}}) {
      if (!std::ranges::all_of(asked, [&](Step step) { return knows(action, step); })) continue;
      std::string name = difference.slug;
      for (const Step step : asked) name.append("/").append(slug_of(step));
      Writer history{action, std::move(name), *world};
      history.need(id_of_one(action, difference));
      for (const Step step : asked) history.add(step);
      if (fails_as_a_whole(*world)) history.current().effect.channel = Channel::fixture;
      cases.push_back(history.done(2));
    }
  }
}

void add_three(std::vector<Case>& cases, const TestedAction& action, std::array<Step, 3> three,
               unsigned depth) {
  if (!std::ranges::all_of(three, [&](Step step) { return knows(action, step); })) return;
  Writer history{action, name_of({slug_of(three[0]), slug_of(three[1]), slug_of(three[2])}),
                 settling(action.fixture())};
  for (const Step step : three) history.add(step);
  cases.push_back(history.done(depth));
}

// Two that leave the instance alone.
std::array<Step, 2> quiet_steps(const TestedAction& action) {
  return knows(action, Step::dry_run) ? std::array{Step::dry_run, Step::other}
                                      : std::array{Step::other, Step::unknown};
}

// Before each step.
void add_third_steps(std::vector<Case>& cases, const TestedAction& action) {
  const std::array quiet = quiet_steps(action);
  for (const StepRow& last : steps) add_three(cases, action, {quiet[0], quiet[1], last.step}, 2);
}

// Whatever three of those that tell most.
void add_any_three_steps(std::vector<Case>& cases, const TestedAction& action) {
  constexpr std::array telling = {Step::plain, Step::dry_run, Step::on, Step::other, Step::forged};
  for (const Step first : telling) {
    for (const Step second : telling) {
      if (std::array{first, second} == quiet_steps(action)) continue;
      for (const Step third : telling) add_three(cases, action, {first, second, third}, 3);
    }
  }
}

// What the action's flag is for shows under these conditions.
ConditionSet conditions_of_flag(const TestedAction& action) {
  const auto flag = flag_of(action);
  for (const specs::FlagEffect& effect : action.documents->flag_effects()) {
    if (flag && effect.when->flags_on.contains(*flag)) return effect.when->all_of;
  }
  return {};
}

// A call comes to its last status whatever it says, and however the instance is paid for; and what
// a flag did stays done.
void add_settling(std::vector<Case>& cases, const TestedAction& action) {
  for (const StepRow& one : steps) {
    if (!moves(one.step) || !knows(action, one.step)) continue;
    for (const ChargeType type : specs::charge_types) {
      Fixture world = settling(action.fixture());
      world.charge_type = type;
      if (one.step == Step::plain && type == ChargeType::post_paid) continue;  // transition/settles
      if (!ruling_on(action, world).may_be_accepted) continue;
      const bool has_flag = one.step == Step::on || one.step == Step::off;
      if (has_flag) world.conditions = world.conditions | conditions_of_flag(action);
      Writer history{action, name_of({one.slug, "settled-" + cases::slug_of(specs::name_of(type))}),
                     world};
      history.add(one.step);
      const Ruling ruling = history.ruling();
      Case ended = history.done(2);
      ended.effect = {.look = Effect::Look::settled};
      if (has_flag) {
        ended.effect.local_disk_data = ruling.local_disk;
        ended.effect.last_stop = ruling.last_stop;
        add_places(ended.citations, sentences_on(action, *flag_of(action), one.step == Step::on,
                                                 conditions_of_flag(action)));
      }
      cases.push_back(std::move(ended));
    }
  }
}

// So it does under each condition that does not surely forbid it.
void add_settling_under(std::vector<Case>& cases, const TestedAction& action) {
  for (const Difference& difference : differences_of(action)) {
    const auto world = world_of(action, std::span{&difference, 1});
    if (!difference.condition || !world || !ruling_on(action, *world).may_be_accepted) continue;
    Writer history{action, name_of({"plain", "settled-" + difference.slug}), settling(*world)};
    history.need(id_of_one(action, difference));
    history.add(Step::plain);
    Case ended = history.done(2);
    // One call, and a difference: no history.
    ended.id = id_of_one(action, difference) + "/settled";
    ended.tags = about(action, Family::pair);
    ended.effect = {.look = Effect::Look::settled};
    cases.push_back(std::move(ended));
  }
}

// A flag holds for the call that says it: not for the next one, which does not.
void add_remembered_flag(std::vector<Case>& cases, const TestedAction& action) {
  const auto flag = flag_of(action);
  if (!flag) return;
  Fixture world = settling(action.fixture());
  world.conditions = world.conditions | conditions_of_flag(action);
  for (const Step first : {Step::dry_run, Step::unknown, Step::forged, Step::on}) {
    if (!knows(action, first)) continue;
    Writer history{action, name_of({std::string{slug_of(first)} + "-with-flag", "plain"}), world};
    history.add(first, first != Step::on);
    history.add(Step::plain);
    const Ruling ruling = history.ruling();
    if (!ruling.may_be_accepted) continue;  // it has started already
    Case one = history.done(2);
    one.effect.local_disk_data = ruling.local_disk;
    one.effect.last_stop = ruling.last_stop;
    add_places(one.citations, sentences_on(action, *flag, false, conditions_of_flag(action)));
    cases.push_back(std::move(one));
  }
}

// Who calls is who has signed this call, not an earlier one.
void add_remembered_identity(std::vector<Case>& cases, const TestedAction& action) {
  Writer after{action, "stranger/plain", action.fixture()};
  after.add_stranger();
  after.add(Step::plain);
  cases.push_back(after.done(2));
  Writer before{action, "other-action/stranger", action.fixture()};
  before.add(Step::other);
  before.add_stranger();
  cases.push_back(before.done(2));
}

// So is the format of an answer.
void add_remembered_format(std::vector<Case>& cases, const TestedAction& action) {
  for (const bool xml_first : {true, false}) {
    Writer history{action, xml_first ? "xml/json" : "json/xml", action.fixture()};
    history.add(Step::unknown);
    history.add(Step::plain);
    Case one = history.done(2);
    one.once = true;
    one.needs = {"base/action/" + std::string{action.slug}, "base/format/xml", "base/format/json"};
    one.calls[0].variant = Variant{.format = xml_first ? Format::xml : Format::json};
    one.calls[1].variant = Variant{.format = xml_first ? Format::json : Format::xml};
    for (Call& call : one.calls) {
      call.expect.checks = AnswerChecks{AnswerCheck::requested_format, AnswerCheck::content_type};
    }
    one.citations.push_back(envelope_clause(specs::common::envelope::clause::format_chosen));
    cases.push_back(std::move(one));
  }
}

}  // namespace

std::vector<Case> history_cases() {
  std::vector<Case> cases;
  for (const TestedAction& action : tested_actions) {
    add_two_steps(cases, action);
    add_refused_twice(cases, action);
    add_refused_again(cases, action);
    add_third_steps(cases, action);
    add_settling(cases, action);
    add_settling_under(cases, action);
    add_remembered_flag(cases, action);
    add_remembered_identity(cases, action);
    add_remembered_format(cases, action);
  }
  return cases;
}

std::vector<Case> long_history_cases() {
  std::vector<Case> cases;
  for (const TestedAction& action : tested_actions) add_any_three_steps(cases, action);
  return cases;
}

}  // namespace hallmark::cases
