// SPDX-License-Identifier: Apache-2.0
#include "cases/request.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace hallmark::cases {
namespace {

TEST(Variant, IsNamedByMethodFormatAndSignature) {
  EXPECT_EQ((Variant{Method::get, Format::xml, Signature::v1}.name()), "get.xml.v1");
  EXPECT_EQ((Variant{Method::post_query, Format::json, Signature::v3}.name()), "post.json.v3");
  EXPECT_EQ((Variant{Method::post_form, Format::json, Signature::v1}.name()), "post-form.json.v1");
}

TEST(Variants, AreTwelveAndBeginWithTheBaseOnes) {
  const std::vector<Variant>& full = full_variants();
  ASSERT_EQ(full.size(), 12U);
  EXPECT_TRUE(std::equal(base_variants().begin(), base_variants().end(), full.begin()));
  std::set<std::string> names;
  for (const Variant variant : full) names.insert(variant.name());
  EXPECT_EQ(names.size(), 12U);
}

TEST(VariantFilter, AdmitsAllUnlessTold) {
  for (const Variant variant : full_variants()) EXPECT_TRUE(VariantFilter{}.admits(variant));
}

TEST(VariantFilter, LeavesOutByEachPartOfAVariant) {
  const auto admitted = [](VariantFilter filter) {
    return std::count_if(full_variants().begin(), full_variants().end(),
                         [&filter](Variant variant) { return filter.admits(variant); });
  };
  EXPECT_EQ(admitted({.get = false}), 8);
  EXPECT_EQ(admitted({.post_query = false, .post_form = false}), 4);
  EXPECT_EQ(admitted({.xml = false}), 6);
  EXPECT_EQ(admitted({.json = false, .v1 = false}), 3);
  EXPECT_EQ(admitted({.v1 = false, .v3 = false}), 0);
}

}  // namespace
}  // namespace hallmark::cases
