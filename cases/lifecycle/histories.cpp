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
#include "cases/lifecycle/history_writer.hpp"
#include "cases/lifecycle/moved.hpp"
#include "cases/lifecycle/remembered.hpp"
#include "cases/lifecycle/ruling.hpp"
#include "cases/pairs/worlds.hpp"

namespace hallmark::cases {
namespace history {
namespace {

using specs::StatusSet;

constexpr int late_settle_time = 250;
constexpr int meanwhile_settle_time = 150;  // in which a call comes and goes

// The first step, or two where it is a replay: that repeats something.
void begin(Writer& history, const TestedAction& action, Step step) {
  if (is_replay(step)) {
    history.add(knows(action, Step::dry_run) ? Step::dry_run : Step::unknown);
  }
  history.add(step);
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

// So it is the second time, whichever way the instance is paid for, and when it was reactivated.
void add_refused_for_its_status(std::vector<Case>& cases, const TestedAction& action) {
  Fixture world = refusal_of(action, RefusalReason::wrong_status).world;
  world.charge_type = ChargeType::pre_paid;
  Writer paid{action, "pre-paid/wrong-status/plain/plain", world};
  for (const Step step : {Step::plain, Step::plain}) paid.add(step);
  cases.push_back(paid.done(2));
  if (action.name != start_instance_action.name) return;
  Writer running{action, {}, settling(reactivate_instances_action.fixture())};
  running.leave_relief_open();
  for (const Step step : {Step::reactivation, Step::plain}) running.add(step);
  cases.push_back(running.done(2));
  cases.back().id = std::string{action.slug} + "/pair/reactivated/plain";
  cases.back().tags = about(action, Family::pair);
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

// And however often, while the instance and whatever else there is are asked about.
void add_refused_often(std::vector<Case>& cases, const TestedAction& action) {
  constexpr int often = 5;
  const auto is_surely_refused = [](const TestedAction& asked, const Fixture& world) {
    return !ruling_on(asked, world).may_be_accepted;
  };
  const Argument of_region{.name = "RegionId", .value = {.handle = Handle::region_id}};
  const Argument of_instance{.name = "InstanceId", .value = this_instance()};
  for (const Difference& difference : differences_of(action)) {
    const auto world = world_of(action, std::span{&difference, 1});
    if (!world || !is_surely_refused(action, *world) || fails_as_a_whole(*world)) continue;
    if (specs::is_transitory(world->status)) continue;  // it would come to its end meanwhile
    Writer history{action, name_of({difference.slug, "others-asked/plain-five-times"}),
                   settling(*world)};
    history.need(id_of_one(action, difference));
    history.add_aside(name_of(Channel::describe_instances), {of_region});
    history.add_aside(name_of(Channel::describe_instance_status), {of_region});
    history.add_aside(name_of(Channel::describe_instance_attribute), {of_instance});
    if (world->status == specs::InstanceStatus::stopped) {
      history.add_aside(descriptions::stop_instance, {of_instance});
    }
    for (const TestedAction& other : tested_actions) {
      const bool is_told =
          !difference.condition || spoken_of(other).contains(*difference.condition);
      if (other.name == action.name || !is_told || !is_surely_refused(other, *world)) continue;
      history.add(other);
    }
    for (int time = 0; time < often; ++time) history.add(Step::plain);
    cases.push_back(history.done(2));
  }
}

// A reactivation that something else forbids takes nothing from what it would have ended.
void add_refused_reactivations(std::vector<Case>& cases, const TestedAction& action) {
  const ConditionSet expiries = conditions_about(specs::Concern::expiry);
  const ConditionSet untold = spoken_of(action).without(spoken_of(reactivate_instances_action));
  const ConditionSet told = spoken_of(action).without(untold);
  const std::vector<Difference> all = differences_of(action);
  for (const Difference& expiry : all) {
    if (!expiry.condition || !expiries.contains(*expiry.condition)) continue;
    const auto alone = world_of(action, std::span{&expiry, 1});
    if (!alone || ruling_on(action, *alone).may_be_accepted) continue;
    for (const Difference& other : all) {
      const bool is_told = other.condition && !expiries.contains(*other.condition) &&
                           told.contains(*other.condition);
      if (!is_told && !other.charge_type) continue;
      const std::array both = {expiry, other};
      const auto world = world_of(action, both);
      if (!world || fails_as_a_whole(*world)) continue;
      if (ruling_on(reactivate_instances_action, *world).may_be_accepted) continue;
      Writer history{action, name_of({expiry.slug, other.slug, "reactivation/plain"}),
                     settling(*world)};
      for (const Difference& one : both) history.need(id_of_one(action, one));
      history.add(reactivate_instances_action);
      history.add(Step::plain);
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
    // What forbids the next call forbids it, expired still or not.
    Writer either{action, {}, settling(*world)};
    either.leave_relief_open();
    either.add(Step::plain);
    either.add(Step::other);
    const std::vector<Answer>& said = either.current().calls.back().expect.allowed;
    if (std::ranges::find(said, Answer::Kind::accepted, &Answer::kind) != said.end()) continue;
    cases.push_back(either.done(2));
    make_pair_of(cases.back(), action, difference, "expired-or-not/then-other-action");
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
  if (action.name != start_instance_action.name) {
    add("start", Step::start);
    return;
  }
  Writer thrice{action, "plain/settled/stop/settled/plain/settled/stop/settled/plain",
                settling(action.fixture())};
  for (int time = 0; time < 2; ++time) {
    thrice.add(Step::plain);
    thrice.add_stop();
  }
  thrice.add(Step::plain);
  cases.push_back(thrice.done(2));
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

constexpr specs::Citation told_statuses = descriptions::sentence(descriptions::clause::statuses);
constexpr specs::Citation told_locks = descriptions::sentence(descriptions::clause::locks);

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

// Nor does what is refused for another reason: a replay, an instance that nobody has, a forgery of
// whatever action.
Case behind_all_refusals(const TestedAction& action, const Difference& difference,
                         const Fixture& world) {
  constexpr std::array before = {Step::plain, Step::replay, Step::unknown, Step::forged};
  Writer history{action, name_of({difference.slug, names_of(before), "others-forged/plain"}),
                 world};
  history.need(id_of_one(action, difference));
  for (const Step step : before) history.add(step);
  for (const TestedAction& other : tested_actions) {
    if (other.name != action.name) history.add_forged(other);
  }
  history.add(Step::plain);
  return history.done(2);
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
    cases.push_back(behind_all_refusals(action, difference, *world));
  }
}

// Nor does a replay of the call, nor one about an instance that nobody has.
void add_others_before(std::vector<Case>& cases, const TestedAction& action) {
  const DocumentedRefusal& locked = refusal_of(action, RefusalReason::security_lock);
  for (const Step step : {Step::replay, Step::unknown}) {
    Writer history{action, name_of({"security-lock/plain", slug_of(step), "plain"}), locked.world};
    history.need(std::string{action.slug}.append("/row/").append(locked.name));
    for (const Step asked : {Step::plain, step, Step::plain}) history.add(asked);
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

// Without its flag a start leaves them as they are, however the instance ran and was stopped
// before. That the stop does so no page of ours says.
void add_kept_disk_of_a_stopped(std::vector<Case>& cases, const TestedAction& action) {
  const auto add = [&](std::string name, specs::InstanceStatus from, const Flags& how_stopped) {
    Fixture world = settling({.status = from});
    world.conditions = world.conditions.with(Condition::local_disk);
    Writer history{action, "local-disk-kept/" + std::move(name), world};
    if (from == action.fixture().status) history.add(Step::plain);
    history.add_stop(how_stopped);
    history.add(Step::plain);
    cases.push_back(done_with_flag(history, action, *flag_of(action), false));
    cases.back().effect.local_disk_data = LocalDiskData::kept;
  };
  add("stop/settled/plain", specs::InstanceStatus::running, {});
  cases.back().level = Level::recommended;
  add("forced-stop/settled/plain", specs::InstanceStatus::running,
      saying(specs::BooleanParameter::force_stop, true));
  add("plain/settled/stop/settled/plain", specs::InstanceStatus::stopped, {});
}

// The rest of what comes together in two variants is asked in a third one.
void add_by_form(std::vector<Case>& cases, const TestedAction& action) {
  Writer history{action, "by-post-form/plain/plain", action.fixture()};
  for (const Step step : {Step::plain, Step::plain}) history.add(step);
  cases.push_back(history.done(2));
  send_by_form(cases.back());
}

}  // namespace
}  // namespace history

std::vector<Case> history_cases() {
  using namespace history;
  std::vector<Case> cases;
  for (const TestedAction& action : tested_actions) {
    add_two_steps(cases, action);
    add_refused_twice(cases, action);
    add_refused_for_its_status(cases, action);
    add_refused_again(cases, action);
    add_refused_often(cases, action);
    add_refused_reactivations(cases, action);
    add_third_steps(cases, action);
    add_settling(cases, action);
    add_settling_under(cases, action);
    add_remembered_flag(cases, action);
    add_odd_flag(cases, action);
    add_flag_of_nobody(cases, action);
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
    add_others_before(cases, action);
    add_told_when_moved(cases, action);
    add_refused_when_moved(cases, action);
    add_strangers_when_moved(cases, action);
    add_on_the_way(cases, action);
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
  using namespace history;
  std::vector<Case> cases;
  for (const TestedAction& action : tested_actions) add_any_three_steps(cases, action);
  return cases;
}

}  // namespace hallmark::cases
