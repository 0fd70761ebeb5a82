// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/http/answer_room.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace hallmark::runner {
namespace {

constexpr std::size_t small = 8U << 10U;
constexpr std::size_t large = 80U << 10U;

TEST(AnswerRoom, RefusesNoSmallAnswer) {
  AnswerRoom::Share share{std::make_shared<AnswerRoom>(0)};
  EXPECT_TRUE(share.grow_to(small));
  EXPECT_FALSE(share.grow_to(small + 1));
}

TEST(AnswerRoom, IsSharedAndGivenBack) {
  const auto room = std::make_shared<AnswerRoom>(100U << 10U);
  std::optional<AnswerRoom::Share> first;
  first.emplace(room);
  AnswerRoom::Share second{room};
  EXPECT_TRUE(first->grow_to(large));
  EXPECT_TRUE(first->grow_to(large));  // it has that already
  EXPECT_FALSE(second.grow_to(large));
  EXPECT_TRUE(second.grow_to(small));
  first.reset();
  EXPECT_TRUE(second.grow_to(large));
}

}  // namespace
}  // namespace hallmark::runner
