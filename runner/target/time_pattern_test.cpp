// SPDX-License-Identifier: Apache-2.0
#include "runner/target/time_pattern.hpp"

#include <gtest/gtest.h>

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;

// 2016-02-23T12:46:24Z, a Tuesday.
constexpr std::chrono::system_clock::time_point moment{1456231584s};

TEST(TimePattern, WritesTheDocumentedForm) {
  EXPECT_EQ(written_after("[year]-[month]-[day]T[hour]:[minute]:[second]Z", moment),
            "2016-02-23T12:46:24Z");
}

TEST(TimePattern, CountsPastTheLast) {
  EXPECT_EQ(written_after("[year-1]-[month+12]-[day-1]T[hour+24]:[minute+60]", moment),
            "2015-14-22T36:106");
}

TEST(TimePattern, KnowsOtherWaysToTellTheTime) {
  EXPECT_EQ(written_after("[unix]", moment), "1456231584");
  EXPECT_EQ(written_after("[weekday], [day] [month-name] [year] GMT", moment),
            "Tue, 23 Feb 2016 GMT");
}

TEST(TimePattern, LeavesEverythingElseAlone) {
  EXPECT_EQ(written_after("yesterday at noon", moment), "yesterday at noon");
  EXPECT_EQ(written_after("[year", moment), "[year");
  EXPECT_EQ(written_after("", moment), "");
}

}  // namespace
}  // namespace hallmark::runner
