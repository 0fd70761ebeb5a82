// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "specs/catalog.hpp"
#include "specs/digests/catalog.hpp"
#include "specs/digests/reactivate_instances.hpp"

namespace hallmark::specs::digests {
namespace {

TEST(Digests, HaveATableForEveryPageInTheOrderOfTheCatalog) {
  std::vector<const Page*> with_digests;
  for (const PageDigests* table : tables()) with_digests.push_back(table->page);
  EXPECT_THAT(with_digests, ::testing::ElementsAreArray(pages().begin(), pages().end()));
}

TEST(Digests, TellTheClausesOfAPageApart) {
  for (const PageDigests* table : tables()) {
    std::set<Digest> sentences;
    for (const PassageDigest& row : table->of(Passage::clause)) {
      EXPECT_TRUE(sentences.insert(row.digest).second) << table->page->action << ' ' << row.number;
    }
  }
}

TEST(Digests, OfDescriptionsDifferFromLanguageToLanguage) {
  const auto chinese = reactivate_instances::e2018_11_zh::table.of(Passage::error_description);
  const auto english = reactivate_instances::e2018_11_en::table.of(Passage::error_description);
  ASSERT_EQ(chinese.size(), english.size());
  for (std::size_t i = 0; i < chinese.size(); ++i) EXPECT_NE(chinese[i].digest, english[i].digest);
}

TEST(Digests, AreFoundByTheKindOfPassage) {
  for (const PageDigests* table : tables()) {
    std::size_t found = 0;
    for (const Passage passage :
         {Passage::parameter_description, Passage::response_description, Passage::error_message,
          Passage::error_description, Passage::clause, Passage::sample, Passage::remark}) {
      for (const PassageDigest& row : table->of(passage)) {
        EXPECT_EQ(row.passage, passage);
        ++found;
      }
    }
    EXPECT_EQ(found, table->visible.size());
  }
}

}  // namespace
}  // namespace hallmark::specs::digests
