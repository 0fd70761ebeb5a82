// SPDX-License-Identifier: Apache-2.0
//
// What keeps a case from being asked, by what those below it have shown.
#include "runner/engine/prerequisites.hpp"

#include <gtest/gtest.h>

namespace hallmark::runner {
namespace {

using reports::Finding;
using reports::Verdict;

// A signature, an action on it, and a case on that.
class Tower : public ::testing::Test {
 protected:
  static constexpr std::size_t ground = 0, storey = 1, roof = 2;

  static std::vector<cases::Case> three_cases() {
    std::vector<cases::Case> library(3);
    library[ground].id = "base/signature";
    library[storey].id = "base/action";
    library[roof].id = "start/one";
    return library;
  }
  static Plan plan_of(const std::vector<cases::Case>& library) {
    Plan plan;
    plan.cases.resize(library.size());
    for (std::size_t i = 0; i < library.size(); ++i) plan.cases[i].test = &library[i];
    plan.cases[storey].needs = {ground};
    plan.cases[roof].needs = {storey};
    return plan;
  }

  void show(std::size_t place, const Finding& finding, bool no_world = false) {
    shown_.note(place, finding, {}, no_world);
  }
  std::optional<Finding> blocked(bool has_world = true) const {
    return shown_.blocked(plan_.cases[roof], has_world);
  }

  std::vector<cases::Case> library_ = three_cases();
  Plan plan_ = plan_of(library_);
  Prerequisites shown_{plan_};
};

const Finding passed{.verdict = Verdict::pass};
const Finding not_offered{.verdict = Verdict::unsupported, .reason = "fixture Running"};

TEST_F(Tower, BeginsWhenWhatItComesAfterIsJudged) {
  EXPECT_TRUE(shown_.may_begin(ground));
  EXPECT_FALSE(shown_.may_begin(storey));
  show(ground, {.verdict = Verdict::error, .reason = "gone"});
  EXPECT_TRUE(shown_.may_begin(storey));
  plan_.cases[ground].after = {roof};
  EXPECT_FALSE(shown_.may_begin(ground));
}

TEST_F(Tower, IsAskedWhereAllBelowHasPassed) {
  show(ground, passed);
  show(storey, passed);
  EXPECT_EQ(blocked(), std::nullopt);
}

TEST_F(Tower, IsBlockedByTheLowestThatDidNotPass) {
  show(ground, {.verdict = Verdict::inconclusive, .reason = "throttled"});
  const auto above = shown_.blocked(plan_.cases[storey], true);
  ASSERT_TRUE(above);
  show(storey, *above);
  const auto finding = blocked();
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->verdict, Verdict::inconclusive);
  EXPECT_EQ(finding->blocked_by, "base/signature");
  EXPECT_EQ(finding->reason, "throttled");
}

TEST_F(Tower, IsBlockedForTheCauseThatAnAnswerShowed) {
  library_[ground].cause = "V1 signatures are not accepted";
  reports::Evidence evidence;
  evidence.calls.resize(1);
  evidence.calls[0].exchange.status = 400;
  shown_.note(ground, {.verdict = Verdict::fail, .reason = "400"}, evidence, false);
  EXPECT_EQ(shown_.blocked(plan_.cases[storey], true)->reason, "V1 signatures are not accepted");
  evidence.calls[0].exchange.fault = "closed";
  shown_.note(ground, {.verdict = Verdict::fail, .reason = "closed"}, evidence, false);
  EXPECT_EQ(shown_.blocked(plan_.cases[storey], true)->reason, "closed");
}

TEST_F(Tower, IsUnsupportedOnWhatIsUnsupported) {
  show(ground, passed);
  show(storey, {.verdict = Verdict::unsupported, .reason = "--without RebootInstance"});
  const auto finding = blocked();
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->verdict, Verdict::unsupported);
  EXPECT_EQ(finding->reason, "--without RebootInstance");
}

TEST_F(Tower, StandsOnWhatIsBelowACaseWithoutAWorld) {
  show(ground, passed);
  show(storey, not_offered, true);
  EXPECT_EQ(blocked(), std::nullopt);

  show(ground, {.verdict = Verdict::inconclusive, .reason = "throttled"});
  const auto finding = blocked();
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->blocked_by, "base/signature");
}

TEST_F(Tower, WhatStandsInCountsOnlyWithoutAWorldOfItsOwn) {
  library_[storey].tags.shows = cases::Shows::refused_action;
  show(ground, passed);
  show(storey, {.verdict = Verdict::inconclusive, .reason = "is not known"});
  EXPECT_EQ(blocked(true), std::nullopt);
  EXPECT_TRUE(blocked(false));
}

}  // namespace
}  // namespace hallmark::runner
