// SPDX-License-Identifier: Apache-2.0
//
// Histories of overlapping calls made by hand, and small ones against a search that tries every
// order.
#include "fuzz/linearizability/linearizability.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <numeric>

namespace hallmark::fuzz {
namespace {

using specs::InstanceStatus;

const std::string instance_id = "i-1";

runner::Reply reply(int status, const std::string& body) {
  return runner::decode_reply(status, "application/xml", body);
}

Operation accepted(CalledAction action, std::uint64_t called, std::uint64_t returned) {
  const std::string root = std::string{name_of(action)} + "Response";
  return {{.action = action}, reply(200, "<" + root + "/>"), called, returned};
}

Operation refused(CalledAction action, std::uint64_t called, std::uint64_t returned) {
  return {{.action = action},
          reply(403,
                "<Error><Code>IncorrectInstanceStatus</Code><Message>The current status of "
                "the resource does not support this operation.</Message></Error>"),
          called,
          returned};
}

Operation saw(std::string_view status, std::uint64_t called, std::uint64_t returned) {
  return {
      {.action = CalledAction::describe_instance_attribute},
      reply(200, "<R><InstanceId>i-1</InstanceId><Status>" + std::string{status} + "</Status></R>"),
      called,
      returned};
}

Operation lost(CalledAction action, std::uint64_t called) {
  return {{.action = action}, {}, called};
}

Linearizable verdict(const cases::Fixture& fixture, const std::vector<Operation>& operations) {
  return linearize(InstanceModel{fixture}, operations, instance_id).verdict;
}

// Every order, one by one.
bool is_explained(const InstanceModel& model, const std::vector<Operation>& operations,
                  std::vector<bool>& done) {
  bool all = true;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    if (!done[i] && operations[i].reply) all = false;
  }
  if (all) return true;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    if (done[i]) continue;
    bool has_to_wait = false;
    for (std::size_t j = 0; j < operations.size(); ++j) {
      if (!done[j] && operations[j].returned < operations[i].called) has_to_wait = true;
    }
    if (has_to_wait) continue;
    InstanceModel after = model;
    if (!operations[i].reply) {
      after.observe_nothing(operations[i].asked);
    } else if (after.observe(operations[i].asked, *operations[i].reply, instance_id)) {
      continue;
    }
    done[i] = true;
    if (is_explained(after, operations, done)) return true;
    done[i] = false;
  }
  return false;
}

constexpr cases::Fixture stopped{};
constexpr cases::Fixture running{.status = InstanceStatus::running};

TEST(Linearizability, NothingIsLinearizable) { EXPECT_EQ(verdict(stopped, {}), Linearizable::yes); }

TEST(Linearizability, OneOfSimultaneousStartsIsAccepted) {
  EXPECT_EQ(
      verdict(stopped, {refused(CalledAction::start, 1, 9), accepted(CalledAction::start, 2, 8)}),
      Linearizable::yes);
  EXPECT_EQ(
      verdict(stopped, {accepted(CalledAction::start, 1, 9), accepted(CalledAction::start, 2, 8)}),
      Linearizable::no);
}

TEST(Linearizability, WhatDidNotOverlapKeepsItsOrder) {
  EXPECT_EQ(
      verdict(stopped, {refused(CalledAction::start, 1, 2), accepted(CalledAction::start, 3, 4)}),
      Linearizable::no);
  EXPECT_EQ(
      verdict(stopped, {refused(CalledAction::start, 1, 3), accepted(CalledAction::start, 3, 4)}),
      Linearizable::yes);
}

TEST(Linearizability, AStaleLookIsNone) {
  EXPECT_EQ(verdict(stopped, {accepted(CalledAction::start, 1, 2), saw("Stopped", 3, 4)}),
            Linearizable::no);
  EXPECT_EQ(verdict(stopped, {accepted(CalledAction::start, 1, 5), saw("Stopped", 3, 4)}),
            Linearizable::yes);
  // Seen once, and then no longer: the start cannot be undone.
  EXPECT_EQ(verdict(stopped, {accepted(CalledAction::start, 1, 9), saw("Starting", 2, 3),
                              saw("Stopped", 4, 5)}),
            Linearizable::no);
}

TEST(Linearizability, WithoutAnAnswerACallMayHaveBeenCarriedOut) {
  EXPECT_EQ(verdict(stopped, {lost(CalledAction::start, 1), saw("Starting", 5, 6)}),
            Linearizable::yes);
  EXPECT_EQ(verdict(stopped, {lost(CalledAction::start, 1), saw("Stopped", 5, 6)}),
            Linearizable::yes);
  EXPECT_EQ(verdict(stopped, {saw("Starting", 1, 2), lost(CalledAction::start, 3)}),
            Linearizable::no);
  EXPECT_EQ(verdict(stopped, {lost(CalledAction::start, 1), accepted(CalledAction::start, 2, 3),
                              accepted(CalledAction::start, 4, 5)}),
            Linearizable::no);
}

TEST(Linearizability, RebootsWhileItRuns) {
  EXPECT_EQ(
      verdict(running,
              {accepted(CalledAction::reboot, 1, 9), refused(CalledAction::reboot, 1, 9),
               refused(CalledAction::start, 1, 9), saw("Running", 1, 9), saw("Starting", 1, 9)}),
      Linearizable::yes);
  EXPECT_EQ(
      verdict(running, {accepted(CalledAction::reboot, 1, 9), accepted(CalledAction::start, 1, 9)}),
      Linearizable::no);
}

TEST(Linearizability, WithoutAnAnswerACallMayHaveBeenCarriedOutBehindAnotherOne) {
  const std::vector<Operation> operations = {
      lost(CalledAction::stop, 0), lost(CalledAction::start, 0), refused(CalledAction::start, 0, 0),
      saw("Starting", 0, 0)};
  EXPECT_EQ(linearize(InstanceModel{running}, operations, instance_id).verdict, Linearizable::yes);
}

// The second stop would change nothing if it came right behind the first; it has to come behind the
// reboot, where it does.
TEST(Linearizability, WhatWouldChangeNothingNowMayBeNeededLater) {
  const std::vector<Operation> operations = {saw("Starting", 7, 7),
                                             refused(CalledAction::start, 0, 0),
                                             saw("Stopped", 1, 7),
                                             accepted(CalledAction::stop, 0, 2),
                                             accepted(CalledAction::stop, 4, 7),
                                             accepted(CalledAction::reboot, 0, 0)};
  std::vector<bool> done(operations.size());
  ASSERT_TRUE(is_explained(InstanceModel{running}, operations, done));
  EXPECT_EQ(verdict(running, operations), Linearizable::yes);
}

TEST(Linearizability, TellsWhichOrder) {
  const std::vector<Operation> operations = {refused(CalledAction::start, 1, 9),
                                             accepted(CalledAction::start, 1, 9),
                                             saw("Stopped", 1, 9)};
  const Linearization found = linearize(InstanceModel{stopped}, operations, instance_id);
  EXPECT_EQ(found.order, (std::vector<std::size_t>{2, 1, 0}));
}

TEST(Linearizability, SaysWhenItDoesNotKnow) {
  const std::vector<Operation> operations = {refused(CalledAction::start, 1, 9),
                                             accepted(CalledAction::start, 1, 9)};
  const Linearization found =
      linearize(InstanceModel{stopped}, operations, instance_id, {.nodes = 1});
  EXPECT_EQ(found.verdict, Linearizable::unknown);
  EXPECT_TRUE(found.order.empty());
}

// What a correct endpoint would answer to clients that call at random.
std::vector<Operation> many(std::size_t clients, std::size_t rounds) {
  std::vector<Operation> operations;
  bool is_started = false;
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t client = 0; client < clients; ++client) {
      const std::uint64_t called = round * 10 + client % 3;
      const std::uint64_t returned = called + 5 + client % 4;
      if ((client + round) % 3 == 0) {
        operations.push_back(saw(is_started ? "Starting" : "Stopped", called, returned));
      } else if (!is_started && round == rounds / 2) {
        operations.push_back(accepted(CalledAction::start, called, returned));
        is_started = true;
      } else {
        operations.push_back(
            refused(is_started ? CalledAction::start : CalledAction::reboot, called, returned));
      }
    }
  }
  return operations;
}

TEST(Linearizability, NeedsFewStepsForManyCalls) {
  const std::vector<Operation> operations = many(32, 20);
  const Linearization found = linearize(InstanceModel{stopped}, operations, instance_id);
  EXPECT_EQ(found.verdict, Linearizable::yes);
  EXPECT_LT(found.nodes, operations.size());
}

TEST(Linearizability, AgreesWithTryingEveryOrder) {
  int yes = 0;
  int no = 0;
  EXPECT_TRUE(rc::check("the search finds an order where there is one", [&] {
    std::vector<Operation> operations;
    const auto count = *rc::gen::inRange<std::size_t>(0, 7);
    for (std::size_t i = 0; i < count; ++i) {
      const auto called = *rc::gen::inRange<std::uint64_t>(0, 12);
      const auto returned = called + *rc::gen::inRange<std::uint64_t>(0, 12);
      const auto action = static_cast<CalledAction>(*rc::gen::inRange(0, 4));
      switch (*rc::gen::inRange(0, 7)) {
        case 0:
        case 1:
          operations.push_back(accepted(action, called, returned));
          break;
        case 2:
        case 3:
          operations.push_back(refused(action, called, returned));
          break;
        case 4:
          operations.push_back(lost(action, called));
          break;
        default:
          operations.push_back(saw(*rc::gen::element("Stopped", "Starting", "Running", "Stopping"),
                                   called, returned));
      }
    }
    cases::Fixture fixture = *rc::gen::arbitrary<bool>() ? stopped : running;
    if (*rc::gen::arbitrary<bool>()) fixture.settle_ms = 50;
    const InstanceModel model{fixture};
    std::vector<bool> done(operations.size());
    const bool wanted = is_explained(model, operations, done);
    ++(wanted ? yes : no);
    for (const bool reduce : {true, false}) {
      const Linearization got = linearize(model, operations, instance_id, {.reduce = reduce});
      RC_ASSERT((got.verdict == Linearizable::yes) == wanted);
      RC_ASSERT(got.verdict != Linearizable::unknown);
    }
  }));
  EXPECT_GT(yes, 5);
  EXPECT_GT(no, 5);
}

}  // namespace
}  // namespace hallmark::fuzz
