// SPDX-License-Identifier: Apache-2.0
//
// No row, clause, parameter or sample of the documents is without a case, or without a reason.
#include "cases/coverage.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "specs/catalog.hpp"
#include "specs/instance/reactivate_instances.hpp"

namespace hallmark::cases {
namespace {

bool is_unseen(const specs::Citation& place) {
  return std::ranges::find(unseen(), place, &specs::Unseen::place) != unseen().end();
}

TEST(Coverage, LeavesNoPlaceOfTheDocumentsOut) {
  for (const specs::Citation& place : uncovered()) ADD_FAILURE() << place.text();
}

TEST(Coverage, GivesAReasonForWhatCannotBeSeen) {
  for (const specs::Unseen& one : unseen()) EXPECT_FALSE(one.reason.empty()) << one.place.text();
}

TEST(Coverage, CallsNothingUnseenThatHasACase) {
  for (const specs::Unseen& one : unseen()) {
    EXPECT_TRUE(cases_citing(one.place).empty())
        << one.place.text() << " has " << cases_citing(one.place).front();
  }
}

TEST(Coverage, NamesEachUnseenPlaceOnce) {
  for (const specs::Unseen& one : unseen()) {
    EXPECT_EQ(
        std::count_if(unseen().begin(), unseen().end(),
                      [&one](const specs::Unseen& other) { return other.place == one.place; }),
        1)
        << one.place.text();
  }
}

TEST(Coverage, HasACaseForEachErrorRowThatCanBeSeen) {
  for (const specs::Page* page : specs::pages()) {
    for (const specs::ErrorRow& row : page->errors) {
      const specs::Citation place{page, specs::Citation::Kind::row, row.row};
      EXPECT_EQ(cases_citing(place).empty(), is_unseen(place)) << place.text();
    }
  }
}

TEST(Coverage, TakesWhatAnEditionCallsUnseen) {
  namespace page = specs::reactivate_instances::e2018_11_en;
  EXPECT_TRUE(is_unseen(cite_clause(page::page, page::clause::released_after)));
  EXPECT_FALSE(is_unseen(cite_row(page::page, 1)));
}

}  // namespace
}  // namespace hallmark::cases
