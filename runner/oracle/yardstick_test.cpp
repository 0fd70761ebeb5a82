// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/yardstick.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runner/oracle/testing_answers.hpp"
#include "specs/catalog.hpp"

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
