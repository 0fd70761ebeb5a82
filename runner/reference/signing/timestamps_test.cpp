// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/signing/timestamps.hpp"

#include <gtest/gtest.h>

namespace hallmark::runner::reference {
namespace {

TEST(Timestamps, AreReadToTheSecond) {
  const auto time = parse_timestamp("2016-02-23T12:46:24Z");
  ASSERT_TRUE(time.has_value());
  EXPECT_EQ(std::chrono::system_clock::to_time_t(*time), 1456231584);
}

TEST(Timestamps, OfAnotherShapeAreNone) {
  for (const std::string_view text :
       {"", "2016-02-23T12:46:24", "2016-02-23 12:46:24Z", "2016-2-23T12:46:24Z",
        "2016-02-23T12:46:24+00:00", "2016-02-23t12:46:24z", "2016-02-30T12:46:24Z",
        "2016-13-01T12:46:24Z", "2016-02-23T24:00:00Z", "2016-02-23T12:60:00Z",
        "2016-02-23T12:46:24Z ", "9999-01-01T00:00:00Z", "0000-01-01T00:00:00Z"}) {
    EXPECT_FALSE(parse_timestamp(text).has_value()) << text;
  }
}

TEST(Timestamps, ArePrintedToTheMinute) {
  EXPECT_EQ(print_to_the_minute(*parse_timestamp("2017-12-10T04:04:59Z")), "2017-12-10T04:04Z");
}

}  // namespace
}  // namespace hallmark::runner::reference
