// SPDX-License-Identifier: Apache-2.0
//
// The model against the cases that the tables give: what a case allows, the model explains; and how
// answers narrow what it thinks possible.
#include "fuzz/model/instance_model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

#include "cases/library.hpp"
#include "runner/oracle/answer_match.hpp"

namespace hallmark::fuzz {
namespace {

using cases::Condition;
using cases::ConditionSet;
using specs::InstanceStatus;
using What = Contradiction::What;

runner::Reply success(CalledAction action, const std::string& members = {}) {
  const std::string root = std::string{name_of(action)} + "Response";
  return runner::decode_reply(200, "application/xml",
                              "<" + root + ">" + members + "</" + root + ">");
}

runner::Reply refusal(int status, const std::string& code, const std::string& message) {
  return runner::decode_reply(
      status, "application/xml",
      "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>");
}

runner::Reply wrong_status() {
  return refusal(403, "IncorrectInstanceStatus",
                 "The current status of the resource does not support this operation.");
}

runner::Reply passed_dry_run() {
  return refusal(400, "DryRunOperation",
                 "Request validation has been passed with DryRun flag set.");
}

constexpr Asked start{.action = CalledAction::start};
constexpr Asked reboot{.action = CalledAction::reboot};
constexpr Asked reactivate{.action = CalledAction::reactivate};

// Invented: a rule that holds with a flag, and one that holds without it.
TEST(ReasonsIn, AskForTheFlagsOfARule) {
  const specs::FlagSet forced{specs::BooleanParameter::force_stop};
  AnswerSet with;
  with.set(0);
  AnswerSet without;
  without.set(1);
  const RefusalRule rules[] = {
      {.when = {.flags_on = forced}, .answers = with, .surely = true, .dry_run_checks = true},
      {.when = {.flags_off = forced}, .answers = without, .surely = true, .dry_run_checks = false}};
  const auto reasons = [&rules](specs::FlagSet surely, specs::FlagSet perhaps) {
    return reasons_in({.status = InstanceStatus::running,
                       .charge_type = specs::ChargeType::post_paid,
                       .surely = {},
                       .perhaps = {},
                       .surely_on = surely,
                       .perhaps_on = perhaps},
                      rules);
  };
  EXPECT_EQ(reasons(forced, forced).rows, with);
  EXPECT_TRUE(reasons(forced, forced).refused_as_dry_run);
  EXPECT_EQ(reasons({}, {}).rows, without);
  EXPECT_FALSE(reasons({}, {}).refused_as_dry_run);
  // In a spelling that may count as either.
  EXPECT_EQ(reasons({}, forced).rows, with | without);
  EXPECT_FALSE(reasons({}, forced).refused);
}

TEST(InstanceModel, StartsAStoppedInstance) {
  InstanceModel model{cases::Fixture{}};
  EXPECT_TRUE(model.may_accept(start));
  EXPECT_FALSE(model.may_refuse(start));
  EXPECT_FALSE(model.observe(start, success(CalledAction::start)));
  EXPECT_EQ(model.situations(), Situations{Situation::starting});
  EXPECT_FALSE(model.may_accept(start));
  EXPECT_FALSE(model.observe(start, wrong_status()));
}

TEST(InstanceModel, NamesWhatNoRowExplains) {
  InstanceModel model{cases::Fixture{.status = InstanceStatus::running}};
  const auto wrong = model.observe(start, success(CalledAction::start));
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->what, What::answer);
  EXPECT_THAT(wrong->wanted, testing::HasSubstr("403 IncorrectInstanceStatus"));
  EXPECT_EQ(wrong->got, "200");
  EXPECT_THAT(wrong->citation.text(), testing::HasSubstr("StartInstance"));
  EXPECT_EQ(model.situations(), Situations{Situation::running});
}

TEST(InstanceModel, TellsAWrongTextFromAWrongAnswer) {
  InstanceModel model{cases::Fixture{.conditions = ConditionSet{Condition::security_lock}}};
  const auto wrong = model.observe(start, refusal(403, "InstanceLockedForSecurity", "Locked."));
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->what, What::text);
  EXPECT_TRUE(model.observe(start, refusal(400, "InstanceLockedForSecurity", "Locked.")));
}

TEST(InstanceModel, NarrowsWhatMayHaveHappened) {
  InstanceModel model{cases::Fixture{}};
  model.observe_nothing(start);
  EXPECT_EQ(model.situations(), (Situations{Situation::starting, Situation::stopped}));
  InstanceModel started = model;
  EXPECT_FALSE(started.observe(start, wrong_status()));
  EXPECT_EQ(started.situations(), Situations{Situation::starting});
  EXPECT_FALSE(model.observe_status("Stopped"));
  EXPECT_EQ(model.situations(), Situations{Situation::stopped});
}

TEST(InstanceModel, RebootsThroughStoppingOrStarting) {
  InstanceModel model{cases::Fixture{.status = InstanceStatus::running, .settle_ms = 50}};
  ASSERT_FALSE(model.observe(reboot, success(CalledAction::reboot)));
  EXPECT_FALSE(model.observe_status("Stopping"));
  EXPECT_FALSE(model.observe_status("Starting"));
  EXPECT_TRUE(model.observe_status("Stopped"));
  model.elapse(std::chrono::milliseconds{1200});
  EXPECT_EQ(model.situations(), Situations{Situation::running});
}

TEST(InstanceModel, HoldsATransitoryStatusWithoutSettling) {
  InstanceModel model{cases::Fixture{}};
  ASSERT_FALSE(model.observe(start, success(CalledAction::start)));
  model.elapse(std::chrono::hours{1});
  EXPECT_EQ(model.situations(), Situations{Situation::starting});
  InstanceModel anywhere{cases::Fixture{}, Settling::at_any_time};
  ASSERT_FALSE(anywhere.observe(start, success(CalledAction::start)));
  EXPECT_EQ(anywhere.situations(), (Situations{Situation::starting, Situation::running}));
}

TEST(InstanceModel, ADryRunChangesNothing) {
  InstanceModel model{cases::Fixture{}};
  Asked dry = start;
  dry.dry_run = Flag::is_true;
  EXPECT_TRUE(model.observe(dry, success(CalledAction::start)));
  EXPECT_FALSE(model.observe(dry, passed_dry_run()));
  EXPECT_EQ(model.situations(), Situations{Situation::stopped});
  InstanceModel stopped{cases::Fixture{}};
  dry.action = CalledAction::reboot;
  EXPECT_TRUE(stopped.observe(dry, passed_dry_run()));
  EXPECT_FALSE(stopped.observe(dry, wrong_status()));
}

TEST(InstanceModel, AFlagThatIsNoBooleanIsRefused) {
  InstanceModel model{cases::Fixture{.status = InstanceStatus::running}};
  Asked odd = reboot;
  odd.force_stop = read_flag("maybe");
  EXPECT_FALSE(model.may_accept(odd));
  odd.force_stop = read_flag("True");
  EXPECT_TRUE(model.may_accept(odd));
  EXPECT_TRUE(model.may_refuse(odd));
  odd.action = CalledAction::start;  // which does not know ForceStop
  odd.force_stop = read_flag("maybe");
  EXPECT_TRUE(InstanceModel{cases::Fixture{}}.may_accept(odd));
}

TEST(InstanceModel, RemembersDisksAndStops) {
  const ConditionSet failed{Condition::local_disk, Condition::local_disk_failed};
  InstanceModel model{cases::Fixture{.conditions = failed}};
  Asked with_disk = start;
  with_disk.init_local_disk = Flag::is_true;
  ASSERT_FALSE(model.observe(with_disk, success(CalledAction::start)));
  EXPECT_TRUE(model.observe_local_disk(cases::LocalDiskData::kept));
  EXPECT_FALSE(model.observe_local_disk(cases::LocalDiskData::lost));

  InstanceModel running{cases::Fixture{.status = InstanceStatus::running}};
  Asked forced = reboot;
  forced.force_stop = Flag::is_true;
  ASSERT_FALSE(running.observe(forced, success(CalledAction::reboot)));
  EXPECT_TRUE(running.observe_last_stop(cases::LastStop::graceful));
  EXPECT_FALSE(running.observe_last_stop(cases::LastStop::forced));
}

// The page of RebootInstance does not speak of images; cases and model leave it open alike.
TEST(InstanceModel, MayRebootAnInstanceWhoseImageHasExpired) {
  const InstanceModel model{cases::Fixture{.status = InstanceStatus::running,
                                           .conditions = ConditionSet{Condition::image_expired}}};
  EXPECT_TRUE(model.may_accept(reboot));
  EXPECT_TRUE(model.may_refuse(reboot));
}

TEST(InstanceModel, AReactivatedInstanceIsPaidFor) {
  InstanceModel model{cases::Fixture{.conditions = ConditionSet{Condition::expired}}};
  EXPECT_FALSE(model.may_accept(start));
  ASSERT_FALSE(model.observe(reactivate, success(CalledAction::reactivate)));
  EXPECT_TRUE(model.observe(start, refusal(403, "InstanceExpired",
                                           "The postPaid instance has been "
                                           "expired.Please ensure your "
                                           "account have enough balance.")));
}

TEST(InstanceModel, LooksNarrowToo) {
  InstanceModel model{cases::Fixture{}};
  model.observe_nothing(start);
  const Asked look{.action = CalledAction::describe_instance_attribute};
  const runner::Reply shown =
      success(look.action, "<InstanceId>i-1</InstanceId><Status>Starting</Status>");
  EXPECT_FALSE(model.observe(look, shown, "i-1"));
  EXPECT_EQ(model.situations(), Situations{Situation::starting});
  EXPECT_TRUE(model.observe(
      look, success(look.action, "<InstanceId>i-1</InstanceId><Status>Running</Status>"), "i-1"));
  EXPECT_TRUE(model.observe(look, success(look.action), "i-1"));
}

TEST(InstanceModel, RefusesAtTheDoorFirst) {
  InstanceModel model{cases::Fixture{}};
  const cases::Case* forged = cases::find("authentication/v1/wrong-secret/start-instance");
  ASSERT_NE(forged, nullptr);
  Asked asked = start;
  asked.refused_at_door = forged->calls.front().expect.allowed;
  EXPECT_FALSE(model.may_accept(asked));
  EXPECT_FALSE(model.observe(asked, refusal(400, "IncompleteSignature", "No.")));
  EXPECT_TRUE(model.observe(asked, success(CalledAction::start)));
  EXPECT_EQ(model.situations(), Situations{Situation::stopped});
}

// Whether it looks at the signature first is its own affair where it does not have the action.
TEST(InstanceModel, LetsAnActionWithoutAPageBeUnknownAtTheDoor) {
  const cases::Case* forged = cases::find("authentication/v1/wrong-secret/start-instance");
  ASSERT_NE(forged, nullptr);
  const auto unknown = refusal(404, "InvalidAction.NotFound", "No such action.");
  for (const CalledAction action : {CalledAction::stop, CalledAction::describe_instances}) {
    Asked asked{.action = action};
    asked.refused_at_door = forged->calls.front().expect.allowed;
    EXPECT_FALSE(InstanceModel{cases::Fixture{}}.observe(asked, unknown));
    EXPECT_TRUE(InstanceModel{cases::Fixture{}}.observe(asked, success(action)));
    EXPECT_TRUE(
        InstanceModel{cases::Fixture{}}.observe(asked, refusal(500, "InternalError", "No.")));
  }
  Asked asked = start;
  asked.refused_at_door = forged->calls.front().expect.allowed;
  EXPECT_TRUE(InstanceModel{cases::Fixture{}}.observe(asked, unknown));
}

// What a table allows in a world of its own, the model allows as well.
TEST(InstanceModel, ExplainsEveryAnswerOfThePreconditionsAndRows) {
  int asked = 0;
  for (const cases::Case& one : cases::library()) {
    const bool precondition = one.id.find("/precondition/") != one.id.npos;
    const bool row = one.id.find("/row/") != one.id.npos;
    if ((!precondition && !row) || one.calls.size() != 1) continue;
    const cases::Call& call = one.calls.front();
    Asked what{};
    for (std::size_t i = 0; i < action_count; ++i) {
      if (action_names[i] == call.action) what.action = static_cast<CalledAction>(i);
    }
    for (const cases::Argument& argument : call.arguments) {
      if (argument.name == "DryRun") what.dry_run = read_flag(argument.value.before);
      if (argument.name == "InstanceId" && argument.value.handle == cases::Handle::none) {
        what.named = Named::unknown;
      }
    }
    for (const cases::Answer& answer : call.expect.allowed) {
      std::string code = answer.code;
      std::string message = answer.message.empty() ? "Any text." : answer.message;
      const bool text_known = !answer.message.empty();
      const runner::Reply reply = answer.kind == cases::Answer::Kind::accepted
                                      ? success(what.action)
                                      : refusal(answer.status, code, message);
      const auto wrong = InstanceModel{one.fixture}.observe(what, reply);
      EXPECT_TRUE(!wrong || (!text_known && wrong->what == What::text))
          << one.id << ": " << runner::describe(answer) << " against " << wrong->wanted;
      ++asked;
    }
    const bool may_be_accepted = std::any_of(
        call.expect.allowed.begin(), call.expect.allowed.end(),
        [](const auto& answer) { return answer.kind == cases::Answer::Kind::accepted; });
    EXPECT_EQ(InstanceModel{one.fixture}.may_accept(what), may_be_accepted) << one.id;
  }
  EXPECT_GT(asked, 100);
}

// Whatever is asked and answered: what the model lets pass leaves it a situation, and what it does
// not let pass leaves it as it was.
TEST(InstanceModel, NeverLosesTheInstance) {
  EXPECT_TRUE(rc::check("a model always has a situation", [] {
    cases::Fixture fixture{.status = static_cast<InstanceStatus>(*rc::gen::inRange(0, 5))};
    if (*rc::gen::arbitrary<bool>()) fixture.settle_ms = 50;
    InstanceModel model{fixture};
    const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 1000));
    for (const int step : steps) {
      const Asked asked{.action = static_cast<CalledAction>(step % 4),
                        .dry_run = step % 16 == 15 ? Flag::is_true : Flag::absent};
      const Situations before = model.situations();
      std::optional<Contradiction> wrong;
      if (step / 16 % 4 == 0) {
        wrong = model.observe(asked, success(asked.action));
      } else if (step / 16 % 4 == 1) {
        wrong = model.observe(asked, wrong_status());
      } else if (step / 16 % 4 == 2) {
        model.observe_nothing(asked);
      } else {
        model.elapse(std::chrono::milliseconds{step});
      }
      RC_ASSERT(!model.situations().empty());
      if (wrong) RC_ASSERT(model.situations() == before);
    }
  }));
}

}  // namespace
}  // namespace hallmark::fuzz
