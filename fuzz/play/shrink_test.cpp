// SPDX-License-Identifier: Apache-2.0
//
// The shrinker on planted failures: the smallest history is known, and how often it shows is too.
#include "fuzz/play/shrink.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "fuzz/grammar/draw.hpp"
#include "fuzz/grammar/mutation.hpp"
#include "fuzz/play/player.hpp"
#include "fuzz/play/reference_target.hpp"

namespace hallmark::fuzz {
namespace {

History noisy(std::size_t count, std::uint64_t seed) {
  Random random{seed};
  History history{.fixture = {.conditions = cases::ConditionSet{cases::Condition::no_stock}},
                  .steps = {}};
  while (history.steps.size() < count) history.steps.push_back(random_step(random));
  return well_formed(history);
}

// A reboot by force, some time after a stop.
bool holds_the_pair(const History& history) {
  const auto stop = std::find_if(history.steps.begin(), history.steps.end(), [](const Step& step) {
    return step.action == CalledAction::stop;
  });
  return std::any_of(stop, history.steps.end(), [](const Step& step) {
    return step.action == CalledAction::reboot && step.force_stop == true_flag;
  });
}

History noisy_with_the_pair(std::uint64_t seed) {
  History history = noisy(24, seed);
  history.steps[5].action = CalledAction::stop;
  history.steps[17].action = CalledAction::reboot;
  history.steps[17].force_stop = true_flag;
  return well_formed(history);
}

History smallest() {
  History history;
  history.steps = {Step{.action = CalledAction::stop},
                   Step{.action = CalledAction::reboot, .force_stop = true_flag}};
  return history;
}

TEST(Shrink, NumberOfTries) {
  EXPECT_EQ(tries_for(1.0, 0.05, 60), 1U);
  EXPECT_EQ(tries_for(0.5, 0.05, 60), 5U);
  EXPECT_EQ(tries_for(0.2, 0.05, 60), 14U);
  EXPECT_EQ(tries_for(0.01, 0.05, 60), 60U);
  EXPECT_EQ(tries_for(0.0, 0.05, 60), 60U);
}

TEST(Shrink, FindsTheSmallestHistory) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Shrunk shrunk = shrink(noisy_with_the_pair(seed), holds_the_pair);
    EXPECT_EQ(shrunk.history, smallest()) << to_text(shrunk.history);
    EXPECT_EQ(shrunk.rate, 1.0);
    EXPECT_EQ(shrunk.tries, 1U);
    EXPECT_FALSE(shrunk.out_of_plays);
    EXPECT_LT(shrunk.plays, 300U);
  }
}

TEST(Shrink, FindsItWhereItShowsSometimes) {
  for (const unsigned percent : {50U, 20U}) {
    int smallest_found = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      Random chance{seed * 100 + percent};
      const Shows flaky = [&](const History& history) {
        return chance.percent(percent) && holds_the_pair(history);
      };
      const Shrunk shrunk =
          shrink(noisy_with_the_pair(seed), flaky, {.plays = 6000, .samples = 40});
      EXPECT_TRUE(holds_the_pair(shrunk.history)) << "what fails is never lost";
      EXPECT_GT(shrunk.tries, 1U);
      EXPECT_NEAR(shrunk.rate, percent / 100.0, 0.3);
      smallest_found += shrunk.history.steps.size() == 2 ? 1 : 0;
    }
    EXPECT_GE(smallest_found, 8) << percent;
  }
}

TEST(Shrink, KeepsToItsBudget) {
  const Shrunk shrunk = shrink(noisy_with_the_pair(1), holds_the_pair, {.plays = 25});
  EXPECT_TRUE(shrunk.out_of_plays);
  EXPECT_LE(shrunk.plays, 25U + 1U);
  EXPECT_TRUE(holds_the_pair(shrunk.history));
}

TEST(Shrink, LeavesAloneWhatDoesNotFail) {
  const History history = noisy(5, 3);
  const Shrunk shrunk = shrink(history, [](const History&) { return false; });
  EXPECT_EQ(shrunk.history, history);
  EXPECT_EQ(shrunk.rate, 0);
}

TEST(Shrink, ADefectToItsLastCall) {
  Player player{reference_target({"reboot-while-starting"})};
  Random random{1};
  for (int i = 0; i < 2000; ++i) {
    const History history = draw_history(random);
    const auto finding = player.play(history).finding;
    if (!finding || finding->checker != Checker::answer_explained) continue;
    const std::string bucket = finding->bucket();
    const Shrunk shrunk = shrink(history, [&](const History& candidate) {
      const auto again = player.play(candidate).finding;
      return again && again->bucket() == bucket;
    });
    EXPECT_LE(shrunk.history.steps.size(), 2U) << to_text(shrunk.history);
    return;
  }
  ADD_FAILURE() << "not found";
}

}  // namespace
}  // namespace hallmark::fuzz
