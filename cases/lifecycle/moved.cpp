// SPDX-License-Identifier: Apache-2.0
#include "cases/lifecycle/moved.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "cases/lifecycle/history_writer.hpp"
#include "cases/pairs/worlds.hpp"

namespace hallmark::cases::history {
namespace {

using specs::BooleanParameter;
using specs::InstanceStatus;

// How an instance came to the status in which an action is accepted.
struct Past {
  std::string_view action;
  std::string_view slug;
  InstanceStatus from;
  void (*lived)(Writer& history);
  std::optional<LastStop> last_stop = {};  // then; nothing: no page says
  bool of_expired = false;                 // in the world in which a reactivation is accepted
  ConditionSet conditions = {};            // of what is done to it
};

constexpr std::string_view start = "StartInstance";
constexpr std::string_view reboot = "RebootInstance";

constexpr std::array pasts = {
    Past{reboot, "start", InstanceStatus::stopped,
         [](Writer& history) { history.add(Step::start); }, LastStop::none},
    Past{.action = reboot,
         .slug = "start-with-flag",
         .from = InstanceStatus::stopped,
         .lived =
             [](Writer& history) {
               history.add(Step::start, saying(BooleanParameter::init_local_disk, true));
             },
         .last_stop = LastStop::none,
         .conditions = ConditionSet{Condition::local_disk}},
    Past{reboot, "stop/settled/start", InstanceStatus::running,
         [](Writer& history) {
           history.add_stop();
           history.add(Step::start);
         }},
    Past{reboot, "forced-stop/settled/start", InstanceStatus::running,
         [](Writer& history) {
           history.add_stop(saying(BooleanParameter::force_stop, true));
           history.add(Step::start);
         }},
    Past{reboot, "plain/settled/plain", InstanceStatus::running,
         [](Writer& history) {
           history.add(Step::plain);
           history.add(Step::plain);
         },
         LastStop::graceful},
    Past{reboot, "flag-true/settled/flag-true", InstanceStatus::running,
         [](Writer& history) {
           history.add(Step::on);
           history.add(Step::on);
         },
         LastStop::forced},
    Past{reboot, "refused-with-flag/start", InstanceStatus::stopped,
         [](Writer& history) {
           history.add(Step::on);
           history.add(Step::start);
         },
         LastStop::none},
    Past{.action = reboot,
         .slug = "reactivation",
         .from = InstanceStatus::stopped,
         .lived = [](Writer& history) { history.add(Step::reactivation); },
         .last_stop = LastStop::none,
         .of_expired = true},
    Past{start, "stop", InstanceStatus::running, [](Writer& history) { history.add_stop(); }},
    Past{start, "forced-stop", InstanceStatus::running,
         [](Writer& history) { history.add_stop(saying(BooleanParameter::force_stop, true)); }},
    Past{start, "other-action/settled/stop", InstanceStatus::running,
         [](Writer& history) {
           history.add(Step::other);
           history.add_stop();
         }},
    Past{start, "plain/settled/stop", InstanceStatus::stopped,
         [](Writer& history) {
           history.add(Step::plain);
           history.add_stop();
         }},
    Past{start, "refused-with-flag/stop", InstanceStatus::running,
         [](Writer& history) {
           history.add(Step::on);
           history.add_stop();
         }},
};

Fixture world_before(const TestedAction& action, const Past& past) {
  Fixture world = past.of_expired ? reactivate_instances_action.fixture() : Fixture{};
  if (!past.of_expired) world.status = past.from;
  world.conditions = world.conditions | conditions_of_flag(action) | past.conditions;
  return settling(world);
}

// The last call, and what it surely does, or leaves as it is.
struct Last {
  std::string_view slug;
  Step step;
  bool with_flag = false;
};
constexpr std::array lasts = {
    Last{"plain", Step::plain},
    Last{"flag-true", Step::on},
    Last{"flag-false", Step::off},
    Last{"dry-run", Step::dry_run},
    Last{"dry-run-with-flag", Step::dry_run, true},
};

Case ended(Writer& history, const TestedAction& action, const Last& last,
           std::optional<LastStop> last_stop) {
  const BooleanParameter flag = *flag_of(action);
  history.add(last.step, last.with_flag ? saying(flag, true) : Flags{});
  if (last.step != Step::dry_run) {
    return done_with_flag(history, action, flag, last.step == Step::on);
  }
  Case one = history.done(2);
  if (!conditions_of_flag(action).empty()) one.effect.local_disk_data = LocalDiskData::kept;
  if (flag == BooleanParameter::force_stop) one.effect.last_stop = last_stop;
  return one;
}

}  // namespace

// A flag does what it says, and a dry run nothing, whatever has moved the instance, and whichever
// way it is paid for.
void add_told_when_moved(std::vector<Case>& cases, const TestedAction& action) {
  if (!flag_of(action)) return;
  for (const Last& last : lasts) {
    for (const ChargeType charge_type : {ChargeType::post_paid, ChargeType::pre_paid}) {
      const bool is_pre_paid = charge_type == ChargeType::pre_paid;
      const std::string_view kind = is_pre_paid ? "told/pre-paid" : "told";
      for (const Past& past : pasts) {
        if (past.action != action.name || (past.of_expired && is_pre_paid)) continue;
        Fixture world = world_before(action, past);
        world.charge_type = charge_type;
        Writer history{action, name_of({kind, past.slug, "settled", last.slug}), world};
        // Expired still or not, of which no page speaks. No history, for the campaigns take it for
        // relieved.
        if (past.of_expired) history.leave_relief_open();
        past.lived(history);
        cases.push_back(ended(history, action, last, past.last_stop));
        if (!past.of_expired) continue;
        cases.back().id = name_of({action.slug, "pair/reactivated", last.slug});
        cases.back().tags = about(action, Family::pair);
      }
      if (!is_pre_paid) continue;
      Fixture world = settling(world_of_flag(action));
      world.charge_type = charge_type;
      Writer history{action, name_of({kind, "settling", last.slug}), world};
      cases.push_back(ended(history, action, last, LastStop::none));
    }
  }
}

// What forbids a call forbids it, too, when the instance has come to its status by another call,
// which that does not forbid.
void add_refused_when_moved(std::vector<Case>& cases, const TestedAction& action) {
  const bool starts = action.name == reboot;
  for (const Difference& difference : differences_of(action)) {
    auto world = world_of(action, std::span{&difference, 1});
    if (difference.status || !world || fails_as_a_whole(*world)) continue;
    if (ruling_on(action, *world).may_be_accepted) continue;
    *world = settling(*world);
    world->status = starts ? InstanceStatus::stopped : InstanceStatus::running;
    if (starts && !ruling_on(start_instance_action, *world).may_be_accepted) continue;
    Writer history{action, name_of({difference.slug, starts ? "start" : "stop", "settled/plain"}),
                   *world};
    history.need(id_of_one(action, difference));
    if (starts) {
      history.add(Step::start);
    } else {
      history.add_stop();
    }
    history.add(Step::plain);
    cases.push_back(history.done(2));
  }
}

// To a stranger an instance that its owner has moved is none.
void add_strangers_when_moved(std::vector<Case>& cases, const TestedAction& action) {
  for (const Past& past : pasts) {
    if (past.action != action.name) continue;
    Writer history{action, name_of({past.slug, "settled/stranger"}), world_before(action, past)};
    past.lived(history);
    history.add_stranger();
    cases.push_back(history.done(2));
  }
  Writer history{action, "plain/settled/stranger", settling(action.fixture())};
  history.add(Step::plain);
  history.add_stranger();
  cases.push_back(history.done(2));
}

}  // namespace hallmark::cases::history
