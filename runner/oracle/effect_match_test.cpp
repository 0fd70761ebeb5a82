// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/effect_match.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runner/oracle/testing_answers.hpp"

namespace hallmark::runner {
namespace {

using cases::Channel;
using cases::Effect;
using cases::LastStop;
using cases::LocalDiskData;
using reports::Evidence;
using reports::Sighting;
using reports::Verdict;
using specs::InstanceStatus;
using ::testing::HasSubstr;
using testing::sighting;

cases::Case looking(Effect::Look look, InstanceStatus status = InstanceStatus::stopped) {
  cases::Case one;
  one.id = "chapter/family/case";
  one.fixture.status = status;
  one.calls.push_back({.action = "StartInstance"});
  one.effect.look = look;
  return one;
}

Evidence seen(std::vector<Sighting> sightings) {
  Evidence evidence;
  evidence.after = std::move(sightings);
  return evidence;
}

Evidence seen(std::initializer_list<const char*> statuses) {
  Evidence evidence;
  for (const char* status : statuses) evidence.after.push_back(sighting(status));
  return evidence;
}

reports::CallRecord acted(const char* action) { return testing::record(0, action, {}); }
const reports::CallRecord started = acted("StartInstance");
const reports::CallRecord* const nobody = nullptr;
const reports::CallRecord* const start = &started;

TEST(MatchEffect, IsNoAffairOfACaseThatDoesNotLook) {
  EXPECT_EQ(match_effect(looking(Effect::Look::no), nobody, seen({"Running"})).verdict,
            Verdict::pass);
}

TEST(MatchEffect, ARefusedCallLeavesAllAsItWas) {
  const auto one = looking(Effect::Look::once);
  EXPECT_EQ(match_effect(one, nobody, seen({"Stopped"})).verdict, Verdict::pass);
  const EffectFinding changed = match_effect(one, nobody, seen({"Starting"}));
  EXPECT_EQ(changed.verdict, Verdict::fail);
  EXPECT_EQ(changed.wanted, "the instance still Stopped");
  EXPECT_THAT(changed.got, HasSubstr("the instance is Starting"));
  EXPECT_EQ(changed.seen, "the instance is Starting");
}

TEST(MatchEffect, AnAcceptedCallThatIsNoTransitionLeavesAllAsItWas) {
  const auto one = looking(Effect::Look::once);
  const auto described = acted("DescribeInstances");
  EXPECT_EQ(match_effect(one, &described, seen({"Stopped"})).verdict, Verdict::pass);
  EXPECT_EQ(match_effect(one, &described, seen({"Running"})).verdict, Verdict::fail);
}

TEST(MatchEffect, NothingHappensToTheDiskOrByAStopEither) {
  const auto one = looking(Effect::Look::once);
  Sighting lost = sighting("Stopped", Channel::fixture);
  lost.local_disk_data = LocalDiskData::lost;
  EXPECT_THAT(match_effect(one, nobody, seen(std::vector{lost})).reason,
              HasSubstr("lost its local disk"));
  Sighting stopped = sighting("Stopped", Channel::fixture);
  stopped.last_stop = LastStop::forced;
  EXPECT_EQ(match_effect(one, nobody, seen(std::vector{stopped})).got, "a forced stop");
}

TEST(MatchEffect, NothingHappensToTheOtherAccountsInstance) {
  Sighting other = sighting("Starting");
  other.of_other_world = true;
  const EffectFinding finding =
      match_effect(looking(Effect::Look::once), start, seen({sighting("Running"), other}));
  EXPECT_EQ(finding.verdict, Verdict::fail);
  EXPECT_THAT(finding.reason, HasSubstr("the other account's instance changed"));
}

TEST(MatchEffect, AnAcceptedCallLeadsThroughItsTransition) {
  const auto one = looking(Effect::Look::once);
  EXPECT_EQ(match_effect(one, start, seen({"Starting"})).verdict, Verdict::pass);
  EXPECT_EQ(match_effect(one, start, seen({"Running"})).verdict, Verdict::pass);
  const auto named = acted("ReActivateInstances");
  EXPECT_EQ(match_effect(one, &named, seen({"Starting"})).verdict, Verdict::pass);
  const auto spelled = acted("ReactivateInstances");
  EXPECT_EQ(match_effect(one, &spelled, seen({"Running"})).verdict, Verdict::pass);
  EXPECT_THAT(match_effect(one, start, seen({"Stopped"})).reason, HasSubstr("nothing happened"));
  EXPECT_THAT(match_effect(one, start, seen({"Stopping"})).reason, HasSubstr("does not lead to"));
  EXPECT_THAT(match_effect(one, start, seen({"Asleep"})).reason,
              HasSubstr("documents do not know"));
}

TEST(MatchEffect, ARebootMayBeSeenStoppingOrStarting) {
  const auto one = looking(Effect::Look::settled, InstanceStatus::running);
  const auto reboot = acted("RebootInstance");
  EXPECT_EQ(match_effect(one, &reboot, seen({"Stopping", "Starting", "Running"})).verdict,
            Verdict::pass);
  EXPECT_EQ(match_effect(one, &reboot, seen({"Stopped", "Running"})).verdict, Verdict::fail);
}

TEST(MatchEffect, TheStatusThatACaseNamesWins) {
  auto one = looking(Effect::Look::once);
  one.effect.seen = specs::StatusSet{InstanceStatus::starting};
  EXPECT_EQ(match_effect(one, start, seen({"Starting"})).verdict, Verdict::pass);
  const EffectFinding running = match_effect(one, start, seen({"Running"}));
  EXPECT_EQ(running.verdict, Verdict::fail);
  EXPECT_EQ(running.wanted, "the instance Starting");
}

TEST(MatchEffect, SettledMeansThatTheLastStatusIsReached) {
  const auto one = looking(Effect::Look::settled);
  EXPECT_EQ(match_effect(one, start, seen({"Starting", "Starting", "Running"})).verdict,
            Verdict::pass);
  Evidence late = seen({"Starting", "Starting"});
  late.deadline_met = false;
  const EffectFinding finding = match_effect(one, start, late);
  EXPECT_EQ(finding.verdict, Verdict::fail);
  EXPECT_EQ(finding.got, "the instance is still Starting at the deadline");
}

TEST(MatchEffect, TheDeadlineSpeaksOfTheLastStatusThatWasTold) {
  Evidence late = seen({"Starting", ""});
  late.deadline_met = false;
  EXPECT_EQ(match_effect(looking(Effect::Look::settled), start, late).got,
            "the instance is still Starting at the deadline");
}

TEST(MatchEffect, WhatHasArrivedDoesNotLeaveAgain) {
  const EffectFinding finding = match_effect(looking(Effect::Look::settled), start,
                                             seen({"Starting", "Running", "Starting"}));
  EXPECT_EQ(finding.verdict, Verdict::fail);
  EXPECT_THAT(finding.reason, HasSubstr("left its last status again"));
  EXPECT_THAT(finding.got, HasSubstr("Starting after Running"));
}

// The first call is accepted and comes to rest; the second is refused, and moves it all the same.
TEST(MatchEffect, WhatHadArrivedBeforeTheLastCallDoesNotLeaveAgain) {
  cases::Case one = looking(Effect::Look::once);
  one.calls.push_back({.action = "StartInstance", .when_settled = true});
  Evidence evidence = seen({"Starting"});
  evidence.calls = {testing::record(0, "StartInstance", testing::success("StartInstance")),
                    testing::record(1, "StartInstance", {})};
  evidence.calls[0].after = {sighting("Starting"), sighting("Running")};
  const reports::CallRecord* const moved_by = &evidence.calls[0];
  const EffectFinding finding = match_effect(one, moved_by, evidence);
  EXPECT_EQ(finding.verdict, Verdict::fail);
  EXPECT_THAT(finding.reason, HasSubstr("left its last status again"));

  evidence.before = {sighting("Stopped")};  // nobody holds it: it may be told late
  EXPECT_EQ(match_effect(one, moved_by, evidence).verdict, Verdict::pass);
  evidence.before.clear();
  evidence.after = {sighting("Running")};
  EXPECT_EQ(match_effect(one, moved_by, evidence).verdict, Verdict::pass);
  // What the second call was accepted for begins anew.
  evidence.after = {sighting("Starting")};
  EXPECT_EQ(match_effect(one, &evidence.calls[1], evidence).verdict, Verdict::pass);
}

TEST(MatchEffect, AsksForTheDiskAndTheStopWhereTheCaseDoes) {
  auto one = looking(Effect::Look::once);
  one.effect.local_disk_data = LocalDiskData::lost;
  EXPECT_EQ(match_effect(one, start, seen({"Running"})).verdict, Verdict::inconclusive);
  Sighting told = sighting("Running", Channel::fixture);
  told.local_disk_data = LocalDiskData::kept;
  EXPECT_EQ(match_effect(one, start, seen(std::vector{told})).got, "local disk data kept");
  told.local_disk_data = LocalDiskData::lost;
  EXPECT_EQ(match_effect(one, start, seen(std::vector{told})).verdict, Verdict::pass);

  one.effect.local_disk_data.reset();
  one.effect.last_stop = LastStop::forced;
  EXPECT_EQ(match_effect(one, start, seen(std::vector{told})).verdict, Verdict::inconclusive);
  told.last_stop = LastStop::graceful;
  EXPECT_EQ(match_effect(one, start, seen(std::vector{told})).wanted, "forced stop");
  told.last_stop = LastStop::forced;
  EXPECT_EQ(match_effect(one, start, seen(std::vector{told})).verdict, Verdict::pass);
}

// A restart of what may be expired still need not be carried out.
TEST(MatchEffect, AsksForNoStopOfACallThatMayBeRefusedAndWas) {
  auto one = looking(Effect::Look::once);
  one.calls = {cases::Call{.action = "ReactivateInstances"},
               cases::Call{.action = "RebootInstance"}};
  one.calls.back().expect.allowed = {{.kind = cases::Answer::Kind::accepted},
                                     {.kind = cases::Answer::Kind::refused}};
  one.effect.last_stop = LastStop::forced;
  Sighting told = sighting("Running", Channel::fixture);
  told.last_stop = LastStop::none;
  const reports::CallRecord reactivated =
      testing::record(0, "ReactivateInstances", testing::success("ReactivateInstances"));
  EXPECT_EQ(match_effect(one, &reactivated, seen(std::vector{told})).verdict, Verdict::pass);
  // One that must be refused leaves the stop as it was.
  one.calls.back().expect.allowed.erase(one.calls.back().expect.allowed.begin());
  EXPECT_EQ(match_effect(one, &reactivated, seen(std::vector{told})).verdict, Verdict::fail);
}

// What the one of them says that was accepted last, not what the case says.
TEST(MatchEffect, AsksForTheStopThatTheAcceptedCallSays) {
  auto one = looking(Effect::Look::once);
  one.calls = {cases::Call{.action = "RebootInstance"}, cases::Call{.action = "RebootInstance"}};
  one.calls.front().last_stop = LastStop::forced;
  one.calls.back().last_stop = LastStop::graceful;
  Sighting told = sighting("Starting", Channel::fixture);
  told.last_stop = LastStop::forced;
  const auto after = [&](std::size_t call, FlagsDone flags_done = FlagsDone::told) {
    const auto acted = testing::record(call, "RebootInstance", testing::success("RebootInstance"));
    return match_effect(one, &acted, seen(std::vector{told}), flags_done).verdict;
  };
  EXPECT_EQ(after(0), Verdict::pass);
  EXPECT_EQ(after(1), Verdict::fail);
  EXPECT_EQ(after(1, FlagsDone::untold), Verdict::pass);
}

TEST(MatchEffect, AsksForTheLockWhereTheChannelTellsLocks) {
  auto one = looking(Effect::Look::once);
  one.effect.lock_reason = "security";
  EXPECT_EQ(match_effect(one, nobody, seen({"Stopped"})).got, "no LockReason");
  Sighting locked = sighting("Stopped");
  locked.locks = {"financial", "recycling"};
  EXPECT_EQ(match_effect(one, nobody, seen(std::vector{locked})).got, "only financial, recycling");
  locked.locks.emplace_back("security");
  EXPECT_EQ(match_effect(one, nobody, seen(std::vector{locked})).verdict, Verdict::pass);
  for (const Channel silent : {Channel::describe_instance_status, Channel::fixture}) {
    EXPECT_EQ(match_effect(one, nobody, seen({sighting("Stopped", silent)})).verdict,
              Verdict::pass);
  }
}

TEST(MatchEffect, CannotTellWhereNothingWasSeen) {
  const auto one = looking(Effect::Look::once);
  const EffectFinding blind = match_effect(one, start, Evidence{});
  EXPECT_EQ(blind.verdict, Verdict::inconclusive);
  EXPECT_THAT(blind.reason, HasSubstr("no way to look"));
  const EffectFinding mute = match_effect(one, start, seen({""}));
  EXPECT_EQ(mute.verdict, Verdict::inconclusive);
  EXPECT_THAT(mute.reason, HasSubstr("the target did not tell the instance's status"));
  const EffectFinding untold =
      match_effect(one, start, seen(std::vector{sighting("", Channel::fixture)}));
  EXPECT_EQ(untold.verdict, Verdict::inconclusive);
  EXPECT_THAT(untold.reason, HasSubstr("the fixture provider did not tell"));
}

TEST(MatchEffect, FailsACaseThatAsksForNothingButTheStatus) {
  auto one = looking(Effect::Look::once);
  one.calls.clear();
  one.effect.channel = Channel::describe_instance_status;
  Sighting mute = sighting("", Channel::describe_instance_status);
  mute.exchange = testing::error(404, "InvalidAction.NotFound", "no such action");
  const EffectFinding finding = match_effect(one, nobody, seen(std::vector{mute}));
  EXPECT_EQ(finding.verdict, Verdict::fail);
  EXPECT_EQ(finding.wanted, "the status Stopped");
  EXPECT_EQ(finding.got, "404 InvalidAction.NotFound, without the instance's status");
  mute.exchange = testing::no_answer("timeout", "");
  EXPECT_EQ(match_effect(one, nobody, seen(std::vector{mute})).got,
            "no whole answer within the time given");
  EXPECT_EQ(
      match_effect(one, nobody, seen({sighting("Stopped", Channel::describe_instance_status)}))
          .verdict,
      Verdict::pass);
}

// What is seen at once, and once more later.
Evidence seen_twice(std::initializer_list<const char*> at_once, const char* later) {
  Evidence evidence = seen(at_once);
  evidence.later.push_back(sighting(later));
  return evidence;
}

TEST(MatchEffect, ARefusedCallLeavesAllAsItWasLaterToo) {
  const auto one = looking(Effect::Look::once);
  EXPECT_EQ(match_effect(one, nobody, seen_twice({"Stopped"}, "Stopped")).verdict, Verdict::pass);
  const EffectFinding late = match_effect(one, nobody, seen_twice({"Stopped"}, "Running"));
  EXPECT_EQ(late.verdict, Verdict::fail);
  EXPECT_EQ(late.wanted, "the instance still Stopped");
  EXPECT_EQ(late.got, "the instance is Running (seen through DescribeInstances) 600 ms later");
}

TEST(MatchEffect, AnAcceptedCallMayArriveMeanwhileAndNothingElse) {
  const auto one = looking(Effect::Look::once);
  EXPECT_EQ(match_effect(one, start, seen_twice({"Starting"}, "Starting")).verdict, Verdict::pass);
  EXPECT_EQ(match_effect(one, start, seen_twice({"Starting"}, "Running")).verdict, Verdict::pass);
  for (const char* const wrong : {"Stopped", "Pending", "Flying"}) {
    EXPECT_EQ(match_effect(one, start, seen_twice({"Starting"}, wrong)).verdict, Verdict::fail)
        << wrong;
  }
}

TEST(MatchEffect, AnInstanceStaysWhereItHasArrived) {
  const auto one = looking(Effect::Look::settled);
  EXPECT_EQ(match_effect(one, start, seen_twice({"Starting", "Running"}, "Running")).verdict,
            Verdict::pass);
  const EffectFinding left =
      match_effect(one, start, seen_twice({"Starting", "Running"}, "Starting"));
  EXPECT_EQ(left.verdict, Verdict::fail);
  EXPECT_EQ(left.wanted, "the instance Running 600 ms later");
  EXPECT_EQ(
      match_effect(looking(Effect::Look::once), start, seen_twice({"Running"}, "Starting")).verdict,
      Verdict::fail);
}

TEST(MatchEffect, ASecondLookThatTellsNothingSettlesNothing) {
  EXPECT_EQ(
      match_effect(looking(Effect::Look::settled), start, seen_twice({"Running"}, "")).verdict,
      Verdict::pass);
  EXPECT_EQ(match_effect(looking(Effect::Look::once), nobody, seen_twice({"Stopped"}, "")).verdict,
            Verdict::pass);
}

TEST(MatchEffect, WhatWasToldPastTheApiStaysAsItWas) {
  const auto one = looking(Effect::Look::once);
  Sighting kept = sighting("Starting", Channel::fixture);
  kept.local_disk_data = LocalDiskData::kept;
  Evidence evidence = seen({kept});
  evidence.later = {kept};
  EXPECT_EQ(match_effect(one, start, evidence).verdict, Verdict::pass);
  evidence.later[0].local_disk_data.reset();  // not told this time
  EXPECT_EQ(match_effect(one, start, evidence).verdict, Verdict::pass);
  evidence.later[0].local_disk_data = LocalDiskData::lost;
  EXPECT_EQ(match_effect(one, start, evidence).verdict, Verdict::fail);
}

// Nobody answers for data that was gone before.
TEST(MatchEffect, BlamesTheCallBehindWhichTheDataIsLost) {
  auto one = looking(Effect::Look::once);
  one.effect.local_disk_data = LocalDiskData::kept;
  Sighting lost = sighting("Starting", Channel::fixture);
  lost.local_disk_data = LocalDiskData::lost;
  Evidence evidence = seen({lost});
  evidence.calls = {testing::record(0, "StopInstance", testing::success("StopInstance")),
                    testing::record(1, "StartInstance", testing::success("StartInstance"))};
  Sighting stopped = sighting("Stopped", Channel::fixture);
  stopped.local_disk_data = LocalDiskData::kept;
  evidence.calls[0].after = {stopped};
  EXPECT_EQ(match_effect(one, &evidence.calls[1], evidence).verdict, Verdict::fail);
  evidence.calls[0].after[0].local_disk_data = LocalDiskData::lost;
  EXPECT_EQ(match_effect(one, &evidence.calls[1], evidence).verdict, Verdict::pass);
  one.level = cases::Level::recommended;  // of all calls together
  EXPECT_EQ(match_effect(one, &evidence.calls[1], evidence).verdict, Verdict::fail);
}

// Two calls, the second of which waits until the first has settled; what was seen in between.
struct Between {
  cases::Case one = looking(Effect::Look::once);
  Evidence evidence;
  std::vector<const reports::CallRecord*> acted{start, start};

  explicit Between(std::initializer_list<const char*> statuses) {
    one.calls[0].seen = specs::StatusSet{InstanceStatus::starting};
    one.calls.push_back({.action = "RebootInstance", .when_settled = true});
    evidence.calls = {testing::record(0, "StartInstance", testing::success("StartInstance")),
                      testing::record(1, "RebootInstance", testing::success("RebootInstance"))};
    for (const char* status : statuses) evidence.calls[0].after.push_back(sighting(status));
  }
  [[nodiscard]] EffectFinding finding() const { return match_between(one, acted, evidence); }
};

TEST(MatchBetween, FollowsAnInstanceToItsLastStatus) {
  EXPECT_EQ(Between({"Starting", "Running"}).finding().verdict, Verdict::pass);
  EXPECT_EQ(Between({}).finding().verdict, Verdict::pass);
  const EffectFinding late = Between({"Starting", "Starting"}).finding();
  EXPECT_EQ(late.verdict, Verdict::fail);
  EXPECT_THAT(late.got, HasSubstr("after call 1"));
  EXPECT_EQ(Between({"Starting", "Stopped"}).finding().verdict, Verdict::fail);
  EXPECT_EQ(Between({"", ""}).finding().verdict, Verdict::inconclusive);
}

TEST(MatchBetween, WantsTheStatusThatTheStepsLeadTo) {
  const EffectFinding wrong = Between({"Running"}).finding();
  EXPECT_EQ(wrong.verdict, Verdict::fail);
  EXPECT_EQ(wrong.wanted, "the instance Starting after call 1");
  Between nobody_acted({"Starting"});
  nobody_acted.acted = {nobody, nobody};
  EXPECT_EQ(nobody_acted.finding().verdict, Verdict::pass);
}

}  // namespace
}  // namespace hallmark::runner
