// SPDX-License-Identifier: Apache-2.0
//
// Durations as the user writes them, and words as a shell reads them.
#include <gtest/gtest.h>

#include "runner/conduct/shell_words.hpp"
#include "runner/conduct/target_options.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;

TEST(ParseDuration, TakesUnitsAndBareSeconds) {
  EXPECT_EQ(parse_duration("--timeout", "500ms"), 500ms);
  EXPECT_EQ(parse_duration("--timeout", "10s"), 10s);
  EXPECT_EQ(parse_duration("--timeout", "2m"), 2min);
  EXPECT_EQ(parse_duration("--timeout", "3"), 3s);
  EXPECT_EQ(parse_duration("--timeout", "1.5s"), 1500ms);
  EXPECT_EQ(parse_duration("--timeout", "1440m"), 24h);
}

TEST(ParseDuration, RefusesTheRestAndNamesTheOption) {
  for (const char* bad :
       {"", "s", "0", "0s", "-1s", "0.5ms", "1h", "1 s", "10ss", "inf", "nan", "1441m", "1e99"}) {
    try {
      (void)parse_duration("--timeout", bad);
      ADD_FAILURE() << bad;
    } catch (const UsageError& error) {
      EXPECT_TRUE(std::string{error.what()}.starts_with("--timeout '" + std::string{bad} + "'"))
          << error.what();
    }
  }
}

TEST(ShellWord, LeavesPlainWordsAlone) {
  EXPECT_EQ(shell_word("http://127.0.0.1:8080"), "http://127.0.0.1:8080");
  EXPECT_EQ(shell_word("--select=a/b@get.xml.v1"), "--select=a/b@get.xml.v1");
}

TEST(ShellWord, QuotesWhatAShellWouldRead) {
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(shell_word("a b"), "'a b'");
  EXPECT_EQ(shell_word("**"), "'**'");
  EXPECT_EQ(shell_word("$(x)"), "'$(x)'");
  EXPECT_EQ(shell_word("~"), "'~'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
}

}  // namespace
}  // namespace hallmark::runner
