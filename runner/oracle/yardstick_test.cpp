// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/yardstick.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runner/oracle/testing_answers.hpp"
#include "specs/catalog.hpp"
#include "specs/common/errors.hpp"

namespace hallmark::runner {
namespace {

using specs::Citation;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

Citation row(const char* action, const char* edition, int number) {
  const specs::Page* page = specs::find(action, edition);
  EXPECT_NE(page, nullptr) << action << " " << edition;
  return {page, Citation::Kind::row, number};
}

std::vector<std::string> in_force_on(std::string_view day) {
  const auto yardstick = Yardstick::parse(day);
  std::vector<std::string> names;
  if (!yardstick) return names;
  for (const specs::Page* page : specs::pages()) {
    if (yardstick->in_force(*page)) {
      names.push_back(std::string{page->action} + " " + std::string{page->edition});
    }
  }
  return names;
}

TEST(Yardstick, AnyTakesEveryPage) {
  const auto any = Yardstick::parse("any");
  ASSERT_TRUE(any);
  EXPECT_EQ(any->name(), "any");
  for (const specs::Page* page : specs::pages()) EXPECT_TRUE(any->in_force(*page)) << page->action;
}

TEST(Yardstick, TakesADayAndNothingElse) {
  ASSERT_TRUE(Yardstick::parse("2019-06-01"));
  EXPECT_EQ(Yardstick::parse("2019-06-01")->name(), "2019-06-01");
  EXPECT_TRUE(Yardstick::parse("2020-02-29"));
  for (const char* bad :
       {"", "Any", "2019", "2019-6-1", "2019-06-31", "2019-02-29", "2019-13-01", "2019-00-01",
        "2019-06-00", "2019/06/01", "2019-06-01 ", "-019-06-01", "2019--6-01", "2019-+6-01"}) {
    EXPECT_FALSE(Yardstick::parse(bad)) << bad;
  }
}

TEST(Yardstick, NothingIsInForceBeforeTheFirstPage) {
  EXPECT_THAT(in_force_on("2018-11-18"), ElementsAre());
}

TEST(Yardstick, TakesTheNewestEditionOfEachPage) {
  EXPECT_THAT(in_force_on("2018-12-31"), UnorderedElementsAre("ReactivateInstances 2018-11 zh",
                                                              "ReactivateInstances 2018-11 en"));
  EXPECT_THAT(
      in_force_on("2019-06-01"),
      UnorderedElementsAre("ReactivateInstances 2018-11 zh", "ReactivateInstances 2018-11 en",
                           "RebootInstance 2019-04", "StartInstance 2019-05"));
  EXPECT_THAT(
      in_force_on("2020-12-31"),
      UnorderedElementsAre("ReactivateInstances 2018-11 zh", "ReactivateInstances 2018-11 en",
                           "RebootInstance 2019-04", "StartInstance 2020-10"));
}

TEST(Yardstick, ADayCountsFromItsOwnMorning) {
  EXPECT_THAT(in_force_on("2019-05-20"),
              ::testing::Not(::testing::Contains("StartInstance 2019-05")));
  EXPECT_THAT(in_force_on("2019-05-21"), ::testing::Contains("StartInstance 2019-05"));
}

TEST(Yardstick, CommonPagesAreAlwaysInForce) {
  const auto early = Yardstick::parse("2018-12-31");
  ASSERT_TRUE(early);
  for (const specs::Page* page : specs::common_pages())
    EXPECT_TRUE(early->in_force(*page)) << page->action;
}

TEST(Yardstick, AllowsWhatAPageInForceBacks) {
  const auto yardstick = Yardstick::parse("2019-06-01");
  ASSERT_TRUE(yardstick);
  const Citation older = row("StartInstance", "2019-05", 1);
  const Citation newer = row("StartInstance", "2020-10", 1);
  EXPECT_TRUE(yardstick->allows(testing::refused(403, "X", "", {older})));
  EXPECT_FALSE(yardstick->allows(testing::refused(403, "X", "", {newer})));
  EXPECT_TRUE(yardstick->allows(testing::refused(403, "X", "", {newer, older})));
  const Citation common{specs::common_pages().front(), Citation::Kind::clause, 1};
  EXPECT_TRUE(yardstick->allows(testing::refused(403, "X", "", {common})));
  EXPECT_FALSE(yardstick->allows(testing::refused(403, "X", "", {common, newer})));
  EXPECT_TRUE(yardstick->allows(testing::accepted()));
}

bool allows_on(std::string_view edition, const cases::Answer& answer) {
  const auto yardstick = Yardstick::parse(edition);
  EXPECT_TRUE(yardstick) << edition;
  return yardstick && yardstick->allows(answer);
}

// What ReActivateInstances answers since 2020-09-10, in the world of a page of 2018.
TEST(Yardstick, HoldsARowOfAnotherPageFromThatDayOn) {
  const specs::Page* const reactivate = specs::find("ReactivateInstances", "2018-11 zh");
  ASSERT_NE(reactivate, nullptr);
  const auto later =
      testing::refused(400, "ReopenInstance.InstanceStatusNotValid", "",
                       {specs::common_row(specs::common::errors::reopen_status_not_valid),
                        {reactivate, Citation::Kind::clause, 2}});
  EXPECT_FALSE(allows_on("2018-11-19", later));
  EXPECT_FALSE(allows_on("2020-09-09", later));
  EXPECT_TRUE(allows_on("2020-09-10", later));
  EXPECT_TRUE(allows_on("2026-01-01", later));
  EXPECT_TRUE(allows_on("newest", later));
  EXPECT_TRUE(allows_on("any", later));
  EXPECT_FALSE(allows_on("seeds", later));
}

TEST(Yardstick, HoldsARowOfAnOlderPageUntilANewerOne) {
  const auto missing =
      testing::refused(400, "MissingParameter", "",
                       {specs::common_row(specs::common::errors::missing_instance_id_2017)});
  EXPECT_TRUE(allows_on("2018-11-19", missing));
  EXPECT_TRUE(allows_on("2019-05-20", missing));
  EXPECT_FALSE(allows_on("2019-05-21", missing));
  EXPECT_FALSE(allows_on("2020-10-12", missing));
  EXPECT_FALSE(allows_on("newest", missing));
  EXPECT_FALSE(allows_on("seeds", missing));
  // Printed on the same day as the page in Chinese, which does not replace it.
  const specs::Page* const start = specs::find("StartInstance", "2019-05");
  const auto not_ready =
      testing::refused(403, "InstanceNotReady", "The specified instance is not ready for use",
                       {specs::common_row(specs::common::errors::instance_not_ready_2019_en),
                        {start, Citation::Kind::row, 5}});
  EXPECT_TRUE(allows_on("2019-05-21", not_ready));
  EXPECT_FALSE(allows_on("2020-10-12", not_ready));
}

TEST(Yardstick, HoldsARowThatAPageInForcePrintsAsWell) {
  const auto not_ready =
      testing::refused(403, "InstanceNotReady", "",
                       {specs::common_row(specs::common::errors::instance_not_ready_2019_en),
                        row("StartInstance", "2020-10", 10)});
  EXPECT_TRUE(allows_on("2020-10-12", not_ready));
}

TEST(Yardstick, KnowsNothingOfPagesThatAreNotTested) {
  const auto dry_run = testing::refused(
      400, "DryRunOperation", "", {specs::common_row(specs::common::errors::dry_run_operation)});
  for (const char* edition : {"any", "seeds", "newest", "2018-11-19", "2026-01-01"}) {
    EXPECT_TRUE(allows_on(edition, dry_run)) << edition;
  }
}

TEST(Yardstick, SaysWhichEditionsItIs) {
  EXPECT_EQ(Yardstick::parse("2019-05-21")->in_words(),
            "yardstick 2019-05-21: ReactivateInstances 2018-11 zh and 2018-11 en (newest known), "
            "RebootInstance 2019-04 (newest known), StartInstance 2019-05");
  EXPECT_EQ(Yardstick::parse("2018-12-01")->in_words(),
            "yardstick 2018-12-01: ReactivateInstances 2018-11 zh and 2018-11 en (newest known); "
            "no page yet of RebootInstance and StartInstance");
  EXPECT_THAT(Yardstick::parse("2026-01-01")->in_words(),
              ::testing::EndsWith("StartInstance 2020-10 (newest known); what newer pages say up "
                                  "to that day is not known and not judged"));
  EXPECT_THAT(Yardstick::parse("seeds")->in_words(),
              ::testing::EndsWith("StartInstance 2019-05 and 2020-10"));
  EXPECT_THAT(Yardstick::parse("newest")->in_words(), ::testing::EndsWith("StartInstance 2020-10"));
}

TEST(Yardstick, JudgesFromTheFirstPageOn) {
  EXPECT_FALSE(Yardstick::parse("2018-11-18")->judges());
  EXPECT_TRUE(Yardstick::parse("2018-11-19")->judges());
  EXPECT_TRUE(Yardstick{}.judges());
}

TEST(Yardstick, KnowsWhichPageHasNoDryRun) {
  const auto without = [](std::string_view edition, std::string_view action) {
    const specs::Page* const page = Yardstick::parse(edition)->page_without_dry_run(action);
    return page == nullptr ? std::string_view{} : page->edition;
  };
  EXPECT_EQ(without("any", "StartInstance"), "2019-05");
  EXPECT_EQ(without("seeds", "StartInstance"), "2019-05");
  EXPECT_EQ(without("newest", "StartInstance"), "");
  EXPECT_EQ(without("2020-10-11", "StartInstance"), "2019-05");
  EXPECT_EQ(without("any", "RebootInstance"), "");
  EXPECT_EQ(without("any", "ReactivateInstances"), "") << "none of its pages has one";
}

TEST(Yardstick, AsksOnlyWhatHasAnAnswerLeft) {
  const auto yardstick = Yardstick::parse("2019-06-01");
  ASSERT_TRUE(yardstick);
  cases::Case one;
  one.id = "chapter/family/case";
  one.calls.push_back({.action = "StartInstance",
                       .expect = {.allowed = {testing::refused(
                                      403, "X", "", {row("StartInstance", "2020-10", 1)})}}});
  EXPECT_FALSE(yardstick->asks(one));
  EXPECT_TRUE(Yardstick{}.asks(one));
  one.calls[0].expect.allowed.push_back(
      testing::refused(404, "Y", "", {row("StartInstance", "2019-05", 1)}));
  EXPECT_TRUE(yardstick->asks(one));
  one.calls[0].expect.allowed.clear();
  one.citations = {row("StartInstance", "2020-10", 1)};
  EXPECT_FALSE(yardstick->asks(one));
  one.tags.chapter = cases::Chapter::base;
  EXPECT_TRUE(yardstick->asks(one));
}

}  // namespace
}  // namespace hallmark::runner
