// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/offered_worlds.hpp"

#include <gtest/gtest.h>

#include "fuzz/grammar/draw.hpp"
#include "fuzz/play/testing_history.hpp"

namespace hallmark::fuzz {
namespace {

using cases::Condition;

PlayTarget offering(std::function<bool(const cases::Fixture&)> offered) {
  PlayTarget target;
  target.lacks = [offered = std::move(offered)](const cases::Fixture& fixture) {
    return offered(fixture) ? std::nullopt : std::optional<std::string>{"fixture"};
  };
  return target;
}

TEST(OfferedWorlds, LeaveHistoriesAloneWhereNothingIsKnown) {
  const OfferedWorlds offer{PlayTarget{}};
  Random random{1};
  for (int i = 0; i < 200; ++i) {
    const History history = draw_history(random);
    EXPECT_EQ(offer.within(history, random), history);
  }
}

TEST(OfferedWorlds, AreTheOnlyOnesThatHistoriesArePlayedIn) {
  const auto small = [](const cases::Fixture& fixture) {
    return fixture.charge_type == cases::ChargeType::post_paid &&
           fixture.conditions.without(cases::ConditionSet{Condition::security_lock}).empty() &&
           (fixture.status == specs::InstanceStatus::running ||
            fixture.status == specs::InstanceStatus::stopped);
  };
  const OfferedWorlds offer{offering(small)};
  EXPECT_FALSE(offer.none());
  EXPECT_EQ(offer.first(), cases::Fixture{});
  Random random{2};
  int locked = 0;
  for (int i = 0; i < 500; ++i) {
    const History history = offer.within(draw_history(random), random);
    EXPECT_TRUE(small(history.fixture)) << to_text(history);
    locked += history.fixture.conditions.empty() ? 0 : 1;
  }
  EXPECT_GT(locked, 0);
}

// What is offered of a world stays: the charge type goes, the lock does not.
TEST(OfferedWorlds, TakeAwayAsLittleAsTheyCan) {
  const OfferedWorlds offer{offering([](const cases::Fixture& fixture) {
    return fixture.charge_type == cases::ChargeType::post_paid &&
           !fixture.conditions.contains(Condition::no_stock);
  })};
  Random random{3};
  History history = history_of(
      "hallmark history 1\nworld Stopped PrePaid SecurityLock NoStock settle=50\nStartInstance\n");
  history = offer.within(history, random);
  EXPECT_EQ(to_text(history),
            to_text(history_of("hallmark history 1\nworld Stopped PostPaid SecurityLock settle=50\n"
                               "StartInstance\n")));
}

TEST(OfferedWorlds, MayBeNone) {
  EXPECT_TRUE(OfferedWorlds{offering([](const auto&) { return false; })}.none());
}

// A second world of the same account shows nothing of accounts.
TEST(OfferedWorlds, KeepToOneAccountWhereThereIsNoOther) {
  PlayTarget target;
  target.other_accounts = false;
  const OfferedWorlds offer{target};
  Random random{4};
  const History history =
      offer.within(history_of("hallmark history 1\nworld Stopped PostPaid\nStartInstance id=other\n"
                              "StartInstance by-other\n"),
                   random);
  EXPECT_EQ(to_text(history),
            to_text(history_of(
                "hallmark history 1\nworld Stopped PostPaid\nStartInstance\nStartInstance\n")));
}

}  // namespace
}  // namespace hallmark::fuzz
