// SPDX-License-Identifier: Apache-2.0
//
// Laws of the lifecycle: whatever is asked, in whatever order, an instance answers as its pages say
// and is where they say. One call after the other, by function call and over a socket; and several
// at the same moment.
#include <gtest/gtest.h>
#include <rapidcheck/state.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <latch>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "cases/base/tested_action.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/lifecycle/ruling.hpp"
#include "fuzz/properties/generators.hpp"
#include "fuzz/properties/law.hpp"
#include "fuzz/properties/planted.hpp"
#include "fuzz/properties/scenario.hpp"
#include "fuzz/properties/stage.hpp"
#include "runner/oracle/answer_match.hpp"
#include "specs/schema/lifecycle.hpp"

namespace hallmark::fuzz {
namespace {

using cases::Condition;
using cases::ConditionSet;
using cases::RefusalReason;
using cases::TestedAction;
using specs::InstanceStatus;
using specs::StatusSet;
using namespace std::chrono_literals;

constexpr auto settle = 1000ms;

// What the pages know of an instance. Between an accepted call and the time that it takes to settle
// it may be in any status that the transition leads through; and where the documents leave open
// whether a call is accepted, it may be on its way or not.
struct InstanceInLaws {
  StatusSet now;
  StatusSet at_last;
  cases::ChargeType charge_type;
  ConditionSet conditions;

  [[nodiscard]] bool is(InstanceStatus status) const { return now == StatusSet{status}; }
};

// What the tables say of a call, in every status that the instance may be in.
struct Expected {
  std::vector<cases::Answer> allowed;
  bool may_be_accepted = false;
  bool may_be_refused = false;
};

Expected expected(const TestedAction& action, const InstanceInLaws& model, bool dry) {
  Expected all;
  for (const InstanceStatus status : specs::all_statuses) {
    if (!model.now.contains(status)) continue;
    cases::Flags flags;
    if (dry) flags[specs::BooleanParameter::dry_run] = true;
    const cases::Ruling ruling = cases::ruling_on(
        action,
        {.status = status, .charge_type = model.charge_type, .conditions = model.conditions},
        cases::Text::judged, flags);
    all.allowed.insert(all.allowed.end(), ruling.allowed.begin(), ruling.allowed.end());
    all.may_be_accepted |= ruling.may_be_accepted && !dry;
    all.may_be_refused |= ruling.may_be_refused || dry;
  }
  return all;
}

// The system under test: one world of a stage.
struct Session {
  Session(Stage& at, const cases::Fixture& fixture) : stage{at}, world{at, fixture} {}

  [[nodiscard]] runner::Reply send(const cases::Call& call, cases::Variant variant) {
    return stage.send(stage.builder()
                          .build(call, variant, runner::Cast{world.world()}, "ReactivateInstances")
                          .http);
  }

  Stage& stage;
  Staged world;
};

using Command = rc::state::Command<InstanceInLaws, Session>;

cases::Call call_on_instance(std::string_view action) {
  return {.action = std::string{action},
          .arguments = {{.name = "InstanceId", .value = cases::this_instance()}}};
}

cases::Variant any_variant() {
  return cases::full_variants()[*between<std::size_t>(0, cases::full_variants().size())];
}

void expect_status(StatusSet wanted, const std::string& seen) {
  RC_LOG() << "the instance is " << seen << "\n";
  const auto name = std::ranges::find(specs::status_names, seen);
  // RapidCheck shows what it compares: of two pointers what they point to, which an end does not.
  const bool is_one_of_the_five = name != specs::status_names.end();
  RC_ASSERT(is_one_of_the_five);
  const auto status = static_cast<InstanceStatus>(name - specs::status_names.begin());
  RC_ASSERT(wanted.contains(status));
}

// One of the actions whose pages are checked, carried out or as a dry run.
class Act final : public Command {
 public:
  Act()
      : action_{cases::tested_actions[*between<std::size_t>(0, cases::tested_actions.size())]},
        dry_{!action_.dry_run.empty() && *rc::gen::weightedElement<bool>({{3, false}, {1, true}})},
        variant_{any_variant()} {}

  void apply(InstanceInLaws& model) const override {
    const Expected expects = expected(action_, model, dry_);
    if (!expects.may_be_accepted) return;
    const specs::Transition& transition = action_.documents->transition;
    const specs::Relief& relief = action_.documents->relief;
    if (expects.may_be_refused) {
      RC_ASSERT(relief.surely.empty());  // or the model would need conditions that may hold
      model.now = model.now | transition.through;
      model.at_last = model.at_last | StatusSet{transition.to};
      return;
    }
    model.now = transition.through;
    model.at_last = StatusSet{transition.to};
    model.conditions = model.conditions.without(relief.surely);
  }

  void run(const InstanceInLaws& before, Session& session) const override {
    cases::Call call = call_on_instance(action_.name);
    if (dry_) call.arguments.push_back({.name = "DryRun", .value = cases::text("true")});
    const runner::Reply reply = session.send(call, variant_);
    RC_LOG() << action_.name << " answered " << describe(reply) << "\n";
    RC_ASSERT(std::ranges::any_of(expected(action_, before, dry_).allowed,
                                  [&](const cases::Answer& answer) {
                                    return compare(answer, reply) == runner::Nearness::match;
                                  }));
    InstanceInLaws after = before;
    apply(after);
    const runner::Truth truth = session.world.look();
    expect_status(after.now, truth.status);
    RC_ASSERT(truth.local_disk_data != cases::LocalDiskData::lost);
  }

  void show(std::ostream& out) const override {
    out << action_.name << (dry_ ? " dry " : " ") << variant_.name();
  }

 private:
  const TestedAction& action_;
  bool dry_;
  cases::Variant variant_;
};

// StopInstance, whose page is none of the suite's: the way back to where StartInstance is accepted.
class Stop final : public Command {
 public:
  explicit Stop(const InstanceInLaws& model) { checkPreconditions(model); }

  void checkPreconditions(const InstanceInLaws& model) const override {
    RC_PRE(model.is(InstanceStatus::running) && model.conditions.empty());
  }
  void apply(InstanceInLaws& model) const override {
    model.now = StatusSet{InstanceStatus::stopping};
    model.at_last = StatusSet{InstanceStatus::stopped};
  }
  void run(const InstanceInLaws&, Session& session) const override {
    RC_ASSERT(runner::is_accepted(session.send(call_on_instance("StopInstance"), {})));
    RC_ASSERT(session.world.look().status == "Stopping");
  }
  void show(std::ostream& out) const override { out << "StopInstance"; }
};

// Time passes, until whatever is under way has come to its end by the way that its page describes.
class Wait final : public Command {
 public:
  void apply(InstanceInLaws& model) const override { model.now = model.at_last; }
  void run(const InstanceInLaws& before, Session& session) const override {
    for (int step = 0; step < 6; ++step) {
      session.stage.pass(settle / 2);
      const std::string seen = session.world.look().status;
      expect_status(before.now | before.at_last, seen);
    }
    expect_status(before.at_last, session.world.look().status);
  }
  void show(std::ostream& out) const override { out << "wait"; }
};

// What each of the Describe actions tells is true.
class Describe final : public Command {
 public:
  Describe() : channel_{*between<std::size_t>(0, 3)}, variant_{any_variant()} {}

  void run(const InstanceInLaws& before, Session& session) const override {
    cases::Call call = call_on_instance(channels[channel_].action);
    if (channel_ != 0) {
      call.arguments = {{.name = "RegionId", .value = {.handle = cases::Handle::region_id}}};
    }
    const runner::Reply reply = session.send(call, variant_);
    RC_ASSERT(runner::is_accepted(reply));
    expect_status(before.now, first_text(reply.tree, channels[channel_].path).value_or("missing"));
  }
  void show(std::ostream& out) const override {
    out << channels[channel_].action << ' ' << variant_.name();
  }

 private:
  struct Channel {
    std::string_view action;
    std::string_view path;  // of the status
  };
  static constexpr std::array<Channel, 3> channels = {
      {{"DescribeInstanceAttribute", "Status"},
       {"DescribeInstances", "Instances.Instance.Status"},
       {"DescribeInstanceStatus", "InstanceStatuses.InstanceStatus.Status"}}};
  std::size_t channel_;
  cases::Variant variant_;
};

struct Start {
  cases::Fixture fixture;
};
void showValue(const Start& start, std::ostream& out) { out << describe(start.fixture); }

rc::Gen<Start> any_start() {
  const auto conditions = rc::gen::elementOf(
      std::vector<ConditionSet>{{},
                                {},
                                {},
                                {},
                                ConditionSet{Condition::security_lock},
                                ConditionSet{Condition::expired},
                                ConditionSet{Condition::expired, Condition::security_lock},
                                ConditionSet{Condition::insufficient_balance},
                                ConditionSet{Condition::disk_incorrect_status},
                                ConditionSet{Condition::not_ready},
                                ConditionSet{Condition::kms_unauthorized},
                                ConditionSet{Condition::no_stock},
                                ConditionSet{Condition::pre_paid_expired}});
  return rc::gen::map(
      rc::gen::tuple(between(0, 8), conditions, between(0, 3)), [](const auto& parts) {
        const auto& [status, condition, pre_paid] = parts;
        const bool can_be_pre_paid =
            condition.empty() ? pre_paid == 2 : condition.contains(Condition::pre_paid_expired);
        // Stopped and Running more often than the others, Stopped first.
        constexpr std::array statuses = {InstanceStatus::stopped,  InstanceStatus::running,
                                         InstanceStatus::stopped,  InstanceStatus::running,
                                         InstanceStatus::stopping, InstanceStatus::starting,
                                         InstanceStatus::pending,  InstanceStatus::running};
        return Start{{.status = statuses[static_cast<std::size_t>(status)],
                      .charge_type = can_be_pre_paid ? cases::ChargeType::pre_paid
                                                     : cases::ChargeType::post_paid,
                      .conditions = condition,
                      .settle_ms = static_cast<int>(settle.count())}};
      });
}

void the_pages_are_kept(Stage& stage) {
  const Start start = *any_start().as("given");
  const InstanceInLaws model{.now = StatusSet{start.fixture.status},
                             .at_last = StatusSet{start.fixture.status},
                             .charge_type = start.fixture.charge_type,
                             .conditions = start.fixture.conditions};
  Session session{stage, start.fixture};
  rc::state::check(model, session,
                   rc::state::gen::execOneOfWithArgs<Act, Act, Act, Wait, Stop, Describe>());
}

HALLMARK_LAW(Lifecycle, IsAsItsPagesSay) {
  static Stage stage;
  the_pages_are_kept(stage);
}

HALLMARK_COSTLY_LAW(Lifecycle, IsAsItsPagesSayOverASocket, 4) {
  static Stage stage{{}, Stage::Reach::socket};
  the_pages_are_kept(stage);
}

// How many commands are left of a counterexample: each is shown on a line.
long commands_of(const LawResult& result) {
  return result.counterexample.empty()
             ? 0
             : std::ranges::count(result.counterexample.back().second, '\n');
}

void expect_found_soon(const std::vector<std::string>& defects, Stage::Reach reach, int count) {
  for (const std::string& defect : defects) {
    Stage broken{{defect}, reach};
    const LawResult result = expect_found(
        defect, [&] { the_pages_are_kept(broken); }, 400, count, 30);
    EXPECT_LE(commands_of(result), 4) << defect;
  }
}

TEST(LifecycleLaws, FindAStatusThatIsNoPrecondition) {
  expect_found_soon({"start-while-running",          "start-while-starting",
                     "start-while-stopping",         "reboot-while-stopped",
                     "reboot-while-starting",        "reboot-while-stopping",
                     "reboot-while-pending",         "reactivate-while-running",
                     "reactivate-while-starting",    "reactivate-while-stopping",
                     "reactivate-while-pending",     "reactivate-while-not-expired",
                     "reactivate-pre-paid",          "start-pre-paid-refused",
                     "reboot-pre-paid-refused",      "start-ignores-security-lock",
                     "reboot-ignores-security-lock", "reactivate-ignores-security-lock",
                     "start-ignores-expired",        "reactivate-expired-refused",
                     "start-ignores-no-stock"},
                    Stage::Reach::call, 1000);
}

TEST(LifecycleLaws, FindATransitionThatLeadsElsewhere) {
  expect_found_soon({"start-goes-by-pending",
                     "start-goes-by-stopping",
                     "start-never-settles",
                     "start-falls-back",
                     "reboot-goes-by-stopped",
                     "reboot-goes-by-pending",
                     "reboot-never-settles",
                     "reboot-ends-stopped",
                     "reactivate-goes-by-pending",
                     "reactivate-never-settles",
                     "reactivate-ends-stopped",
                     "reactivated-instance-stays-expired",
                     "start-does-nothing",
                     "reboot-does-nothing",
                     "reactivate-does-nothing",
                     "refused-start-starts",
                     "refused-start-stops",
                     "refused-reboot-reboots",
                     "refused-reactivation-reactivates",
                     "start-dry-run-executes",
                     "reboot-dry-run-executes",
                     "start-dry-run-answers-200",
                     "status-outside-the-five",
                     "describe-instances-shows-running-as-stopped",
                     "describe-instance-status-confuses-other-statuses",
                     "describe-instance-attribute-confuses-other-statuses"},
                    Stage::Reach::call, 1000);
}

TEST(LifecycleLaws, FindAnAnswerThatNoPagePrints) {
  expect_found_soon({"start-incorrect-status-answers-409", "reboot-incorrect-status-answers-500",
                     "refusals-answer-200", "codes-in-lower-case", "security-lock-has-another-code",
                     "security-lock-has-another-text"},
                    Stage::Reach::call, 1000);
}

TEST(LifecycleLaws, FindTheSameOverASocket) {
  expect_found_soon({"start-while-running", "refused-start-starts", "reboot-ends-stopped"},
                    Stage::Reach::socket, 500);
}

// One moment: what each thread asks, one thing after the other.
using Moment = std::vector<std::vector<bool>>;  // true: StartInstance, false: a look

void showMoment(const Moment& moment, std::ostream& out) {
  for (const auto& thread : moment) {
    for (const bool start : thread) out << (start ? "start " : "look ");
    out << "| ";
  }
}
struct Moments {
  std::vector<Moment> all;
};
void showValue(const Moments& moments, std::ostream& out) {
  for (const Moment& moment : moments.all) {
    showMoment(moment, out);
    out << "stop ";
  }
}

rc::Gen<Moments> any_moments() {
  const auto thread =
      rc::gen::map(rc::gen::pair(between(0, 3), between(0, 3)), [](const auto& parts) {
        std::vector<bool> asks(static_cast<std::size_t>(parts.first), false);
        asks.push_back(true);
        asks.insert(asks.end(), static_cast<std::size_t>(parts.second), true);
        return asks;
      });
  const auto moment =
      rc::gen::map(rc::gen::tuple(thread, thread, thread, thread, between<std::size_t>(2, 5)),
                   [](const auto& parts) {
                     const auto& [a, b, c, d, threads] = parts;
                     Moment all{a, b, c, d};
                     all.resize(threads);
                     return all;
                   });
  return rc::gen::map(rc::gen::pair(moment, rc::gen::container<std::vector<Moment>>(moment)),
                      [](const auto& parts) {
                        Moments moments{{parts.first}};
                        for (const Moment& one : parts.second) {
                          if (moments.all.size() < 4) moments.all.push_back(one);
                        }
                        return moments;
                      });
}

using Ways = std::vector<std::unique_ptr<Way>>;

// What the threads of one moment were told.
struct Told {
  std::atomic<int> accepted{0};
  std::atomic<int> refused{0};  // by the row of the wrong status
  std::atomic<int> otherwise{0};
};

void ask_at_once(Ways& ways, const std::vector<std::vector<runner::HttpRequest>>& requests,
                 const std::vector<cases::Answer>& refusals, Told& told) {
  std::latch together{static_cast<std::ptrdiff_t>(requests.size())};
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    threads.emplace_back([&, i] {
      together.arrive_and_wait();
      for (const runner::HttpRequest& request : requests[i]) {
        try {
          const runner::HttpReply http = ways[i]->send(request);
          const runner::Reply reply =
              runner::decode_reply(http.status, http.header("Content-Type"), http.body);
          if (request.target.find("=Describe") != request.target.npos) {
            if (!runner::is_accepted(reply)) ++told.otherwise;
          } else if (runner::is_accepted(reply)) {
            ++told.accepted;
          } else if (std::ranges::any_of(refusals, [&](const cases::Answer& answer) {
                       return compare(answer, reply) == runner::Nearness::match;
                     })) {
            ++told.refused;
          } else {
            ++told.otherwise;
          }
        } catch (const std::exception&) {
          ++told.otherwise;
        }
      }
    });
  }
}

// Between two stops exactly one StartInstance is accepted, however many come at the same moment,
// and the others get the answer of an instance that is not Stopped.
void one_start_is_accepted(Stage& stage, Ways& ways) {
  const Moments moments = *any_moments().as("asked");
  const Staged world{stage, {.settle_ms = static_cast<int>(settle.count())}};
  const runner::Cast cast{world.world()};
  std::vector<cases::Answer> refusals;
  cases::allow(refusals,
               cases::refusal_of(cases::start_instance_action, RefusalReason::wrong_status));
  for (const Moment& moment : moments.all) {
    std::vector<std::vector<runner::HttpRequest>> requests(moment.size());
    int starts = 0;
    for (std::size_t i = 0; i < moment.size(); ++i) {
      for (const bool start : moment[i]) {
        starts += start ? 1 : 0;
        const cases::Call call =
            call_on_instance(start ? "StartInstance" : "DescribeInstanceAttribute");
        requests[i].push_back(stage.builder().build(call, {}, cast, "").http);
      }
    }
    Told told;
    ask_at_once(ways, requests, refusals, told);
    RC_ASSERT(told.otherwise == 0);
    RC_ASSERT(told.accepted == 1);
    RC_ASSERT(told.refused == starts - 1);
    RC_ASSERT(world.look().status == "Starting");
    stage.pass(3 * settle);
    RC_ASSERT(world.look().status == "Running");
    const cases::Call stop = call_on_instance("StopInstance");
    RC_ASSERT(runner::decode_reply(
                  200, "", ways[0]->send(stage.builder().build(stop, {}, cast, "").http).body)
                  .code == std::nullopt);
    stage.pass(3 * settle);
    RC_ASSERT(world.look().status == "Stopped");
  }
}

Ways four_ways(Stage& stage) {
  Ways ways;
  for (int i = 0; i < 4; ++i) ways.push_back(stage.another_way());
  return ways;
}

HALLMARK_COSTLY_LAW(Lifecycle, AcceptsOneOfManyStarts, 2) {
  static Stage stage;
  static Ways ways = four_ways(stage);
  one_start_is_accepted(stage, ways);
}

HALLMARK_COSTLY_LAW(Lifecycle, AcceptsOneOfManyStartsOverSockets, 4) {
  static Stage stage{{}, Stage::Reach::socket};
  static Ways ways = four_ways(stage);
  one_start_is_accepted(stage, ways);
}

TEST(LifecycleLaws, FindStartsThatAreAcceptedTogether) {
  for (const char* defect : {"simultaneous-starts-accepted", "second-start-undoes-first",
                             "simultaneous-starts-answer-400"}) {
    Stage broken{{defect}};
    Ways ways = four_ways(broken);
    expect_found(
        defect, [&] { one_start_is_accepted(broken, ways); }, 60);
  }
}

// A gate that looks and then acts: between the two another thread may pass. One call after the
// other it is without fault.
class ForgetfulGate final : public Way {
 public:
  ForgetfulGate(std::unique_ptr<Way> behind, std::atomic<bool>& stopped)
      : behind_{std::move(behind)}, stopped_{stopped} {}

  runner::HttpReply send(const runner::HttpRequest& request) override {
    if (request.target.find("=StopInstance") != request.target.npos) stopped_ = true;
    if (request.target.find("=StartInstance") == request.target.npos) return behind_->send(request);
    if (!stopped_) {
      return {.status = 403,
              .body =
                  "<Error><Code>IncorrectInstanceStatus</Code><Message>The current status of "
                  "the resource does not support this operation.</Message></Error>"};
    }
    std::this_thread::sleep_for(100us);
    stopped_ = false;
    return behind_->send(request);
  }

 private:
  std::unique_ptr<Way> behind_;
  std::atomic<bool>& stopped_;
};

TEST(LifecycleLaws, FindARaceThatNoSingleThreadShows) {
  Stage broken{{"start-while-starting"}};
  std::atomic<bool> stopped{true};
  Ways ways;
  for (int i = 0; i < 4; ++i) {
    ways.push_back(std::make_unique<ForgetfulGate>(broken.another_way(), stopped));
  }
  const auto law = [&] {
    stopped = true;
    one_start_is_accepted(broken, ways);
  };
  // A race shows by luck: on a busy machine a smaller input may not show it when it is tried, so
  // that other calls stay beside those that race.
  const auto races = [](const std::string& calls) {
    const auto second_thread = calls.find('|');
    return calls.find("start") < second_thread &&
           calls.find("start", second_thread) != std::string::npos;
  };
  bool shown = false;
  for (int tries = 0; tries < 4 && !shown; ++tries) {
    const LawResult result = expect_found("a race", law, 100);
    shown = races(result.counterexample.back().second);
  }
  EXPECT_TRUE(shown) << "one thread alone cannot show it";
}

}  // namespace
}  // namespace hallmark::fuzz
