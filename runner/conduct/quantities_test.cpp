// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/quantities.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

#include "runner/conduct/usage_error.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;

// Each is refused in one line that begins with the option and what was written.
template <class Parse>
void expect_refused(const Parse& parse, std::initializer_list<const char*> all) {
  for (const char* bad : all) {
    try {
      (void)parse("--x", bad);
      ADD_FAILURE() << bad;
    } catch (const UsageError& error) {
      const std::string what = error.what();
      EXPECT_TRUE(what.starts_with("--x '" + std::string{bad} + "' is no ")) << what;
      EXPECT_EQ(what.find('\n'), std::string::npos);
    }
  }
}

TEST(ParseDuration, TakesUnitsAndBareSeconds) {
  EXPECT_EQ(parse_duration("--timeout", "500ms"), 500ms);
  EXPECT_EQ(parse_duration("--timeout", "10s"), 10s);
  EXPECT_EQ(parse_duration("--timeout", "2m"), 2min);
  EXPECT_EQ(parse_duration("--timeout", "8h"), 8h);
  EXPECT_EQ(parse_duration("--timeout", "3"), 3s);
  EXPECT_EQ(parse_duration("--timeout", "1.5s"), 1500ms);
  EXPECT_EQ(parse_duration("--timeout", "1000h"), 1000h);
}

TEST(ParseDuration, RefusesTheRest) {
  expect_refused(parse_duration, {"",
                                  "s",
                                  "0",
                                  "0s",
                                  "-1s",
                                  "+1s",
                                  "0.5ms",
                                  "1d",
                                  "1 s",
                                  " 1s",
                                  "10ss",
                                  "inf",
                                  "nan",
                                  "1001h",
                                  "1e99",
                                  "1e3s",
                                  "0x10s",
                                  "1S",
                                  "99999999999999999999999999h",
                                  ".",
                                  ".5s"});
}

TEST(ParseSkew, TakesDurationsAheadAndBehind) {
  EXPECT_EQ(parse_skew("--clock-skew", "20m"), 20min);
  EXPECT_EQ(parse_skew("--clock-skew", "-90s"), -90s);
  EXPECT_EQ(parse_skew("--clock-skew", "-8h"), -8h);
  expect_refused(parse_skew, {"", "later", "0s"});
}

TEST(ParseRate, TakesTheSameUnits) {
  EXPECT_EQ(parse_rate("--rate", "20"), 20);
  EXPECT_EQ(parse_rate("--rate", "20/s"), 20);
  EXPECT_EQ(parse_rate("--rate", "0.5"), 0.5);
  EXPECT_EQ(parse_rate("--rate", "90/m"), 1.5);
  EXPECT_EQ(parse_rate("--rate", "1/h"), 1.0 / 3600);
  EXPECT_EQ(parse_rate("--rate", "5/500ms"), 10);
  EXPECT_EQ(parse_rate("--rate", "0.0001"), 0.0001);
  EXPECT_EQ(parse_rate("--rate", "1/1000h"), 1.0 / 3'600'000);
  EXPECT_EQ(parse_rate("--rate", "0"), 0);
}

TEST(ParseRate, RefusesTheRest) {
  expect_refused(parse_rate, {"", "nan", "inf", "-1", "1e-300", "1e300", "0.0000001", "2000000",
                              "20s", "20/", "20/x", "/s", "20/0s", "20//s", "20/-1s", "1e3"});
}

TEST(ParseCount, TakesDigits) {
  EXPECT_EQ(parse_count("--seed", "0"), 0U);
  EXPECT_EQ(parse_count("--seed", "18446744073709551615"), 18446744073709551615U);
  EXPECT_EQ(parse_count("--jobs", "256", {1, 256}), 256U);
}

TEST(ParseCount, RefusesTheRest) {
  expect_refused(
      [](const std::string& option, const std::string& text) { return parse_count(option, text); },
      {"", "-1", "+1", "1.5", " 1", "1 ", "0x10", "18446744073709551616", "many", "1e3"});
  expect_refused(
      [](const std::string& option, const std::string& text) {
        return parse_count(option, text, {1, 256});
      },
      {"0", "257", "-0"});
}

}  // namespace
}  // namespace hallmark::runner
