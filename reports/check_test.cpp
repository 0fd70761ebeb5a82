// SPDX-License-Identifier: Apache-2.0
#include "reports/check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/testing/sample_report.hpp"

namespace hallmark::reports {
namespace {

using ::testing::ElementsAre;
using testing::find_sample;

TEST(CheckOf, SaysWhatTheCaseAsks) {
  const Check check = check_of(*find_sample("start-instance/parameter/odd-id"));
  EXPECT_EQ(check.id, "start-instance/parameter/odd-id");
  EXPECT_EQ(check.level, cases::Level::required);
  EXPECT_EQ(check.chapter, "start-instance");
  EXPECT_EQ(check.given, "an instance that is Stopped");
  EXPECT_THAT(check.when, ElementsAre("StartInstance(InstanceId = <instance>, Note = a\\x00<b>')"));
  EXPECT_THAT(check.citations, ElementsAre(Citation{.document = 4,
                                                    .page = "StartInstance",
                                                    .edition = "2020-10",
                                                    .kind = "row",
                                                    .number = 2,
                                                    .text = "StartInstance 2020-10, error row 2"},
                                           Citation{.document = 4,
                                                    .page = "StartInstance",
                                                    .edition = "2020-10",
                                                    .kind = "clause",
                                                    .number = 1,
                                                    .text = "StartInstance 2020-10, clause 1"}));
}

TEST(CheckOf, NamesTheSecondWorldAndTheCause) {
  EXPECT_EQ(check_of(*find_sample("concurrency/start/eight")).given,
            "an instance that is Stopped; another account has one, too");
  EXPECT_EQ(check_of(*find_sample("base/signature/v3")).cause, "V3 signatures are not accepted");
}

TEST(CheckOf, SaysOnWhatItStandsAndWhatItIsAbout) {
  EXPECT_THAT(check_of(*find_sample("start-instance/precondition/running")).needs,
              ElementsAre("base/action/start-instance/variant"));
  const Check check = check_of({.id = "start-instance/parameter/dry-run-absent",
                                .tags = {.chapter = cases::Chapter::of_an_action,
                                         .family = cases::Family::parameter,
                                         .action = "StartInstance",
                                         .parameter = "DryRun"}});
  EXPECT_EQ(check.chapter, "start-instance");
  EXPECT_EQ(check.family, "parameter/derived");
  EXPECT_EQ(check.action, "StartInstance");
  EXPECT_EQ(check.parameter, "DryRun");
}

TEST(CheckOf, ACaseWithoutCallsAsksForTheStatus) {
  EXPECT_THAT(check_of({.id = "describe/status"}).when, ElementsAre("its status is asked for"));
}

}  // namespace
}  // namespace hallmark::reports
