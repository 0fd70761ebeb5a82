// SPDX-License-Identifier: Apache-2.0
//
// No row, clause, parameter or sample of the documents is without a case, or without a reason.
#include "cases/coverage.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "specs/catalog.hpp"

namespace hallmark::cases {
namespace {

TEST(Coverage, LeavesNoPlaceOfTheDocumentsOut) {
  for (const specs::Citation& place : uncovered()) ADD_FAILURE() << place.text();
}

TEST(Coverage, GivesAReasonForWhatCannotBeSeen) {
  for (const Unseen& one : unseen()) EXPECT_FALSE(one.reason.empty()) << one.place.text();
}

TEST(Coverage, CallsNothingUnseenThatHasACase) {
  for (const Unseen& one : unseen()) {
    EXPECT_TRUE(cases_citing(one.place).empty())
        << one.place.text() << " has " << cases_citing(one.place).front();
  }
}

TEST(Coverage, NamesEachUnseenPlaceOnce) {
  for (const Unseen& one : unseen()) {
    EXPECT_EQ(std::count_if(unseen().begin(), unseen().end(),
                            [&one](const Unseen& other) { return other.place == one.place; }),
              1)
        << one.place.text();
  }
}

TEST(Coverage, HasACaseForEachErrorRowOfTheFiveDocuments) {
  int rows = 0;
  for (const specs::Page* page : specs::pages()) {
    for (const specs::ErrorRow& row : page->errors) {
      const specs::Citation place{page, specs::Citation::Kind::row, row.row};
      EXPECT_FALSE(cases_citing(place).empty()) << place.text();
      ++rows;
    }
  }
  EXPECT_EQ(rows, 51);
}

}  // namespace
}  // namespace hallmark::cases
