// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/clock_difference.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runner/oracle/testing_answers.hpp"
#include "runner/wire/signing/timestamp.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Optional;

reports::Exchange refused(std::string request, const std::string& date) {
  reports::Exchange exchange = testing::error(400, "IllegalTimestamp", "expired");
  exchange.request = std::move(request);
  if (!date.empty()) exchange.headers.emplace_back("Date", date);
  return exchange;
}

constexpr const char* by_query = "GET /?Action=A&Timestamp=1994-11-06T08%3A49%3A37Z HTTP/1.1\r\n";
constexpr const char* by_header = "POST / HTTP/1.1\r\nx-acs-date: 1994-11-06T08:49:37Z\r\n\r\n";

TEST(ClockDifference, ReadsTheDateOfHttp) {
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"),
            parse_timestamp("1994-11-06T08:49:37Z"));
  for (const char* text : {"", "now", "Sun, 06 Nov 1994 08:49:37", "1994-11-06T08:49:37Z"}) {
    EXPECT_EQ(parse_http_date(text), std::nullopt) << text;
  }
}

TEST(ClockDifference, SaysWhoseClockIsWhere) {
  EXPECT_EQ(describe_skew(20min), "your clock is 20 min behind the target's");
  EXPECT_EQ(describe_skew(-20min), "your clock is 20 min ahead of the target's");
  EXPECT_EQ(describe_skew(90s), "your clock is 90 s behind the target's");
  EXPECT_EQ(describe_skew(-26h), "your clock is 26 h ahead of the target's");
}

TEST(ClockDifference, IsBetweenTimestampAndDate) {
  for (const char* request : {by_query, by_header}) {
    EXPECT_THAT(clock_difference(refused(request, "Sun, 06 Nov 1994 09:09:40 GMT")),
                Optional(HasSubstr("20 min behind")));
    EXPECT_THAT(clock_difference(refused(request, "Sun, 06 Nov 1994 08:19:37 GMT")),
                Optional(HasSubstr("30 min ahead of")));
  }
}

TEST(ClockDifference, IsNoneWhereTheyAgree) {
  EXPECT_EQ(clock_difference(refused(by_query, "Sun, 06 Nov 1994 08:49:57 GMT")), std::nullopt);
  EXPECT_EQ(clock_difference(refused("GET / HTTP/1.1\r\n", "Sun, 06 Nov 1994 08:49:57 GMT")),
            std::nullopt);
}

TEST(ClockDifference, CannotBeToldWithoutADate) {
  EXPECT_THAT(clock_difference(refused(by_query, "")), Optional(HasSubstr("--clock-skew")));
}

}  // namespace
}  // namespace hallmark::runner
