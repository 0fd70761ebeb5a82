// SPDX-License-Identifier: Apache-2.0
#include "cases/caught.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "cases/coverage.hpp"
#include "cases/library.hpp"

namespace hallmark::cases {
namespace {

bool has_a_case_of_depth_1(const specs::Citation& place) {
  return std::ranges::any_of(cases_citing(place),
                             [](std::string_view id) { return find(id)->depth == 1; });
}

// Whether the numbers are true is seen by `hallmark selftest`.
TEST(Caught, NamesEachPlaceThatHasACaseOnceAndNoOther) {
  std::multiset<std::string> places;
  for (const specs::Citation& place : every_place()) {
    if (has_a_case_of_depth_1(place)) places.insert(name_in_table(place));
  }
  std::multiset<std::string> named;
  for (const Caught& one : caught()) {
    named.emplace(one.place);
    EXPECT_GT(one.defects, 0U) << one.place;
  }
  EXPECT_EQ(named, places);
}

TEST(Caught, IsFoundByItsPlace) {
  for (const specs::Citation& place : every_place()) {
    EXPECT_EQ(defects_caught_at(place) > 0, has_a_case_of_depth_1(place)) << place.text();
  }
}

}  // namespace
}  // namespace hallmark::cases
