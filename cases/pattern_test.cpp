// SPDX-License-Identifier: Apache-2.0
#include "cases/pattern.hpp"

#include <gtest/gtest.h>

#include <string>

namespace hallmark::cases {
namespace {

TEST(MatchesPath, AStarStaysInItsLevel) {
  EXPECT_TRUE(matches_path("a/*/c", "a/b/c"));
  EXPECT_TRUE(matches_path("a/b*", "a/b"));
  EXPECT_FALSE(matches_path("a/*", "a/b/c"));
  EXPECT_FALSE(matches_path("*", "a/b"));
  EXPECT_FALSE(matches_path("a", "a/b"));
}

TEST(MatchesPath, TwoStarsCrossLevels) {
  EXPECT_TRUE(matches_path("a/**", "a/b/c"));
  EXPECT_TRUE(matches_path("**/c", "a/b/c"));
  EXPECT_TRUE(matches_path("**/c", "c"));
  EXPECT_TRUE(matches_path("**", "a/b/c"));
  EXPECT_TRUE(matches_path("a/**/d", "a/b/c/d"));
  EXPECT_FALSE(matches_path("a/**", "b/a/c"));
  EXPECT_FALSE(matches_path("a/**", "a"));
}

// Going back over forty stars takes longer than anybody lives.
TEST(MatchesPath, TakesNoLongerForManyStars) {
  std::string one_level, levels, alternating;
  for (int i = 0; i < 40; ++i) {
    one_level += "a*";
    levels += "**a";
    alternating += "*a/**/";
  }
  const std::string path(200, 'a');
  EXPECT_TRUE(matches_path(one_level, path));
  EXPECT_FALSE(matches_path(one_level + "b", path));
  EXPECT_TRUE(matches_path(levels, path));
  EXPECT_FALSE(matches_path(levels + "b", path));
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "aa/";
  EXPECT_TRUE(matches_path(alternating + "b", deep + "b"));
  EXPECT_FALSE(matches_path(alternating + "b", deep + "c"));
  EXPECT_FALSE(matches_path(std::string(80, '*') + "b", path));
  EXPECT_TRUE(matches_path(std::string(80, '*'), path));
}

TEST(Pattern, MeansEveryVariantUnlessItNamesOne) {
  EXPECT_TRUE(Pattern{"a/b"}.matches("a/b", "get.xml.v1"));
  EXPECT_TRUE(Pattern{"a/b"}.matches("a/b", ""));
  EXPECT_FALSE(Pattern{"a/b"}.names_variant());
  EXPECT_TRUE(Pattern{"a/b@get.xml.v1"}.names_variant());
  EXPECT_TRUE(Pattern{"a/b@get.xml.v1"}.matches("a/b", "get.xml.v1"));
  EXPECT_TRUE(Pattern{"**@*.v3"}.matches("a/b", "post.json.v3"));
  EXPECT_FALSE(Pattern{"a/b@get.xml.v1"}.matches("a/b", "post.json.v3"));
  EXPECT_FALSE(Pattern{"a/b@*"}.matches("a/b", ""));
}

TEST(Pattern, KnowsBothNamesOfPost) {
  EXPECT_TRUE(Pattern{"a@post-query.json.v3"}.matches("a", "post.json.v3"));
  EXPECT_FALSE(Pattern{"a@post-query.json.v3"}.matches("a", "post-form.json.v3"));
}

}  // namespace
}  // namespace hallmark::cases
