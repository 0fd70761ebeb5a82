// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/pattern.hpp"

#include <gtest/gtest.h>

namespace hallmark::runner {
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
}  // namespace hallmark::runner
