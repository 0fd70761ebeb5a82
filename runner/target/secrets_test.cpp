// SPDX-License-Identifier: Apache-2.0
#include "runner/target/secrets.hpp"

#include <gtest/gtest.h>

namespace hallmark::runner {
namespace {

TEST(Secrets, AreKeptInOrderWhateverTheyHold) {
  const std::vector<std::string> kept{"sesame", "", std::string(3, '\0'), "a\nb",
                                      std::string(999, 'x')};
  Secrets secrets;
  for (const std::string& one : kept) secrets.add(one);
  EXPECT_EQ(secrets.all(), kept);
  EXPECT_TRUE(secrets.any_of([](std::string_view one) { return one == "a\nb"; }));
  EXPECT_FALSE(secrets.any_of([](std::string_view one) { return one == "a"; }));
  EXPECT_FALSE(Secrets{}.any_of([](std::string_view) { return true; }));
}

TEST(Secrets, MayBeKeptAsAQueryHasThem) {
  Secrets secrets;
  secrets.add_percent_encoded("a+b/c=");
  EXPECT_EQ(secrets.all(), std::vector<std::string>{"a%2Bb%2Fc%3D"});
}

}  // namespace
}  // namespace hallmark::runner
