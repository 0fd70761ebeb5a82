// SPDX-License-Identifier: Apache-2.0
//
// The shrinker on planted failures: the smallest history is known, and how often it shows is too.
#include "fuzz/play/shrink.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "fuzz/grammar/draw.hpp"
#include "fuzz/grammar/mutation.hpp"
#include "fuzz/play/player.hpp"
#include "fuzz/play/reference_target.hpp"
#include "fuzz/play/testing_history.hpp"

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

// As a campaign may have found it.
History found_on_the_way(std::string_view world, std::string_view steps) {
  return history_of("hallmark history 1\nworld " + std::string{world} + "\n" + std::string{steps});
}

TEST(Shrink, BeginsInTheWorldThatCallsLeadTo) {
  Player player{reference_target({"start-while-running"})};
  const auto shows = [&](const History& candidate) {
    const auto finding = player.play(candidate).finding;
    return finding && finding->bucket() == "answer-explained / StartInstance / 200";
  };
  for (const char* const steps :
       {"ReactivateInstances\nDescribeInstances wait=1000\nStartInstance variant=get.json.v3\n",
        "DescribeInstances\nReactivateInstances\nRebootInstance wait=1000\nDescribeInstances "
        "wait=1000\nDescribeInstances\nStartInstance ForceStop=true\nDescribeInstances\n"}) {
    const History found = found_on_the_way("Stopped PostPaid EcsAndImageExpired settle=0", steps);
    ASSERT_TRUE(shows(found)) << steps;
    const Shrunk shrunk = shrink(found, shows);
    EXPECT_EQ(to_text(shrunk.history),
              "hallmark history 1\nworld Running PostPaid\nStartInstance\n");
    EXPECT_EQ(shrunk.rate, 1.0);
  }
}

// Where what was accepted is over at once, nobody sees that a dry run was carried out.
TEST(Shrink, LetsTheWorldStandStillInstead) {
  Player player{reference_target({"reboot-dry-run-executes"})};
  const auto shows = [&](const History& candidate) {
    const auto finding = player.play(candidate).finding;
    return finding && finding->checker == Checker::dry_run_changes_nothing;
  };
  const History found =
      found_on_the_way("Stopped PostPaid settle=0", "StartInstance\nRebootInstance DryRun=true\n");
  ASSERT_TRUE(shows(found));
  EXPECT_EQ(to_text(shrink(found, shows).history),
            "hallmark history 1\nworld Running PostPaid\nRebootInstance DryRun=true\n");
}

TEST(Shrink, PrefersWorldsWithoutConditions) {
  // Shows where the instance is locked or up: the one takes a condition, the other none.
  const Shows shows = [](const History& history) {
    return !history.steps.empty() &&
           (history.fixture.conditions.contains(cases::Condition::security_lock) ||
            history.fixture.status == specs::InstanceStatus::running);
  };
  const Shrunk shrunk = shrink(
      found_on_the_way("Stopped PrePaid SecurityLock+NoStock", "StartInstance DryRun=true\n"),
      shows);
  EXPECT_EQ(to_text(shrunk.history), "hallmark history 1\nworld Running PostPaid\nStartInstance\n");
}

// What shows sometimes does not take the place of what always does.
TEST(Shrink, PrefersWhatShowsEveryTime) {
  Random chance{1};
  const Shows shows = [&](const History& history) {
    return holds_the_pair(history) &&
           (history.fixture.conditions.contains(cases::Condition::no_stock) || chance.percent(30));
  };
  const Shrunk shrunk = shrink(noisy_with_the_pair(1), shows);
  EXPECT_EQ(shrunk.history.steps.size(), 2U);
  EXPECT_TRUE(shrunk.history.fixture.conditions.contains(cases::Condition::no_stock));
  EXPECT_EQ(shrunk.rate, 1.0);
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
