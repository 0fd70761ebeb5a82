// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/http/answer_room.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace hallmark::runner {
namespace {

using Place = AnswerShare::Place;

constexpr std::size_t small = 8U << 10U;
constexpr std::size_t large = 80U << 10U;
constexpr std::size_t enough_for_one = 100U << 10U;

Place ask(AnswerShare& share, std::size_t bytes, std::size_t had = 0) {
  return share.take(had, bytes);
}

TEST(AnswerRoom, RefusesNoSmallAnswer) {
  AnswerShare share{std::make_shared<AnswerRoom>(0)};
  EXPECT_EQ(ask(share, small), Place::taken);
  EXPECT_EQ(ask(share, small + 1), Place::never);
}

TEST(AnswerRoom, IsSharedAndGivenBack) {
  const auto room = std::make_shared<AnswerRoom>(enough_for_one);
  std::optional<AnswerShare> first;
  first.emplace(room);
  std::optional<AnswerShare> second;
  second.emplace(room);
  AnswerShare third{room};
  std::size_t had = 0;
  EXPECT_EQ(first->take(had, large), Place::taken);
  EXPECT_EQ(first->take(had, large), Place::taken);  // it has that already
  EXPECT_EQ(ask(*second, large), Place::taken);      // one may go beyond it
  EXPECT_EQ(ask(third, large), Place::later);
  EXPECT_EQ(ask(third, small), Place::taken);
  EXPECT_EQ(room->returns(), 0);
  first.reset();
  EXPECT_EQ(room->returns(), 1);
  EXPECT_EQ(ask(third, large), Place::later);  // there is not room enough yet
  second.reset();
  EXPECT_EQ(ask(third, large), Place::taken);
}

TEST(AnswerRoom, LetsTheOneGoOnWhoGoesBeyondIt) {
  const auto room = std::make_shared<AnswerRoom>(enough_for_one);
  std::optional<AnswerShare> first;
  first.emplace(room);
  AnswerShare second{room};
  EXPECT_EQ(ask(*first, large), Place::taken);
  EXPECT_EQ(ask(*first, large), Place::taken);
  EXPECT_EQ(ask(second, large), Place::later);
  EXPECT_EQ(ask(*first, large), Place::never);  // more than as much again
  first.reset();
  EXPECT_EQ(ask(second, large), Place::taken);
  EXPECT_EQ(ask(second, large), Place::taken);
}

}  // namespace
}  // namespace hallmark::runner
