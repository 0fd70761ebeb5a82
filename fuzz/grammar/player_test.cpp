// SPDX-License-Identifier: Apache-2.0
//
// The player against the reference endpoint: silent where it is honest, and not where it is broken.
#include "fuzz/grammar/player.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "fuzz/grammar/draw.hpp"
#include "fuzz/grammar/mutation.hpp"
#include "fuzz/grammar/reference_target.hpp"

namespace hallmark::fuzz {
namespace {

// HALLMARK_HISTORIES: how many histories the honest endpoint is asked; for a night of it.
std::size_t histories() {
  const char* const wanted = std::getenv("HALLMARK_HISTORIES");
  return wanted == nullptr ? 3000 : static_cast<std::size_t>(std::atoll(wanted));
}

void expect_silence(Player& player, const History& history) {
  const Played played = player.play(history);
  EXPECT_EQ(played.trouble, "");
  EXPECT_FALSE(played.finding) << played.finding->text() << "\nat step " << played.finding->step
                               << " of\n"
                               << to_text(history);
}

TEST(Player, HasNothingToSayOfTheHonestEndpoint) {
  Player player{reference_target()};
  Random random{20};
  for (std::size_t i = 0; i < histories() && !HasFailure(); ++i) {
    expect_silence(player, draw_history(random));
  }
}

TEST(Player, NorWhereHistoriesAreAnyBytes) {
  Player player{reference_target()};
  Random random{21};
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < histories() && !HasFailure(); ++i) {
    bytes.resize(random.below(200));
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
    expect_silence(player, decode(bytes));
  }
}

TEST(Player, NorWhereTheyAreMutated) {
  Player player{reference_target()};
  Random random{22};
  History history = draw_history(random);
  for (std::size_t i = 0; i < histories() && !HasFailure(); ++i) {
    history = i % 16 == 15 ? draw_history(random) : mutate(std::move(history), random);
    if (history.steps.size() > 12) history.steps.resize(12);
    expect_silence(player, history);
  }
}

}  // namespace
}  // namespace hallmark::fuzz
