// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "cases/families.hpp"
#include "cases/library.hpp"
#include "specs/instance/reboot_instance.hpp"
#include "specs/instance/start_instance.hpp"

namespace hallmark::cases {
namespace {

bool may_pass(const Case& one) {
  const std::vector<Answer>& allowed = one.calls[0].expect.allowed;
  return std::any_of(allowed.begin(), allowed.end(), [](const Answer& answer) {
    return answer.code == "DryRunOperation" && answer.status == 400;
  });
}

TEST(DryRun, NeverExpectsAnExecutionWhereItIsOn) {
  for (const Case& one : dry_run_cases()) {
    if (!one.dry_run || one.id.ends_with("/false")) continue;
    for (const Answer& answer : one.calls[0].expect.allowed) {
      EXPECT_EQ(answer.kind, Answer::Kind::refused) << one.id;
    }
  }
}

TEST(DryRun, OfStartInstanceRestsOnNoEditionThatHasNone) {
  for (const Case& one : dry_run_cases()) {
    for (const specs::Citation& place : citations_of(one)) {
      if (one.id.starts_with("start-instance/")) {
        EXPECT_NE(place.page, &specs::start_instance::e2019_05::page) << one.id;
      }
    }
  }
}

TEST(DryRun, MayPassWhereThePageDoesNotNameTheCheck) {
  EXPECT_TRUE(may_pass(*find("start-instance/dry-run/fails/incorrect-instance-status")));
  EXPECT_FALSE(may_pass(*find("reboot-instance/dry-run/fails/incorrect-instance-status")));
  EXPECT_TRUE(may_pass(*find("reboot-instance/dry-run/fails/disk-error")));
  EXPECT_FALSE(may_pass(*find("start-instance/dry-run/missing-instance-id")));
}

TEST(DryRun, IsNoFeatureOfReactivateInstances) {
  const Case* one = find("reactivate-instances/dry-run/unknown-parameter");
  ASSERT_NE(one, nullptr);
  EXPECT_FALSE(one->dry_run);
  EXPECT_EQ(one->level, Level::recommended);
}

TEST(DryRunCases, StandOnADryRunThatTheTargetMayNotKnow) {
  for (const Case& one : dry_run_cases()) {
    const bool of_start = one.id.starts_with("start-instance/");
    const bool forged = one.id.ends_with("/wrong-secret") || one.id.ends_with("/unknown-key");
    const bool stands =
        std::ranges::find(one.needs, "start-instance/dry-run/known") != one.needs.end();
    EXPECT_EQ(stands, of_start && !forged && one.id != "start-instance/dry-run/known") << one.id;
  }
}

TEST(DryRunCases, CiteWhatIsCheckedWhereACheckFails) {
  for (const Case& one : dry_run_cases()) {
    if (!one.id.starts_with("reboot-instance/dry-run/fails/")) continue;
    const bool cites = std::ranges::any_of(citations_of(one), [](const specs::Citation& place) {
      return place == specs::reboot_instance::e2019_04::dry_run.checks;
    });
    EXPECT_TRUE(cites) << one.id;
  }
}

}  // namespace
}  // namespace hallmark::cases
