// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/staged_worlds.hpp"

#include <gtest/gtest.h>

#include <string>

#include "fuzz/play/testing_history.hpp"

namespace hallmark::fuzz {
namespace {

// Makes as many worlds as it has room for, and cannot take down the first.
class FewWorlds final : public Worlds {
 public:
  explicit FewWorlds(int room) : room_{room} {}

  runner::Staged stage(const cases::Fixture&, runner::Owner) override {
    if (made == room_) return runner::Broken{.what = "no room"};
    return runner::World{.fixture_id = std::to_string(made++)};
  }
  std::optional<runner::Truth> look(const runner::World& world) override {
    return runner::Truth{.status = world.fixture_id == "0" ? "" : "Stopped"};
  }
  bool strike(const runner::World& world, bool changed) override {
    struck += world.fixture_id + (changed ? "! " : " ");
    return world.fixture_id != "0";
  }

  int made = 0;
  std::string struck;

 private:
  int room_;
};

const History alone = history_of("hallmark history 1\nworld Stopped PostPaid\nStartInstance\n");
const History foreign =
    history_of("hallmark history 1\nworld Stopped PostPaid\nStartInstance id=other\n");

TEST(StagedWorlds, AreTwoWhereTheOtherAccountHasToDoWithIt) {
  FewWorlds provider{5};
  StagedWorlds one{provider};
  EXPECT_EQ(one.stage(alone), std::nullopt);
  EXPECT_EQ(one.count(), 1U);
  StagedWorlds two{provider};
  EXPECT_EQ(two.stage(foreign), std::nullopt);
  EXPECT_EQ(two.count(), 2U);
  EXPECT_EQ(two.at(0).fixture_id, "1");
  EXPECT_EQ(two.at(1).fixture_id, "2");
  EXPECT_EQ(two.cast().other().fixture_id, "2");
}

TEST(StagedWorlds, SayWhyThereAreNone) {
  FewWorlds full{0};
  StagedWorlds none{full};
  EXPECT_EQ(none.stage(alone), (Hindrance{Hindrance::Kind::no_world, "no room"}));
  EXPECT_EQ(none.count(), 0U);
  EXPECT_EQ(none.left(), 0U);
}

TEST(StagedWorlds, LeaveNothingBehindThatTheyCanTakeDown) {
  FewWorlds half{1};
  StagedWorlds worlds{half};
  EXPECT_EQ(worlds.stage(foreign), (Hindrance{Hindrance::Kind::no_world, "no room"}));
  EXPECT_EQ(half.struck, "0 ");
  EXPECT_EQ(worlds.left(), 1U);
  worlds.strike(true);
  EXPECT_EQ(half.struck, "0 ");
}

TEST(StagedWorlds, CountWhatTheyCannotTakeDown) {
  FewWorlds provider{2};
  StagedWorlds worlds{provider};
  EXPECT_EQ(worlds.stage(foreign), std::nullopt);
  worlds.strike(true);
  EXPECT_EQ(provider.struck, "0! 1! ");
  EXPECT_EQ(worlds.left(), 1U);
}

TEST(StagedWorlds, TellNothingOfAnInstanceWithoutAStatus) {
  FewWorlds provider{2};
  StagedWorlds worlds{provider};
  EXPECT_EQ(worlds.stage(foreign), std::nullopt);
  EXPECT_FALSE(worlds.look(0));
  ASSERT_TRUE(worlds.look(1));
  EXPECT_EQ(worlds.look(1)->status, "Stopped");
}

}  // namespace
}  // namespace hallmark::fuzz
