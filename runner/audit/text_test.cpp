// SPDX-License-Identifier: Apache-2.0
#include "runner/audit/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runner/audit/vocabulary.hpp"

namespace hallmark::runner {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(VisibleText, ShowsLinksByTheirWordsAndNoMarkup) {
  EXPECT_EQ(visible_text("a [door](doors.md#x) is **Open** (`Open`)"), "a door is Open (Open)");
  EXPECT_EQ(visible_text("a \\(b\\) \\| c"), "a (b) | c");
  EXPECT_EQ(visible_text("no [link] and no (target)"), "no [link] and no (target)");
  EXPECT_EQ(visible_text("[broken](link"), "[broken](link");
}

TEST(VisibleText, FoldsFullwidthPunctuation) {
  EXPECT_EQ(visible_text("a\uff0cb\uff1ac\uff08d\uff09\u3002"), "a,b:c(d)\u3002");
}

TEST(Sentences, EndAtFullStopsOfBothLanguages) {
  EXPECT_THAT(sentences_of("One. Two! \u4e00\u3002\u4e8c\u3002"),
              ElementsAre("One.", "Two!", "\u4e00\u3002", "\u4e8c\u3002"));
  EXPECT_THAT(sentences_of("Version 1.0 of x.y is out."),
              ElementsAre("Version 1.0 of x.y is out."));
}

TEST(Sentences, EndAtListItemsAndBlankLinesAndGoOnOverLineBreaks) {
  EXPECT_THAT(sentences_of("lead\n\n-   one\n-   two\nmore\n"),
              ElementsAre("lead", "one", "two\nmore"));
  EXPECT_THAT(sentences_of("  \u2022 one\n  \u2022 two"), ElementsAre("one", "two"));
  EXPECT_THAT(sentences_of(" \n\n"), IsEmpty());
}

TEST(Sentences, KeepLinksAndTrailingMarksTogether) {
  EXPECT_THAT(sentences_of("See [a. b](c. d) there. **End.**"),
              ElementsAre("See [a. b](c. d) there.", "**End.**"));
}

TEST(VisibleDigest, IsBlindToBulletsBlanksAndMarkup) {
  EXPECT_EQ(visible_digest("lead\n\n -   `one`\n-   two"), specs::digest_of("lead one two"));
}

TEST(ColumnsOfLine, ReadBothOrdersAndBothLanguages) {
  EXPECT_THAT(columns_of_line("Error code Error message HTTP status code Description"),
              ElementsAre(Column::code, Column::message, Column::status, Column::description));
  EXPECT_THAT(columns_of_line("HttpCode \u9519\u8bef\u7801 \u9519\u8bef\u4fe1\u606f \u63cf\u8ff0"),
              ElementsAre(Column::status, Column::code, Column::message, Column::description));
  EXPECT_THAT(columns_of_line("Name Type Required Description"),
              ElementsAre(Column::name, Column::type, Column::required, Column::description));
  EXPECT_THAT(columns_of_line("Name your price"), IsEmpty());
  EXPECT_THAT(columns_of_line("Description"), IsEmpty());
}

}  // namespace
}  // namespace hallmark::runner
