// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/worlds/world.hpp"

#include <gtest/gtest.h>

namespace hallmark::runner::reference {
namespace {

using std::chrono::milliseconds;

constexpr Time start{};

Instance instance(Status status, std::optional<milliseconds> settle) {
  return {{.id = "i-1", .charge_type = ChargeType::post_paid, .conditions = {}, .settle = settle},
          status,
          start};
}

TEST(Instance, StaysWhereItsFixturePutIt) {
  Instance held = instance(Status::starting, milliseconds{1});
  EXPECT_EQ(held.status(start + milliseconds{1000}), Status::starting);
}

TEST(Instance, MovesOnAfterItsSettleTime) {
  Instance moving = instance(Status::stopped, milliseconds{50});
  moving.depart(Route{Status::pending, Status::starting, Status::running}, start);
  EXPECT_EQ(moving.status(start + milliseconds{49}), Status::pending);
  EXPECT_EQ(moving.status(start + milliseconds{50}), Status::starting);
  EXPECT_EQ(moving.status(start + milliseconds{99}), Status::starting);
  EXPECT_EQ(moving.status(start + milliseconds{100}), Status::running);
  EXPECT_EQ(moving.status(start + milliseconds{9999}), Status::running);
}

TEST(Instance, WithoutASettleTimeStaysOnItsWay) {
  Instance stuck = instance(Status::stopped, std::nullopt);
  stuck.depart(Route{Status::starting, Status::running}, start);
  EXPECT_EQ(stuck.status(start + std::chrono::hours{24}), Status::starting);
}

TEST(NonceMemory, KnowsANonceUntilItExpires) {
  NonceMemory memory;
  EXPECT_TRUE(memory.use("n", start, start + milliseconds{10}));
  EXPECT_FALSE(memory.use("n", start + milliseconds{10}, start + milliseconds{20}));
  EXPECT_TRUE(memory.use("n", start + milliseconds{11}, start + milliseconds{21}));
}

TEST(NonceMemory, IsBounded) {
  NonceMemory memory;
  for (std::size_t i = 0; i < 2 * NonceMemory::limit; ++i) {
    ASSERT_TRUE(memory.use(std::to_string(i), start, start + milliseconds{i}));
  }
  EXPECT_LE(memory.size(), NonceMemory::limit);
  EXPECT_FALSE(memory.use(std::to_string(2 * NonceMemory::limit - 1), start, start));
}

TEST(NonceMemory, TellsLongNoncesApart) {
  NonceMemory memory;
  const std::string long_nonce(100000, 'n');
  EXPECT_TRUE(memory.use(long_nonce + "1", start, start));
  EXPECT_TRUE(memory.use(long_nonce + "2", start, start));
  EXPECT_FALSE(memory.use(long_nonce + "1", start, start));
}

TEST(Tenants, AreCountedAndForgotten) {
  Tenants worlds{1};
  const auto world = [](std::string key) {
    auto made = std::make_shared<Tenant>();
    made->access_key_id = std::move(key);
    return made;
  };
  worlds.add_permanent(world("p"));
  EXPECT_TRUE(worlds.add("f1", world("k1")));
  EXPECT_FALSE(worlds.add("f2", world("k2")));
  EXPECT_EQ(worlds.by_access_key_id("k2"), nullptr);
  EXPECT_TRUE(worlds.remove("f1"));
  EXPECT_FALSE(worlds.remove("f1"));
  EXPECT_EQ(worlds.by_access_key_id("k1"), nullptr);
  EXPECT_NE(worlds.by_access_key_id("p"), nullptr);
}

}  // namespace
}  // namespace hallmark::runner::reference
