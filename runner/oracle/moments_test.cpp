// SPDX-License-Identifier: Apache-2.0
//
// What the clock proves, and what is made of it where it proves nothing: instances that nobody
// holds.
#include "runner/oracle/moments.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

#include "runner/oracle/effect_match.hpp"
#include "runner/oracle/judge.hpp"
#include "runner/oracle/testing_answers.hpp"

namespace hallmark::runner {
namespace {

using cases::Effect;
using reports::Evidence;
using reports::Exchange;
using reports::Finding;
using reports::Side;
using reports::Sighting;
using reports::Verdict;
using specs::InstanceStatus;
using specs::StatusSet;
using testing::accepted;
using testing::error;
using testing::record;
using testing::refused;
using testing::sighting;
using testing::success;

Sighting told_at(std::int64_t at_us, std::int64_t took_us) {
  Sighting seen = sighting("Starting");
  seen.exchange = Exchange{};
  seen.exchange->at_us = at_us;
  seen.exchange->took_us = took_us;
  return seen;
}

TEST(MustHold, ForAsLongAsItWasPromised) {
  cases::Fixture fixture;
  Evidence evidence;
  Exchange call;
  call.sent_us = 1000;
  EXPECT_TRUE(must_hold(fixture, evidence, call, told_at(90'000'000, 500)));
  fixture.settle_ms = 20;
  EXPECT_TRUE(must_hold(fixture, evidence, call, told_at(15'000, 5000)));
  EXPECT_FALSE(must_hold(fixture, evidence, call, told_at(15'000, 6001)));
  EXPECT_FALSE(must_hold(fixture, evidence, call, sighting("Starting")));
  EXPECT_FALSE(must_hold(fixture, evidence, Exchange{}, told_at(15'000, 10)));
  fixture.settle_ms.reset();
  evidence.before.push_back(sighting("Stopped"));
  EXPECT_FALSE(must_hold(fixture, evidence, call, told_at(1000, 1)));
}

// What is seen of an instance that nobody holds.
Evidence unheld(InstanceStatus before, std::initializer_list<const char*> after) {
  Evidence evidence;
  evidence.before.push_back(sighting(std::string{specs::name_of(before)}));
  for (const char* status : after) evidence.after.push_back(sighting(status));
  return evidence;
}

cases::Case started(InstanceStatus from = InstanceStatus::stopped) {
  cases::Case one;
  one.fixture.status = from;
  one.calls.push_back({.action = "StartInstance"});
  one.effect.look = Effect::Look::once;
  one.effect.seen = StatusSet{InstanceStatus::starting};
  return one;
}

EffectFinding effect_of(const cases::Case& one, std::initializer_list<const char*> after,
                        const char* acted = "StartInstance") {
  const reports::CallRecord call = record(0, acted, success(acted));
  return match_effect(one, &call, unheld(one.fixture.status, after));
}

TEST(UnheldEffects, AreSeenOnTheirWayOrSettleNothing) {
  EXPECT_EQ(effect_of(started(), {"Starting"}).verdict, Verdict::pass);
  const EffectFinding over = effect_of(started(), {"Running"});
  EXPECT_EQ(over.verdict, Verdict::inconclusive);
  EXPECT_EQ(over.side, Side::fixtures);
  EXPECT_EQ(effect_of(started(), {"Stopped"}).verdict, Verdict::fail);
  EXPECT_EQ(effect_of(started(), {"Stopping"}).verdict, Verdict::fail);
}

TEST(UnheldEffects, MayBeToldLate) {
  EXPECT_EQ(effect_of(started(), {"Stopped", "Starting"}).verdict, Verdict::pass);
  EXPECT_EQ(effect_of(started(), {"Stopped", "Running"}).verdict, Verdict::inconclusive);
  EXPECT_EQ(effect_of(started(), {"Starting", "Stopped"}).verdict, Verdict::fail);
}

TEST(UnheldEffects, OfARebootMayBeOver) {
  cases::Case one = started(InstanceStatus::running);
  one.effect.seen = StatusSet{InstanceStatus::starting, InstanceStatus::stopping};
  EXPECT_EQ(effect_of(one, {"Running"}, "RebootInstance").verdict, Verdict::inconclusive);
  EXPECT_EQ(effect_of(one, {"Running", "Starting"}, "RebootInstance").verdict, Verdict::pass);
  EXPECT_EQ(effect_of(one, {"Stopped"}, "RebootInstance").verdict, Verdict::fail);
}

TEST(UnheldEffects, LetAnInstanceGoItsWay) {
  cases::Case one = started(InstanceStatus::starting);
  one.effect.seen.reset();
  EXPECT_EQ(match_effect(one, nullptr, unheld(one.fixture.status, {"Running"})).verdict,
            Verdict::pass);
  EXPECT_EQ(match_effect(one, nullptr, unheld(one.fixture.status, {"Stopped"})).verdict,
            Verdict::fail);
  Evidence held = unheld(one.fixture.status, {"Running"});
  held.before.clear();
  EXPECT_EQ(match_effect(one, nullptr, held).verdict, Verdict::fail);
  one.calls.clear();  // what is asked is how Starting is told
  EXPECT_EQ(match_effect(one, nullptr, unheld(one.fixture.status, {"Running"})).verdict,
            Verdict::inconclusive);
}

// Two calls, one after the other or at the same moment, of an instance that nobody holds.
struct Two {
  cases::Case one = started();
  Evidence evidence = unheld(InstanceStatus::stopped, {"Running"});

  Two(const char* first, const char* second) {
    one.effect.seen.reset();
    one.calls[0].action = first;
    one.calls[0].expect.allowed = {accepted()};
    one.calls.push_back({.action = second});
    one.calls[1].expect.allowed = {refused(403, "IncorrectInstanceStatus")};
    evidence.calls = {record(0, first, success(first)), record(1, second, success(second))};
  }
  void answered(Exchange exchange) { evidence.calls[1].exchange = std::move(exchange); }
  [[nodiscard]] Finding finding() const {
    return judge(one, cases::Variant{}, evidence, {.yardstick = {}, .host = "127.0.0.1:80"});
  }
};

TEST(UnheldAnswers, MayFitWhereTheInstanceHasComeTo) {
  EXPECT_EQ(Two("StartInstance", "RebootInstance").finding().verdict, Verdict::inconclusive);
  EXPECT_EQ(Two("StartInstance", "RebootInstance").finding().side, Side::fixtures);
  Two again{"StartInstance", "StartInstance"};
  EXPECT_EQ(again.finding().verdict, Verdict::fail) << "a started instance is never Stopped";
  Two held{"StartInstance", "RebootInstance"};
  held.evidence.before.clear();
  EXPECT_EQ(held.finding().verdict, Verdict::fail);
}

TEST(UnheldAnswers, StillHaveToBeThoseOfThePages) {
  Two other{"StartInstance", "RebootInstance"};
  other.answered(error(403, "OperationDenied", "No."));
  EXPECT_EQ(other.finding().verdict, Verdict::fail);
  other.answered(error(500, "InternalError", "No."));
  EXPECT_EQ(other.finding().verdict, Verdict::fail);
  Two forged{"StartInstance", "RebootInstance"};
  forged.one.calls[1].expect.allowed.push_back(refused(400, "SignatureDoesNotMatch"));
  EXPECT_EQ(forged.finding().verdict, Verdict::fail);
}

TEST(UnheldAnswers, AreHeldToAStatusThatIsStillSeen) {
  Two stays{"RebootInstance", "RebootInstance"};
  stays.one.fixture.status = InstanceStatus::starting;
  stays.one.calls.erase(stays.one.calls.begin());
  stays.evidence = unheld(InstanceStatus::starting, {"Starting"});
  stays.evidence.calls = {record(0, "RebootInstance", error(403, "OperationDenied", "No."))};
  EXPECT_EQ(stays.finding().verdict, Verdict::fail);
  stays.evidence.after = {sighting("Running")};
  EXPECT_EQ(stays.finding().verdict, Verdict::inconclusive);
}

TEST(UnheldAnswers, OfOneMomentMayFollowEachOther) {
  Two duel{"StartInstance", "RebootInstance"};
  duel.one.relation = cases::Relation::exactly_one_accepted;
  duel.one.calls[1].with_previous = true;
  duel.one.calls[1].expect.allowed.push_back(accepted());
  EXPECT_EQ(duel.finding().verdict, Verdict::inconclusive);
  // Held and seen so, none of them can have led it to the end; who settles at once is at rest.
  duel.evidence.before.clear();
  duel.evidence.after = {sighting("Starting")};
  EXPECT_EQ(duel.finding().verdict, Verdict::fail);
  duel.evidence.after = {sighting("Running")};
  EXPECT_EQ(duel.finding().verdict, Verdict::inconclusive);
  Two twice{"StartInstance", "StartInstance"};
  twice.one.relation = cases::Relation::exactly_one_accepted;
  twice.one.calls[1].expect.allowed.push_back(accepted());
  EXPECT_EQ(twice.finding().verdict, Verdict::fail);
}

// A reboot, and another one while the first is still under way.
TEST(HeldAnswers, AreHeldToTheStatusThatTheLookBetweenThemShows) {
  Two reboots{"RebootInstance", "RebootInstance"};
  reboots.evidence.before.clear();
  cases::Answer too_early = accepted();
  too_early.if_arrived = true;
  reboots.one.calls[1].expect.allowed.push_back(too_early);
  const auto when_seen = [&reboots](const std::string& status) {
    reboots.evidence.calls[0].after = {sighting(status)};
    reboots.evidence.after = {sighting(status)};
    return reboots.finding();
  };
  EXPECT_EQ(when_seen("Running").verdict, Verdict::pass);
  EXPECT_EQ(when_seen("Starting").verdict, Verdict::fail);
  EXPECT_EQ(when_seen("Starting").wanted.find("success"), std::string::npos);
  reboots.one.fixture.settle_ms = 20;
  EXPECT_EQ(when_seen("Starting").verdict, Verdict::pass);
}

}  // namespace
}  // namespace hallmark::runner
