// SPDX-License-Identifier: Apache-2.0
#include "specs/addresses.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "specs/catalog.hpp"

namespace hallmark::specs {
namespace {

TEST(Addresses, EachActionHasOne) {
  for (const Page* page : pages()) {
    const std::string address = address_of(*page);
    EXPECT_TRUE(address.starts_with("https://")) << page->action;
    EXPECT_TRUE(std::ranges::none_of(address, [](char c) { return c >= 'A' && c <= 'Z'; }));
  }
  EXPECT_EQ(address_of(*find("StartInstance", "2020-10")),
            "https://www.alibabacloud.com/help/en/ecs/developer-reference/"
            "api-ecs-2014-05-26-startinstance");
}

TEST(Addresses, EditionsAreFoundInTheHistory) {
  EXPECT_EQ(edition_address_of(*find("StartInstance", "2019-05")),
            "https://github.com/AlibabaCloudDocs/ecs/commit/c00b303ae");
  EXPECT_EQ(edition_address_of(*find("ReactivateInstances", "2018-11 en")), "");
}

TEST(Addresses, OfTheCommonProtocolAreThoseThatAreKnown) {
  std::size_t known = 0;
  for (const Page* page : common_pages()) known += address_of(*page).empty() ? 0 : 1;
  EXPECT_EQ(known, 5U);
}

}  // namespace
}  // namespace hallmark::specs
