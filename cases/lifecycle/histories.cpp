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
// Which there are: every two steps, in either order, that an action knows, even where other cases
// see the same faults. Beyond that only what sees a fault under a trigger that nothing else sees,
// each family as it is derived: minimised by naming all the others to
//
//   hallmark selftest --depth 2 --needed ID --needed ID ...
//
// and leaving away the families, and the members that a rule tells from the rest, of which it names
// none.
//
// What is right after a step follows from the ruling on the world that it led to. Two steps go over
// one connection; where the first has to settle before, the second has a new one.
#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <iterator>
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
#include "cases/lifecycle/channels.hpp"
#include "cases/lifecycle/ruling.hpp"
#include "cases/pairs/worlds.hpp"

namespace hallmark::cases {
namespace {

using specs::BooleanParameter;
using specs::StatusSet;

constexpr int settle_time = 20;  // ms; long enough to be seen on the way
constexpr int late_settle_time = 250;
constexpr int meanwhile_settle_time = 150;  // in which a call comes and goes
constexpr std::string_view earlier_calls =
    "the documents leave open what an earlier call did, or whether the signature comes first";
constexpr std::string_view may_be_lacking =
    "StopInstance is none of the tested actions: where it is refused, or stops at once, nothing "
    "else "
    "is asked";

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
  // Where a history needs them, and no step of every two.
  not_dry,       // with DryRun=false
  reactivation,  // whatever the history is about
  start,         // so is this one
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

Flags saying(BooleanParameter flag, bool value) {
  Flags flags;
  flags[flag] = value;
  return flags;
}

// Another action, which is refused where this one is accepted.
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

// What the instance may be after some steps. On its way it may have arrived: how long a status
// lasts is for the fixtures' provider to keep.
struct Possible {
  Fixture world;
  const specs::Transition* moved_by = nullptr;  // it is on its way
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
  // world moves on: then at rest, on a new one. `said`: besides what the step says.
  void add(Step step, const Flags& said = {}) {
    const bool waits = settle();
    Call call = call_of(step, said);
    if (!case_.calls.empty()) {
      call.new_connection = step == Step::replay_elsewhere;
      join(call, waits);
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

  // Though the step before has set the instance in motion, and the world moves on.
  void add_on_its_way(Step step) {
    Call call = call_of(step, {});
    call.same_connection = true;
    add(std::move(call));
  }

  // StopInstance, which an endpoint may lack. Where the world does not move on it stays Stopping,
  // and is looked at, for who stops at once breaks no promise of the tested actions.
  void add_stop(const Flags& said = {}) {
    const bool waits = settle();
    Call call{.action = std::string{descriptions::stop_instance},
              .arguments = {{.name = "InstanceId", .value = this_instance()}}};
    call.expect.allowed = {
        accepted({descriptions::sentence(descriptions::clause::stopping)}),
        {.kind = Answer::Kind::refused,
         .status_class = 4,
         .citations = {any_refusal},
         .bare = true},
        {.kind = Answer::Kind::refused,
         .status_class = 5,
         .citations = {any_refusal},
         .bare = true},
    };
    call.expect.lenience = may_be_lacking;
    add_flags(call, said);
    if (!case_.calls.empty()) join(call, waits);
    std::vector<Possible> next;
    for (const Possible& one : possible_) {
      for (Possible& stopped : on_the_way(descriptions::stop, one.world)) {
        const bool rests = stopped.world.status == descriptions::stop.to;
        if (!rests || case_.fixture.settle_ms) next.push_back(std::move(stopped));
      }
    }
    possible_ = std::move(next);
    if (!case_.fixture.settle_ms)
      call.seen = descriptions::stop.through.with(descriptions::stop.to);
    add(std::move(call));
  }

  // Leaves open what no page says: whether what was reactivated is expired still.
  void leave_relief_open() { relief_is_open_ = true; }

  // A call that is refused, whatever it says, because of who makes it.
  void add_stranger(const Flags& said = {}) {
    case_.second_world = true;
    Call call = plain_call(action_);
    add_flags(call, said);
    call.identity = Identity::other_account;
    call.expect = refused_with(fault::not_yours);
    call.expect.lenience = "to another account an instance does not exist, or is forbidden";
    call.same_connection = !case_.calls.empty();
    if (said[BooleanParameter::dry_run].value_or(false)) {
      case_.dry_run = true;
      need(std::string{action_.slug} + "/dry-run/passes");
    }
    need("authentication/{signature}/foreign-key/" + std::string{action_.slug});
    add(std::move(call));
  }

  void need(std::string id) {
    if (std::ranges::find(case_.needs, id) == case_.needs.end()) {
      case_.needs.push_back(std::move(id));
    }
  }

  // Where the world moves on, what the last step has set in motion is looked at until it is at
  // rest.
  [[nodiscard]] Case done(unsigned depth) {
    case_.depth = depth;
    case_.effect.seen = seen_;
    const bool moves =
        std::ranges::any_of(possible_, [](const Possible& one) { return one.moved_by != nullptr; });
    if (case_.fixture.settle_ms && moves) case_.effect.look = Effect::Look::settled;
    return std::move(case_);
  }

  [[nodiscard]] Case& current() { return case_; }
  // What the last call surely does with its flags.
  [[nodiscard]] const Ruling& ruling() const { return ruling_; }

 private:
  // To the step before: where that has to come to rest first, on a new connection.
  void join(Call& call, bool waits) {
    call.when_settled = waits;
    call.new_connection = call.new_connection || waits;
    call.same_connection = !call.new_connection && !case_.calls.back().seen;
    if (call.new_connection) case_.calls.back().seen = seen_;
  }

  // Whether the next step has to wait until the instance is at rest.
  bool settle() {
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

  // The case that tells a wrong refusal of its own.
  void need_row(const TestedAction& action, const DocumentedRefusal& refusal) {
    need(std::string{action.slug} + "/row/" + std::string{refusal.name});
  }

  [[nodiscard]] const TestedAction& action_of(Step step) const {
    if (step == Step::reactivation) return reactivate_instances_action;
    if (step == Step::start) return start_instance_action;
    const bool of_other = step == Step::other || step == Step::other_dry_run;
    return of_other ? other_than(action_) : action_;
  }

  Call call_of(Step step, const Flags& said) {
    if (is_replay(step)) return replay();
    if (step == Step::unknown) {
      const DocumentedRefusal& refusal = refusal_of(action_, RefusalReason::unknown_instance);
      Call call = cases::call_of(action_, refusal);
      allow(call.expect.allowed, refusal, Text::judged);
      need_row(action_, refusal);
      add_flags(call, said);
      return call;
    }
    const TestedAction& action = action_of(step);
    if (action.name != action_.name) {
      need(needs_of(action).back());
      add_places(case_.citations, std::span{action.accepted.begin(), action.accepted.end()});
    }
    Flags flags = said;
    if (step == Step::dry_run || step == Step::other_dry_run) {
      flags[BooleanParameter::dry_run] = true;
    }
    if (step == Step::not_dry) flags[BooleanParameter::dry_run] = false;
    if (step == Step::on || step == Step::off) flags[*flag_of(action)] = step == Step::on;
    if (step == Step::undeclared) flags.invented = true;
    if (flags.invented) case_.level = Level::recommended;
    if (flags[BooleanParameter::dry_run].value_or(false)) {
      case_.dry_run = true;
      need(std::string{action.slug} + "/dry-run/passes");
    }
    Call call = plain_call(action);
    add_flags(call, flags);
    const bool forged = step == Step::forged;
    judge(call, action, forged ? Flags{} : flags, forged);
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

  static std::vector<Possible> on_the_way(const specs::Transition& transition, Fixture world) {
    std::vector<Possible> all;
    for (const specs::InstanceStatus status : specs::all_statuses) {
      if (!transition.through.contains(status) && status != transition.to) continue;
      world.status = status;
      all.push_back({world, &transition});
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
  bool relief_is_open_ = false;
};

// The first step, or two where it is a replay: that repeats something.
void begin(Writer& history, const TestedAction& action, Step step) {
  if (is_replay(step)) {
    history.add(knows(action, Step::dry_run) ? Step::dry_run : Step::unknown);
  }
  history.add(step);
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
      if (first.step != Step::plain) continue;  // at rest all that moved it are alike
      Writer settled{action, name_of({first.slug, "settled", second.slug}),
                     settling(action.fixture())};
      settled.add(first.step);
      settled.add(second.step);
      cases.push_back(settled.done(2));
      // How it was stopped tells a second restart from none.
      if (second.step == Step::on) cases.back().effect.last_stop = settled.ruling().last_stop;
    }
  }
}

// start-instance/history/plain/settled/other-action: the words of some steps in an id.
std::string names_of(std::span<const Step> all) {
  std::string name;
  for (const Step step : all) name.append(name.empty() ? "" : "/").append(slug_of(step));
  return name;
}

// What is about a difference more than about the order of calls is no history: the campaigns do not
// know which of the conditions that no page of an action speaks of may refuse it, and in which
// words.
void make_pair_of(Case& one, const TestedAction& action, const Difference& difference,
                  std::string_view slug) {
  one.id = id_of_one(action, difference) + "/" + std::string{slug};
  one.tags = about(action, Family::pair);
  one.needs.push_back(id_of_one(action, difference));
}

// A call that its status forbids, after another action's dry run: still forbidden, in the same
// words.
void add_refused_twice(std::vector<Case>& cases, const TestedAction& action) {
  if (!knows(action, Step::other_dry_run)) return;
  Writer history{action, name_of({"wrong-status", slug_of(Step::other_dry_run), "plain"}),
                 refusal_of(action, RefusalReason::wrong_status).world};
  history.add(Step::other_dry_run);
  history.add(Step::plain);
  cases.push_back(history.done(2));
}

// So is one that something else forbids, whatever was asked for before: once more, and as a dry
// run.
void add_refused_again(std::vector<Case>& cases, const TestedAction& action) {
  for (const Difference& difference : differences_of(action)) {
    const auto world = world_of(action, std::span{&difference, 1});
    if (!world || ruling_on(action, *world).may_be_accepted) continue;
    // A status on its way may come to its end meanwhile.
    const bool on_its_way = difference.status && specs::is_transitory(*difference.status);
    std::vector<Step> asked{Step::forged, Step::plain};
    if (!on_its_way && knows(action, Step::dry_run)) {
      asked.insert(asked.end() - 1, 2, Step::dry_run);
    } else if (!on_its_way) {
      asked.push_back(Step::plain);
    }
    Writer history{action, name_of({difference.slug, names_of(asked)}), *world};
    history.need(id_of_one(action, difference));
    for (const Step step : asked) history.add(step);
    if (fails_as_a_whole(*world)) history.current().effect.channel = Channel::fixture;
    cases.push_back(history.done(2));
    if (on_its_way) make_pair_of(cases.back(), action, difference, names_of(asked));
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

// Before what a call says besides.
void add_third_steps(std::vector<Case>& cases, const TestedAction& action) {
  const std::array quiet = quiet_steps(action);
  for (const Step last : {Step::off, Step::undeclared}) {
    add_three(cases, action, {quiet[0], quiet[1], last}, 2);
  }
}

// Whatever three of those that tell most.
void add_any_three_steps(std::vector<Case>& cases, const TestedAction& action) {
  constexpr std::array telling = {Step::plain, Step::dry_run, Step::on, Step::other, Step::forged};
  for (const Step first : telling) {
    for (const Step second : telling) {
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

// A history whose last call says of the flag that it is `on`, and what that does to the instance.
Case done_with_flag(Writer& history, const TestedAction& action, BooleanParameter flag, bool on) {
  const Ruling ruling = history.ruling();
  Case one = history.done(2);
  one.effect.local_disk_data = ruling.local_disk;
  one.effect.last_stop = ruling.last_stop;
  add_places(one.citations, sentences_on(action, flag, on, conditions_of_flag(action)));
  return one;
}

// A call comes to its last status whatever it says, however the instance is paid for; and what a
// flag did stays done.
void add_settling(std::vector<Case>& cases, const TestedAction& action) {
  const auto flag = flag_of(action);
  if (!flag) return;
  Fixture world = settling(action.fixture());
  world.charge_type = ChargeType::pre_paid;
  world.conditions = world.conditions | conditions_of_flag(action);
  for (const Step step : {Step::on, Step::off}) {
    Writer history{action, name_of({slug_of(step), "settled-pre-paid"}), world};
    history.add(step);
    const Ruling ruling = history.ruling();
    Case ended = history.done(2);
    ended.effect = {.look = Effect::Look::settled,
                    .local_disk_data = ruling.local_disk,
                    .last_stop = ruling.last_stop};
    add_places(ended.citations,
               sentences_on(action, *flag, step == Step::on, conditions_of_flag(action)));
    cases.push_back(std::move(ended));
  }
}

// So it does under each condition that may forbid it, and need not.
void add_settling_under(std::vector<Case>& cases, const TestedAction& action) {
  for (const Difference& difference : differences_of(action)) {
    const auto world = world_of(action, std::span{&difference, 1});
    if (!difference.condition || !world) continue;
    const Ruling ruling = ruling_on(action, *world);
    if (!ruling.may_be_accepted || !ruling.may_be_refused) continue;
    Writer history{action, name_of({"plain", "settled-" + difference.slug}), settling(*world)};
    history.add(Step::plain);
    Case ended = history.done(2);
    make_pair_of(ended, action, difference, "settled");
    ended.effect = {.look = Effect::Look::settled};
    cases.push_back(std::move(ended));
  }
}

// The world of one difference, where the call is surely accepted.
std::optional<Fixture> accepted_with(const TestedAction& action, const Difference& difference) {
  if (difference.status) return std::nullopt;
  const auto world = world_of(action, std::span{&difference, 1});
  if (!world) return std::nullopt;
  const Ruling ruling = ruling_on(action, *world);
  return ruling.may_be_accepted && !ruling.may_be_refused ? world : std::nullopt;
}

// A call that the page accepts is accepted, and comes to its last status, whatever was asked for
// before: there, too, where the instance differs in a thing that does not matter.
void add_accepted_again(std::vector<Case>& cases, const TestedAction& action) {
  const specs::Transition& transition = *action.documents->transition;
  const auto add = [&](const Difference& difference, const Fixture& world, std::string_view name,
                       std::initializer_list<Step> asked) {
    Writer history{action, name_of({difference.slug, name}), world};
    history.need(id_of_one(action, difference));
    for (const Step step : asked) history.add(step);
    cases.push_back(history.done(2));
  };
  for (const Difference& difference : differences_of(action)) {
    const auto held = accepted_with(action, difference);
    if (!held) continue;
    const Fixture moving = settling(*held);
    const Step quiet = quiet_steps(action)[0];
    add(difference, moving, name_of({slug_of(quiet), "plain"}), {quiet, Step::plain});
    add(difference, moving, "forged/other-action/plain", {Step::forged, Step::other, Step::plain});
    if (transition.from == transition.to) {
      add(difference, moving, "plain/settled/plain", {Step::plain, Step::plain});
    }
  }
}

// Whether an expired image is reason enough to reactivate the pages leave open, and which answers
// are right: the same ones whatever was asked for before.
void add_expired_images(std::vector<Case>& cases, const TestedAction& action) {
  constexpr ConditionSet expiries = conditions_about(specs::Concern::expiry);
  for (const Difference& difference : differences_of(action)) {
    const auto world = world_of(action, std::span{&difference, 1});
    if (!difference.condition || !expiries.contains(*difference.condition) || !world) continue;
    const Ruling ruling = ruling_on(action, *world);
    if (!ruling.may_be_accepted || !ruling.may_be_refused) continue;
    for (const std::initializer_list<Step> asked :
         {std::initializer_list<Step>{Step::other, Step::plain},
          std::initializer_list<Step>{Step::forged, Step::other, Step::plain}}) {
      Writer history{action, difference.slug, *world};
      for (const Step step : asked) history.add(step);
      cases.push_back(history.done(2));
      make_pair_of(cases.back(), action, difference, names_of(asked));
    }
  }
}

// DryRun=false carries a call out, whatever was asked for before.
void add_not_dry_again(std::vector<Case>& cases, const TestedAction& action) {
  if (!knows(action, Step::not_dry)) return;
  const auto add = [&](std::string name, const Fixture& world, std::initializer_list<Step> before) {
    Writer history{action, std::move(name) + "/dry-run-false", world};
    for (const Step step : before) history.add(step);
    history.add(Step::not_dry);
    cases.push_back(history.done(2));
  };
  const specs::Transition& transition = *action.documents->transition;
  const Fixture moving = settling(action.fixture());
  add("dry-run", moving, {Step::dry_run});
  add("forged/other-action", moving, {Step::forged, Step::other});
  if (transition.from == transition.to) add("plain/settled", moving, {Step::plain});
}

// ReactivateInstances is for what has expired, whatever was done to the instance before.
void add_reactivations(std::vector<Case>& cases, const TestedAction& action) {
  const bool ends_running = action.documents->transition->from == specs::InstanceStatus::running;
  const Step first = ends_running ? Step::plain : Step::dry_run;
  for (const ChargeType type : specs::charge_types) {
    Fixture world = settling(action.fixture());
    world.charge_type = type;
    std::string name = name_of({slug_of(first), "reactivation"});
    if (type == ChargeType::pre_paid) name.insert(0, "pre-paid/");
    Writer history{action, std::move(name), world};
    history.add(first);
    history.add(Step::reactivation);
    cases.push_back(history.done(2));
  }
}

// What was reactivated is no longer expired, whatever was asked for before, and whatever else is
// true of it that matters to the next call.
void add_relief(std::vector<Case>& cases, const TestedAction& action) {
  const TestedAction& next = other_than(action);
  const auto add = [&](std::string_view name, const Fixture& world, std::span<const Step> before) {
    Writer history{action, name_of({name, "plain/settled/other-action"}), settling(world)};
    for (const Step step : before) history.add(step);
    history.add(Step::plain);
    history.add(Step::other);
    return history;
  };
  const std::array quiet = {Step::other, Step::forged};
  for (const std::size_t some : {1U, 2U}) {
    const auto before = std::span{quiet}.first(some);
    cases.push_back(add(names_of(before), action.fixture(), before).done(2));
  }
  // Expired still or not, it is seen to be Running, and not to be refused for its status. No
  // history, for the campaigns take it for relieved.
  Writer open{action, {}, settling(action.fixture())};
  open.leave_relief_open();
  open.add(Step::plain);
  open.add(Step::other);
  std::vector<Answer> for_its_status;
  allow(for_its_status, refusal_of(next, RefusalReason::wrong_status), Text::judged);
  std::erase_if(open.current().calls.back().expect.allowed, [&](const Answer& answer) {
    return std::ranges::find(for_its_status, answer.code, &Answer::code) != for_its_status.end();
  });
  cases.push_back(open.done(2));
  cases.back().id = std::string{action.slug} + "/pair/expired-or-not/then-other-action";
  cases.back().tags = about(action, Family::pair);
  // By then whatever comes a fifth of a second later has come.
  Writer later = add("later", action.fixture(), {});
  later.current().fixture.settle_ms = late_settle_time;
  cases.push_back(later.done(2));
  // On no more than that, to wait while the replays of authentication do.
  cases.back().needs = needs_of(action);
  cases.back().needs.push_back(needs_of(next).back());
  for (const Difference& difference : differences_of(action)) {
    const auto world = world_of(action, std::span{&difference, 1});
    if (!difference.condition || !world || !ruling_on(action, *world).may_be_accepted) continue;
    if (!spoken_of(next).contains(*difference.condition)) continue;
    Writer history = add(difference.slug, *world, {});
    cases.push_back(history.done(2));
    make_pair_of(cases.back(), action, difference, "then-other-action");
  }
}

// An instance that was stopped is one as any other: on its way no call is accepted, nor carried out
// later, and at rest one is accepted that may be.
void add_stops(std::vector<Case>& cases, const TestedAction& action) {
  const Fixture running{.status = specs::InstanceStatus::running};
  Writer held{action, "stop/plain", running};
  held.add_stop();
  held.add(Step::plain);
  cases.push_back(held.done(2));
  Writer settled{action, "stop/settled/plain", settling(running)};
  settled.add_stop();
  settled.add(Step::plain);
  cases.push_back(settled.done(2));
  Fixture slow = running;
  slow.settle_ms = late_settle_time;
  Writer left{action, "stop/plain/settled", slow};
  left.add_stop();
  left.add_on_its_way(Step::plain);
  cases.push_back(left.done(2));
  cases.back().needs = needs_of(action);  // on no more, to wait while others do
}

// Once more the way that it has gone once: what was done to it before, and undone, changes nothing.
void add_rounds(std::vector<Case>& cases, const TestedAction& action) {
  const auto add = [&](std::string_view last_name, Step last) {
    Writer history{action, name_of({"plain/settled/stop/settled", last_name}),
                   settling(action.fixture())};
    history.add(Step::plain);
    history.add_stop();
    history.add(last);
    cases.push_back(history.done(2));
  };
  add("plain", Step::plain);
  if (action.name != start_instance_action.name) add("start", Step::start);
}

// What sets it in motion goes on, whatever is asked meanwhile.
void add_meanwhile(std::vector<Case>& cases, const TestedAction& action) {
  for (const Step step : {Step::dry_run, Step::forged, Step::unknown}) {
    if (!knows(action, step)) continue;
    Fixture slow = action.fixture();
    slow.settle_ms = meanwhile_settle_time;
    Writer history{action, name_of({"plain", slug_of(step), "settled"}), slow};
    history.add(Step::plain);
    history.add_on_its_way(step);
    cases.push_back(history.done(2));
  }
}

// How it is stopped follows from the call that does it, not from one that it was started or stopped
// by before.
void add_flags_of_rounds(std::vector<Case>& cases, const TestedAction& action) {
  const auto flag = flag_of(action);
  if (!flag || *flag != BooleanParameter::force_stop) return;
  const auto end = [&](Writer& history, Step last) {
    history.add(last);
    const Ruling ruling = history.ruling();
    Case one = history.done(2);
    one.effect.last_stop = ruling.last_stop;
    add_places(one.citations, sentences_on(action, *flag, last == Step::on, {}));
    cases.push_back(std::move(one));
  };
  for (const Step last : {Step::on, Step::off}) {
    Writer started{action, name_of({"start/settled", slug_of(last)}),
                   settling({.status = specs::InstanceStatus::stopped})};
    started.add(Step::start);
    end(started, last);
  }
  Writer forced{action, name_of({"forced-stop/settled/start/settled", slug_of(Step::off)}),
                settling({.status = specs::InstanceStatus::running})};
  forced.add_stop(saying(BooleanParameter::force_stop, true));
  forced.add(Step::start);
  end(forced, Step::off);
}

constexpr specs::Citation told_statuses = descriptions::sentence(descriptions::clause::statuses);
constexpr specs::Citation told_locks = descriptions::sentence(descriptions::clause::locks);

// In a third way: neither base variant has it.
void send_by_form(Case& one) {
  one.once = true;
  for (Call& call : one.calls) {
    call.variant = Variant{Method::post_form, Format::json, Signature::v3};
  }
}

// However often: what leaves the instance alone leaves it alone the fifth time, and what moves it
// moves it the fourth. How it was stopped tells a restart from none.
void add_many(std::vector<Case>& cases, const TestedAction& action) {
  Writer quiet{action, "quiet-five-times/plain", settling(action.fixture())};
  for (int time = 0; time < 5; ++time) {
    for (const Step step : quiet_steps(action)) quiet.add(step);
  }
  quiet.add(Step::plain);
  cases.push_back(quiet.done(2));
  if (action.documents->transition->from != action.documents->transition->to) return;
  constexpr std::array in_turns = {Step::on, Step::off, Step::on, Step::off};
  for (const std::size_t times : {3U, 4U}) {
    const auto asked = std::span{in_turns}.first(times);
    Writer moved{action, names_of(asked), settling(action.fixture())};
    for (const Step step : asked) moved.add(step);
    cases.push_back(moved.done(2));
    cases.back().effect.last_stop = moved.ruling().last_stop;
  }
}

// What a stranger asks for takes nothing from what forbids the call.
void add_strangers_before(std::vector<Case>& cases, const TestedAction& action) {
  for (const Difference& difference : differences_of(action)) {
    const auto world = world_of(action, std::span{&difference, 1});
    if (!difference.condition || !world || fails_as_a_whole(*world)) continue;
    if (ruling_on(action, *world).may_be_accepted) continue;
    Writer history{action, name_of({difference.slug, "stranger/plain"}), *world};
    history.need(id_of_one(action, difference));
    history.add_stranger();
    history.add(Step::plain);
    cases.push_back(history.done(2));
  }
}

// What Describe actions tell does not depend on what was asked for before. Every other history
// looks through the first of them, which tells anything.
void add_described(std::vector<Case>& cases, const TestedAction& action) {
  const auto add = [&](const ChannelRow& channel, std::string_view world_name, const Fixture& world,
                       std::initializer_list<Step> asked, std::string_view lock) {
    std::string name = names_of(asked) + "/by-" + std::string{channel.slug};
    if (!world_name.empty()) name.insert(0, std::string{world_name} + "/");
    Writer history{action, std::move(name), world};
    for (const Step step : asked) history.add(step);
    history.need(std::string{channel.need});
    Case one = history.done(2);
    one.level = Level::recommended;
    one.effect.channel = channel.channel;
    one.effect.lock_reason = lock;
    one.citations.push_back(*channel.sentence);
    one.citations.push_back(lock.empty() ? told_statuses : told_locks);
    cases.push_back(std::move(one));
  };
  for (const ChannelRow& channel : channels) {
    if (channel.channel == Channel::fixture) continue;  // its words are the provider's own
    if (channel.channel == Channel::describe_instances) continue;
    add(channel, {}, action.fixture(), {Step::dry_run}, {});
    if (channel.channel == Channel::describe_instance_status) {  // it tells no locks
      add(channel, {}, action.fixture(), {Step::forged, Step::other}, {});
      continue;
    }
    if (action.name != reboot_instance_action.name) continue;  // of locks one action is enough
    for (const specs::ConditionRow& row : specs::condition_rows) {
      if (row.lock_reason.empty()) continue;
      const Difference lock{.slug = {}, .condition = row.condition};
      const auto world = world_of(action, std::span{&lock, 1});
      if (!world) continue;
      const std::string slug = cases::slug_of(row.name);
      add(channel, slug, *world, {Step::plain}, row.lock_reason);
      add(channel, slug, *world, {Step::forged, Step::plain}, row.lock_reason);
    }
  }
}

// What may be lost is what was not yet written: a restart does not make local disks new, whatever
// comes with it or before it.
void add_kept_disks(std::vector<Case>& cases, const TestedAction& action) {
  const auto add = [&](std::string name, Fixture world, std::initializer_list<Step> asked) {
    world.conditions = world.conditions.with(Condition::local_disk);
    Writer history{action, "local-disk-kept/" + std::move(name), world};
    for (const Step step : asked) history.add(step);
    Case one = history.done(2);
    one.level = Level::recommended;
    one.effect.local_disk_data = LocalDiskData::kept;
    cases.push_back(std::move(one));
  };
  for (const Difference& difference : differences_of(action)) {
    const auto world = world_of(action, std::span{&difference, 1});
    if (difference.status || difference.condition == Condition::local_disk || !world) continue;
    if (!ruling_on(action, *world).may_be_accepted || fails_as_a_whole(*world)) continue;
    add(difference.slug + "/plain", *world, {Step::plain});
    make_pair_of(cases.back(), action, difference, "local-disk-kept");
  }
  const Fixture held = action.fixture();
  for (const Step step : {Step::on, Step::off, Step::undeclared}) {
    add(std::string{slug_of(step)}, held, {step});
  }
  add("dry-run-false", held, {Step::not_dry});
  add("dry-run/plain", held, {Step::dry_run, Step::plain});
  add("forged/other-action/plain", held, {Step::forged, Step::other, Step::plain});
  add("plain/settled/plain", settling(held), {Step::plain, Step::plain});
}

// Nor does a stop and a start, however it came to run before.
void add_kept_disk_of_a_stopped(std::vector<Case>& cases, const TestedAction& action) {
  const auto add = [&](std::string name, specs::InstanceStatus from) {
    Fixture world = settling({.status = from});
    world.conditions = world.conditions.with(Condition::local_disk);
    Writer history{action, "local-disk-kept/" + std::move(name), world};
    if (from == action.fixture().status) history.add(Step::plain);
    history.add_stop();
    history.add(Step::plain);
    Case one = history.done(2);
    one.level = Level::recommended;
    one.effect.local_disk_data = LocalDiskData::kept;
    cases.push_back(std::move(one));
  };
  add("stop/settled/plain", specs::InstanceStatus::running);
  add("plain/settled/stop/settled/plain", specs::InstanceStatus::stopped);
}

// The rest of what comes together in two variants is asked in a third one.
void add_by_form(std::vector<Case>& cases, const TestedAction& action) {
  Writer history{action, "by-post-form/plain/plain", action.fixture()};
  for (const Step step : {Step::plain, Step::plain}) history.add(step);
  cases.push_back(history.done(2));
  send_by_form(cases.back());
}

// What a form says, the next request on its connection does not, though it has no form.
void add_forgotten_form(std::vector<Case>& cases, const TestedAction& action) {
  if (!knows(action, Step::dry_run)) return;
  for (const Signature signature : {Signature::v1, Signature::v3}) {
    const bool is_v1 = signature == Signature::v1;
    Writer history{action, is_v1 ? "dry-run-by-form/plain" : "dry-run-by-v3-form/plain",
                   action.fixture()};
    for (const Step step : {Step::dry_run, Step::plain}) history.add(step);
    Case one = history.done(2);
    one.once = true;
    const Format format = is_v1 ? Format::xml : Format::json;
    one.calls.front().variant = Variant{Method::post_form, format, signature};
    one.calls.back().variant = Variant{Method::get, format, signature};
    cases.push_back(std::move(one));
  }
}

// A flag holds for the call that says it: not for the next one, which does not.
void add_remembered_flag(std::vector<Case>& cases, const TestedAction& action) {
  const auto flag = flag_of(action);
  if (!flag || !knows(action, Step::dry_run)) return;
  Fixture world = settling(action.fixture());
  world.conditions = world.conditions | conditions_of_flag(action);
  Writer history{action, "dry-run-with-flag/plain", world};
  history.add(Step::dry_run, saying(*flag, true));
  history.add(Step::plain);
  cases.push_back(done_with_flag(history, action, *flag, false));
}

// Nor for its owner's, where a stranger said it.
void add_flags_of_strangers(std::vector<Case>& cases, const TestedAction& action) {
  if (const auto flag = flag_of(action)) {
    Fixture world = settling(action.fixture());
    world.conditions = world.conditions | conditions_of_flag(action);
    Writer history{action, "stranger-with-flag/plain", world};
    history.add_stranger(saying(*flag, true));
    history.add(Step::plain);
    cases.push_back(done_with_flag(history, action, *flag, false));
  }
  if (!knows(action, Step::dry_run)) return;
  Writer history{action, "stranger-dry-run/plain", action.fixture()};
  history.add_stranger(saying(BooleanParameter::dry_run, true));
  history.add(Step::plain);
  cases.push_back(history.done(2));
}

// Nor for a call that is refused because an earlier one was accepted, whatever came before or
// between.
void add_refused_flag(std::vector<Case>& cases, const TestedAction& action) {
  const ConditionSet conditions = conditions_of_flag(action);
  if (conditions.empty()) return;
  Fixture world = settling(action.fixture());
  world.conditions = world.conditions | conditions;
  const auto add = [&](std::string name, std::initializer_list<Step> before) {
    Writer history{action, std::move(name) + "-refused", world};
    std::optional<LocalDiskData> data;
    for (const Step step : before) {
      history.add(step);
      if (step == Step::plain) data = history.ruling().local_disk;
    }
    history.add(Step::on);
    Case one = history.done(2);
    one.effect.local_disk_data = data;
    add_places(one.citations, sentences_on(action, *flag_of(action), false, conditions));
    cases.push_back(std::move(one));
  };
  if (knows(action, Step::dry_run)) {
    add("dry-run/plain/settled/flag-true", {Step::dry_run, Step::plain});
  }
  add("forged/other-action/plain/settled/flag-true", {Step::forged, Step::other, Step::plain});
  add("plain/settled/other-action/settled/flag-true", {Step::plain, Step::other});
  cases.back().level = Level::recommended;  // a restart keeps local disks, which no page says
}

// Nor for a dry run, whatever comes with it or before it.
void add_dry_flag(std::vector<Case>& cases, const TestedAction& action) {
  const ConditionSet conditions = conditions_of_flag(action);
  if (conditions.empty() || !knows(action, Step::dry_run)) return;
  Fixture world = action.fixture();
  world.conditions = world.conditions | conditions;
  const auto add = [&](std::string name, const Fixture& where, std::initializer_list<Step> before) {
    Writer history{action, std::move(name) + "dry-run-with-flag", where};
    for (const Step step : before) history.add(step);
    history.add(Step::dry_run, saying(*flag_of(action), true));
    Case one = history.done(2);
    one.effect.channel = Channel::fixture;
    one.effect.local_disk_data = LocalDiskData::kept;
    cases.push_back(std::move(one));
  };
  Fixture pre_paid = world;
  pre_paid.charge_type = ChargeType::pre_paid;
  add("pre-paid/", pre_paid, {});
  add("forged/other-action/", world, {Step::forged, Step::other});
  add("by-post-form/", world, {});
  send_by_form(cases.back());
}

// A flag does what it says whatever was asked for before.
void add_told_flags(std::vector<Case>& cases, const TestedAction& action) {
  const auto flag = flag_of(action);
  if (!flag) return;
  Fixture world = action.fixture();
  world.conditions = world.conditions | conditions_of_flag(action);
  const specs::Transition& transition = *action.documents->transition;
  for (const Step last : {Step::on, Step::off}) {
    const auto add = [&](const Fixture& where, std::string_view name,
                         std::initializer_list<Step> before, const Flags& said = {}) {
      Writer history{action, name_of({"told", name, slug_of(last)}), where};
      for (const Step step : before) history.add(step);
      history.add(last, said);
      cases.push_back(done_with_flag(history, action, *flag, last == Step::on));
    };
    add(world, slug_of(Step::dry_run), {Step::dry_run});
    add(world, names_of(std::array{Step::forged, Step::other}), {Step::forged, Step::other});
    if (transition.from == transition.to) {
      add(settling(world), slug_of(Step::plain), {Step::plain});
    }
    add(world, "with-dry-run-false", {}, saying(BooleanParameter::dry_run, false));
    Flags invented;
    invented.invented = true;
    add(world, "with-undeclared", {}, invented);
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
  Writer twice{action, "stranger/stranger", action.fixture()};
  twice.add_stranger();
  twice.add_stranger();
  cases.push_back(twice.done(2));
  if (!knows(action, Step::dry_run)) return;
  Writer forged{action, "dry-run/forged-dry-run", action.fixture()};
  forged.add(Step::dry_run);
  forged.add(Step::forged, saying(BooleanParameter::dry_run, true));
  cases.push_back(forged.done(2));
}

// Nor does it matter whether an earlier call came on the same connection.
void add_elsewhere(std::vector<Case>& cases, const TestedAction& action) {
  Writer history{action, "unknown-instance/plain-elsewhere", settling(action.fixture())};
  history.add(Step::unknown);
  history.add(Step::plain);
  Call& last = history.current().calls.back();
  last.same_connection = false;
  last.new_connection = true;
  cases.push_back(history.done(2));
}

// So is the format of an answer.
void add_remembered_format(std::vector<Case>& cases, const TestedAction& action) {
  for (const bool xml_first : {true, false}) {
    Writer history{action, xml_first ? "xml/json" : "json/xml", action.fixture()};
    for (const Step step : {Step::unknown, Step::unknown, Step::plain}) history.add(step);
    Case one = history.done(2);
    one.once = true;
    one.needs = {"base/action/" + std::string{action.slug}, "base/format/xml", "base/format/json"};
    for (Call& call : one.calls) {
      const bool is_first = &call == &one.calls.front();
      call.variant = Variant{.format = is_first == xml_first ? Format::xml : Format::json};
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
    add_flags_of_strangers(cases, action);
    add_remembered_identity(cases, action);
    add_remembered_format(cases, action);
    add_accepted_again(cases, action);
    add_not_dry_again(cases, action);
    add_refused_flag(cases, action);
    add_dry_flag(cases, action);
    add_told_flags(cases, action);
    add_by_form(cases, action);
    add_forgotten_form(cases, action);
    add_stops(cases, action);
    add_rounds(cases, action);
    add_meanwhile(cases, action);
    add_flags_of_rounds(cases, action);
    add_many(cases, action);
    add_strangers_before(cases, action);
  }
  for (const TestedAction* const action : {&start_instance_action, &reboot_instance_action}) {
    add_reactivations(cases, *action);
    add_described(cases, *action);
  }
  add_relief(cases, reactivate_instances_action);
  add_expired_images(cases, reactivate_instances_action);
  add_elsewhere(cases, reactivate_instances_action);
  add_kept_disks(cases, reboot_instance_action);
  add_kept_disk_of_a_stopped(cases, start_instance_action);
  return cases;
}

std::vector<Case> long_history_cases() {
  std::vector<Case> cases;
  for (const TestedAction& action : tested_actions) add_any_three_steps(cases, action);
  return cases;
}

}  // namespace hallmark::cases
