// SPDX-License-Identifier: Apache-2.0
#include "cases/former_ids.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "cases/library.hpp"

namespace hallmark::cases {
namespace {

TEST(FormerIds, LeadToTheIdOfToday) {
  constexpr std::array table = {FormerId{"start-instance/old", "start-instance/row"},
                                FormerId{"start-instance/row/gone", "start-instance/row/there"}};
  EXPECT_EQ(current_id("start-instance/old", table), "start-instance/row");
  EXPECT_EQ(current_id("start-instance/old/case", table), "start-instance/row/case");
  EXPECT_EQ(current_id("start-instance/old/gone", table), "start-instance/row/there");
  EXPECT_EQ(current_id("start-instance/older", table), "start-instance/older");
  EXPECT_EQ(current_id("base/signature/v1", table), "base/signature/v1");
}

TEST(FormerIds, AreNoIdsOfToday) {
  for (const Case& one : library()) EXPECT_EQ(current_id(one.id), one.id);
  for (const FormerId& one : former_ids()) {
    EXPECT_TRUE(std::ranges::any_of(library(3), [&](const Case& known) {
      return known.id.starts_with(current_id(one.former));
    })) << one.former;
  }
}

}  // namespace
}  // namespace hallmark::cases
