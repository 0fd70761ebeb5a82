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

// An answer that comes, and is kept.
Place ask(AnswerShare& share, std::size_t bytes) {
  std::size_t had = 0;
  const Place place = share.take(had, bytes);
  share.end(had);
  return place;
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

TEST(AnswerRoom, LetsOneAnswerOfAnAskerGoOnWhereAllOfThemAreUnderWay) {
  AnswerShare share{std::make_shared<AnswerRoom>(enough_for_one)};
  std::size_t first = 0;
  std::size_t second = 0;
  std::size_t third = 0;
  EXPECT_EQ(share.take(first, large), Place::taken);
  EXPECT_EQ(share.take(second, large), Place::taken);
  EXPECT_EQ(share.take(third, large), Place::taken);  // it is the one that goes ahead
  EXPECT_EQ(share.take(first, 2 * large), Place::later);
  EXPECT_EQ(share.take(third, 2 * large), Place::taken);
  share.end(third);
  share.give(third);
  EXPECT_EQ(share.take(first, 2 * large), Place::taken);  // and now this one
  EXPECT_EQ(share.take(second, 2 * large), Place::later);
  share.end(first);
  share.end(second);
}

TEST(AnswerRoom, TakesBackWhatIsNotKept) {
  const auto room = std::make_shared<AnswerRoom>(enough_for_one);
  AnswerShare first{room};
  AnswerShare second{room};
  std::size_t had = 0;
  EXPECT_EQ(first.take(had, large), Place::taken);
  EXPECT_EQ(ask(second, large), Place::taken);  // beyond the room, and it keeps that
  std::size_t more = 0;
  EXPECT_EQ(first.take(more, large), Place::later);
  first.end(had);
  first.give(had);
  EXPECT_EQ(room->returns(), 1);
  EXPECT_EQ(first.take(more, small), Place::taken);
}

TEST(AnswerRoom, LetsOthersGoBeyondItBesideWhoKeepsLittle) {
  const auto room = std::make_shared<AnswerRoom>(enough_for_one);
  AnswerShare first{room};
  AnswerShare second{room};
  AnswerShare third{room};
  std::size_t had = 0;
  EXPECT_EQ(ask(first, large), Place::taken);
  EXPECT_EQ(second.take(had, large), Place::taken);
  EXPECT_EQ(ask(third, large), Place::later);
  second.end(had);
  constexpr std::size_t little = 10U << 10U;
  second.give(had - little);
  EXPECT_EQ(ask(third, large), Place::taken);
}

}  // namespace
}  // namespace hallmark::runner
