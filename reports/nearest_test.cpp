// SPDX-License-Identifier: Apache-2.0
#include "reports/nearest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hallmark::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::vector<std::string_view> options = {"--endpoint", "--edition", "--evidence", "--select"};

TEST(MisspeltBy, CountsWhatIsWrongMissingTooManyOrSwapped) {
  EXPECT_EQ(misspelt_by("run", "run"), 0U);
  EXPECT_EQ(misspelt_by("run", "RUN"), 0U);
  EXPECT_EQ(misspelt_by("rnu", "run"), 1U);
  EXPECT_EQ(misspelt_by("rn", "run"), 1U);
  EXPECT_EQ(misspelt_by("runn", "run"), 1U);
  EXPECT_EQ(misspelt_by("ran", "run"), 1U);
  EXPECT_EQ(misspelt_by("", "run"), 3U);
  EXPECT_EQ(misspelt_by("kitten", "sitting"), 3U);
}

TEST(Nearest, IsWhatIsSpeltMostLikeTheWord) {
  EXPECT_THAT(nearest("--endpont", options), ElementsAre("--endpoint"));
  EXPECT_THAT(nearest("--EDITION", options), ElementsAre("--edition"));
  EXPECT_THAT(nearest("aa", {"ab", "ac", "ad", "ae"}), ElementsAre("ab", "ac", "ad"));
}

TEST(Nearest, HoldsTheWordWhereNothingIsSpeltLikeIt) {
  EXPECT_THAT(nearest("point", options), ElementsAre("--endpoint"));
}

TEST(Nearest, IsNothingWhereAllIsFar) {
  EXPECT_THAT(nearest("--xyz", options), IsEmpty());
  EXPECT_THAT(nearest("", options), IsEmpty());
  EXPECT_THAT(nearest("x", options), IsEmpty());
  EXPECT_THAT(nearest(std::string(100'000, 'a'), options), IsEmpty());
}

TEST(DidYouMean, AsksForEach) {
  EXPECT_EQ(did_you_mean("rnu", {"run", "list"}), "; did you mean 'run'?");
  EXPECT_EQ(did_you_mean("aa", {"ab", "ac"}), "; did you mean 'ab' or 'ac'?");
  EXPECT_EQ(did_you_mean("aa", {"ab", "ac", "ad"}), "; did you mean 'ab', 'ac' or 'ad'?");
  EXPECT_EQ(did_you_mean("nothing", {"ab"}), "");
}

TEST(DidYouMean, LooksForTheFoldersOfPaths) {
  const std::vector<std::string_view> paths = {"start-instance/row/a", "start-instance/row/b",
                                               "start-instance/pair/c", "http/d"};
  EXPECT_EQ(did_you_mean_path("start-instanc/**", paths), "; did you mean 'start-instance/**'?");
  EXPECT_EQ(did_you_mean_path("start-instance/rwo/*", paths),
            "; did you mean 'start-instance/row/*'?");
  EXPECT_EQ(did_you_mean_path("start-instance/row/aa", paths),
            "; did you mean 'start-instance/row/a'?");
  for (const char* const pattern : {"**", "*/x", "nowhere/**", "http/d/e/f/*"}) {
    EXPECT_EQ(did_you_mean_path(pattern, paths), "") << pattern;
  }
}

}  // namespace
}  // namespace hallmark::reports
