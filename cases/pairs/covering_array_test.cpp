// SPDX-License-Identifier: Apache-2.0
//
// Laws of covering arrays, for whatever factors, strength and constraint.
#include "cases/pairs/covering_array.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace hallmark::cases {
namespace {

// A law of RapidCheck as an assertion.
template <class Law>
void always(const char* what, const Law& law) {
  EXPECT_TRUE(rc::check(what, law));
}

bool anything(const ArrayRow&) { return true; }

// Values of two factors that do not come together.
struct Ban {
  std::size_t factor, value, other_factor, other_value;
};

CanBe none_of(const std::vector<Ban>& bans) {
  return [bans](const ArrayRow& row) {
    return std::ranges::none_of(bans, [&row](const Ban& ban) {
      return row[ban.factor] == ban.value && row[ban.other_factor] == ban.other_value;
    });
  };
}

std::vector<std::size_t> any_sizes() {
  const auto factors = *rc::gen::inRange<std::size_t>(2, 6);
  return *rc::gen::container<std::vector<std::size_t>>(factors,
                                                       rc::gen::inRange<std::size_t>(1, 5));
}

std::vector<Ban> any_bans(const std::vector<std::size_t>& sizes) {
  std::vector<Ban> bans(*rc::gen::inRange<std::size_t>(0, 4));
  for (Ban& ban : bans) {
    ban.factor = *rc::gen::inRange<std::size_t>(0, sizes.size());
    ban.other_factor = *rc::gen::inRange<std::size_t>(0, sizes.size());
    ban.value = *rc::gen::inRange<std::size_t>(0, sizes[ban.factor]);
    ban.other_value = *rc::gen::inRange<std::size_t>(0, sizes[ban.other_factor]);
  }
  return bans;
}

// Every row that has a value for each factor.
std::vector<ArrayRow> all_rows(const std::vector<std::size_t>& sizes) {
  std::vector<ArrayRow> all = {{}};
  for (const std::size_t size : sizes) {
    std::vector<ArrayRow> longer;
    for (const ArrayRow& row : all) {
      for (std::size_t value = 0; value < size; ++value) {
        longer.push_back(row);
        longer.back().push_back(value);
      }
    }
    all = std::move(longer);
  }
  return all;
}

// Whether some row of `rows` agrees with `wanted` in those factors.
bool any_agrees(const std::vector<ArrayRow>& rows, const ArrayRow& wanted,
                const std::vector<std::size_t>& factors) {
  return std::ranges::any_of(rows, [&](const ArrayRow& row) {
    return std::ranges::all_of(factors,
                               [&](std::size_t factor) { return row[factor] == wanted[factor]; });
  });
}

TEST(CoveringArray, HasEveryCombinationThatCanBeAndNoRowThatCannot) {
  always("every two values that stand in a row that can be stand in one of the array", [] {
    const std::vector<std::size_t> sizes = any_sizes();
    const CanBe can_be = none_of(any_bans(sizes));
    const std::vector<ArrayRow> array = covering_array(sizes, 2, can_be);
    for (const ArrayRow& row : array) RC_ASSERT(can_be(row));
    for (const ArrayRow& row : all_rows(sizes)) {
      if (!can_be(row)) continue;
      for (std::size_t i = 0; i < sizes.size(); ++i) {
        for (std::size_t j = i + 1; j < sizes.size(); ++j) {
          RC_ASSERT(any_agrees(array, row, {i, j}));
        }
      }
    }
  });
}

TEST(CoveringArray, HasEveryThreeAtStrengthThree) {
  always("every three values that can be stand in a row", [] {
    std::vector<std::size_t> sizes = any_sizes();
    sizes.push_back(2);
    const CanBe can_be = none_of(any_bans(sizes));
    const std::vector<ArrayRow> array = covering_array(sizes, 3, can_be);
    for (const ArrayRow& row : all_rows(sizes)) {
      if (can_be(row)) RC_ASSERT(any_agrees(array, row, {0, 1, 2}));
    }
  });
}

TEST(CoveringArray, IsTheSameEachTime) {
  always("the same factors give the same rows", [] {
    const std::vector<std::size_t> sizes = any_sizes();
    RC_ASSERT(covering_array(sizes, 2, anything) == covering_array(sizes, 2, anything));
  });
}

TEST(CoveringArray, RepeatsNoRow) {
  always("each row is there once", [] {
    std::vector<ArrayRow> array = covering_array(any_sizes(), 2, anything);
    std::ranges::sort(array);
    RC_ASSERT(std::ranges::adjacent_find(array) == array.end());
  });
}

TEST(CoveringArray, IsSmall) {
  // The least are nine rows for four factors of three values, and 81 for one of 27 besides.
  EXPECT_LE(covering_array(std::array<std::size_t, 4>{3, 3, 3, 3}, 2, anything).size(), 12U);
  EXPECT_LE(covering_array(std::array<std::size_t, 5>{27, 3, 3, 3, 3}, 2, anything).size(), 90U);
  EXPECT_EQ(covering_array(std::array<std::size_t, 3>{4, 1, 1}, 2, anything).size(), 4U);
}

TEST(CoveringArray, IsEmptyWhereNothingCanBe) {
  const std::array<std::size_t, 2> sizes = {2, 3};
  EXPECT_TRUE(covering_array(sizes, 2, [](const ArrayRow&) { return false; }).empty());
}

TEST(CoveringArray, KeepsTheRowsOfEarlierValuesWhereOneIsAddedAtTheEnd) {
  const auto before = covering_array(std::array<std::size_t, 4>{8, 3, 3, 3}, 2, anything);
  const auto after = covering_array(std::array<std::size_t, 4>{9, 3, 3, 3}, 2, anything);
  const auto kept = std::ranges::count_if(before, [&after](const ArrayRow& row) {
    return std::ranges::find(after, row) != after.end();
  });
  EXPECT_EQ(static_cast<std::size_t>(kept), before.size());
}

}  // namespace
}  // namespace hallmark::cases
