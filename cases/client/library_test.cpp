// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "cases/client/client_case.hpp"
#include "specs/catalog.hpp"

namespace hallmark::cases::client {
namespace {

TEST(ClientLibrary, EveryCaseHasAnAddressOfItsOwn) {
  std::set<std::pair<std::string, Forms>> seen;
  for (const Case& one : library()) {
    EXPECT_TRUE(seen.emplace(one.id, one.forms).second) << one.id;
    EXPECT_FALSE(one.calls.empty()) << one.id;
    EXPECT_FALSE(one.given.empty()) << one.id;
    for (const char c : one.id) {
      EXPECT_TRUE(std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '/' || c == '.')
          << one.id;
    }
  }
}

TEST(ClientLibrary, WhatSharesAnIdIsTheSameInAnotherFormat) {
  std::map<std::string, const Case*> first;
  for (const Case& one : library()) {
    const Case& other = *first.emplace(one.id, &one).first->second;
    EXPECT_EQ(one.given, other.given) << one.id;
    EXPECT_EQ(one.level, other.level) << one.id;
    EXPECT_EQ(one.needs, other.needs) << one.id;
    EXPECT_EQ(one.citations, other.citations) << one.id;
    EXPECT_EQ(describe(one.calls.front()), describe(other.calls.front())) << one.id;
  }
}

TEST(ClientLibrary, WhatIsNeededStandsBeforeWhatNeedsIt) {
  std::set<std::string> before;
  for (const Case& one : library()) {
    for (const std::string& needed : one.needs) EXPECT_TRUE(before.contains(needed)) << one.id;
    before.insert(one.id);
  }
}

TEST(ClientLibrary, EveryRowOfEveryPageIsGivenOutInBothFormats) {
  std::map<std::string, std::set<Forms>> forms;
  for (const Case& one : library()) {
    for (const Call& call : one.calls) {
      for (const Answer& answer : call.answers) {
        if (answer.place) forms[answer.place->text()].insert(one.forms);
      }
    }
  }
  std::size_t rows = 0;
  for (const auto pages : {specs::pages(), specs::common_pages()}) {
    for (const specs::Page* page : pages) {
      for (const specs::ErrorRow& row : page->errors) {
        ++rows;
        EXPECT_EQ((forms[specs::Citation{page, specs::Citation::Kind::row, row.row}.text()].size()),
                  2U);
      }
      rows += page->common_errors.size();
    }
  }
  EXPECT_GT(rows, 100U);
  EXPECT_GT(forms.size(), rows);
}

TEST(ClientLibrary, AtLeastSeventyBrokenAnswersAreGivenToWhoeverAsksForJson) {
  std::set<std::string> broken;
  for (const Case& one : library()) {
    if (one.id.starts_with("broken/") && one.forms == Forms::json && !one.id.ends_with("/kept")) {
      broken.insert(one.id);
    }
  }
  EXPECT_GE(broken.size(), 70U);
}

TEST(ClientLibrary, WhatNoDocumentSettlesNeverFailsAnybody) {
  for (const Case& one : library()) {
    const bool unsettled = one.look == Look::no_secret_told || one.look == Look::timestamp_plain ||
                           one.look == Look::empty_sent;
    EXPECT_FALSE(unsettled && one.level == Level::required) << one.id;
  }
}

}  // namespace
}  // namespace hallmark::cases::client
