// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/defects/defects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <string>

#include "runner/reference/endpoint.hpp"

namespace hallmark::runner::reference {
namespace {

TEST(Defects, AreManyAndHaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const DefectInfo& defect : defects()) {
    EXPECT_TRUE(names.insert(defect.name).second) << defect.name;
    EXPECT_THAT(std::string{defect.name}, ::testing::MatchesRegex("[a-z0-9]+(-[a-z0-9]+)+"));
    EXPECT_FALSE(defect.promise.empty()) << defect.name;
  }
  EXPECT_GE(names.size(), 130u);
}

TEST(Defects, RepresentEveryFamily) {
  std::set<std::string_view> families;
  for (const DefectInfo& defect : defects()) families.insert(defect.family);
  EXPECT_THAT(families,
              ::testing::UnorderedElementsAre(
                  "status", "code", "text", "envelope", "format", "precondition", "transition",
                  "effect", "dry-run", "parameter", "encoding", "authentication", "replay",
                  "isolation", "description", "concurrency", "transport", "lock", "expiry"));
}

TEST(Defects, AreFoundByName) {
  for (std::size_t i = 0; i < defects().size(); ++i) {
    EXPECT_EQ(defect_from(defects()[i].name), static_cast<Defect>(i));
  }
  EXPECT_EQ(defect_from("no-such-defect"), std::nullopt);
  EXPECT_EQ(defect_from(""), std::nullopt);
}

TEST(Defects, ThatAreUnknownAreNamed) {
  Endpoint::Options options;
  options.defects = {"start-while-running", "no-such-defect"};
  try {
    const Endpoint endpoint{options};
    FAIL() << "an unknown defect was taken";
  } catch (const std::invalid_argument& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("no-such-defect"));
  }
}

}  // namespace
}  // namespace hallmark::runner::reference
