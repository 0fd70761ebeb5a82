// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/signing/query.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>

#include "runner/wire/testing_generators.hpp"

namespace hallmark::runner {
namespace {

TEST(CanonicalQuery, SortsByNameByteByByte) {
  EXPECT_EQ(canonical_query({{"InstanceId.2", ""},
                             {"InstanceId.10", ""},
                             {"InstanceId.1", ""},
                             {"a", ""},
                             {"B", ""},
                             {"\xc3\xa9", ""}}),
            "B=&InstanceId.1=&InstanceId.10=&InstanceId.2=&a=&%C3%A9=");
}

TEST(CanonicalQuery, SortsBeforeItEncodes) {
  // '*' (0x2A) comes before 'A'; its encoded form would begin with '%' (0x25), before '&' and '+'.
  EXPECT_EQ(canonical_query({{"A+", "1"}, {"A*", "2"}, {"A!", "3"}, {"A", "4"}}),
            "A=4&A%21=3&A%2A=2&A%2B=1");
}

TEST(CanonicalQuery, KeepsTheOrderOfEqualNames) {
  EXPECT_EQ(canonical_query({{"b", "2"}, {"a", "9"}, {"b", "1"}, {"a", "8"}}), "a=9&a=8&b=2&b=1");
}

TEST(CanonicalQuery, OfNothingIsEmpty) { EXPECT_EQ(canonical_query({}), ""); }

TEST(CanonicalQuery, SortsManyParametersToo) {
  Parameters many;
  for (int i = 99; i >= 10; --i) many.emplace_back(std::string{"n"} + std::to_string(i), "v");
  std::string sorted;
  for (int i = 10; i <= 99; ++i) sorted += (i > 10 ? "&n" : "n") + std::to_string(i) + "=v";
  EXPECT_EQ(canonical_query(many), sorted);
}

TEST(CanonicalQuery, LeavesOutEveryParameterOfAName) {
  EXPECT_EQ(canonical_query_without("b", {{"b", "2"}, {"a", "9"}, {"B", "0"}, {"b", "1"}}),
            "B=0&a=9");
}

TEST(QueryString, KeepsTheOrderGiven) {
  EXPECT_EQ(query_string({{"b", " "}, {"a", "+"}}), "b=%20&a=%2B");
  EXPECT_EQ(form_body({{"b", " "}, {"a", "+"}}), "b=+&a=%2B");
}

TEST(ParseQuery, ReadsNamesWithoutValuesAndPassesOverEmptyPieces) {
  EXPECT_EQ(parse_query("&a&&b=&=c&d=e=f&"),
            (Parameters{{"a", ""}, {"b", ""}, {"", "c"}, {"d", "e=f"}}));
  EXPECT_EQ(parse_query(""), Parameters{});
}

TEST(ParseQuery, TakesAPlusForABlankOnlyInAForm) {
  EXPECT_EQ(parse_query("a=1+2"), (Parameters{{"a", "1+2"}}));
  EXPECT_EQ(parse_form("a=1+2"), (Parameters{{"a", "1 2"}}));
}

TEST(ParseQuery, RefusesBrokenPercentSequences) {
  EXPECT_EQ(parse_query("a=%"), std::nullopt);
  EXPECT_EQ(parse_query("%2=a"), std::nullopt);
  EXPECT_EQ(parse_form("ok=1&a=%g0"), std::nullopt);
}

TEST(QueryLaw, WhatIsWrittenIsReadAgain) {
  EXPECT_TRUE(rc::check([] {
    const auto parameters =
        *rc::gen::container<Parameters>(rc::gen::pair(testing::any_name(), testing::any_text()));
    RC_ASSERT(parse_query(query_string(parameters)) == parameters);
    RC_ASSERT(parse_form(form_body(parameters)) == parameters);
  }));
}

TEST(QueryLaw, TheCanonicalFormDoesNotDependOnTheOrder) {
  EXPECT_TRUE(rc::check([] {
    auto parameters =
        *rc::gen::uniqueBy<Parameters>(rc::gen::pair(testing::any_name(), testing::any_text()),
                                       [](const auto& parameter) { return parameter.first; });
    const std::string before = canonical_query(parameters);
    std::reverse(parameters.begin(), parameters.end());
    RC_ASSERT(canonical_query(parameters) == before);
  }));
}

}  // namespace
}  // namespace hallmark::runner
