// SPDX-License-Identifier: Apache-2.0
#include "runner/staging/standing_worlds.hpp"

#include <gtest/gtest.h>

namespace hallmark::runner {
namespace {

World world_of(std::string instance, std::string key) {
  return {.fixture_id = instance,
          .credentials = {.access_key_id = std::move(key),
                          .access_key_secret = "secret",
                          .security_token = {}},
          .region_id = "cn-hangzhou",
          .instance_id = instance};
}

constexpr cases::Fixture stopped{};
constexpr cases::Fixture running{.status = specs::InstanceStatus::running};

TEST(StandingWorlds, ShareNoInstance) {
  StandingWorlds worlds;
  EXPECT_EQ(worlds.add(world_of("i-1", "k1"), stopped), std::nullopt);
  EXPECT_EQ(worlds.add(world_of("i-2", "k2"), stopped), std::nullopt);
  EXPECT_EQ(worlds.add(world_of("i-1", "k3"), running),
            "the fixtures handed out i-1 twice at a time: for an instance that is Stopped and for "
            "an instance that is Running");
}

TEST(StandingWorlds, ShareNoKeyAndNobodyIsToldWhichOne) {
  StandingWorlds worlds;
  EXPECT_EQ(worlds.add(world_of("i-1", "k1"), stopped), std::nullopt);
  EXPECT_EQ(worlds.add(world_of("i-2", "k1"), running),
            "the fixtures handed out one access key twice at a time: with i-1 for an instance that "
            "is Stopped and with i-2 for an instance that is Running");
  // What was refused stands for nothing.
  EXPECT_EQ(worlds.add(world_of("i-2", "k2"), running), std::nullopt);
}

TEST(StandingWorlds, MayBeUsedAgainOnceTheyAreTakenDown) {
  StandingWorlds worlds;
  EXPECT_EQ(worlds.add(world_of("i-1", "k1"), stopped), std::nullopt);
  worlds.remove(world_of("i-1", "k1"));
  EXPECT_EQ(worlds.add(world_of("i-1", "k1"), running), std::nullopt);
}

}  // namespace
}  // namespace hallmark::runner
