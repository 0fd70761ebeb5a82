// SPDX-License-Identifier: Apache-2.0
//
// Words as a shell reads them.
#include <gtest/gtest.h>

#include "runner/conduct/shell_words.hpp"

namespace hallmark::runner {
namespace {

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
