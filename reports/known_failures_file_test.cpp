// SPDX-License-Identifier: Apache-2.0
#include "reports/known_failures_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "reports/input_file.hpp"

namespace hallmark::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string refused(std::string_view text) {
  try {
    (void)read_known_failures("known.txt", text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "read";
}

TEST(KnownFailures, AreReadALineEach) {
  const KnownFailures known = read_known_failures("known.txt",
                                                  "# of the summer\n"
                                                  "\n"
                                                  "a/b  # they know\r\n"
                                                  "\ta/*@get.xml.v1  until=2026-12-31 # why # not\n"
                                                  "c  finding=\"got \\\"#1\\\" \\\\\" # quotes\n"
                                                  "x / Stop / 403 *  # a bucket");
  ASSERT_THAT(known.lines, SizeIs(4));
  EXPECT_EQ(known.lines[0].line, 3U);
  EXPECT_EQ(known.lines[0].pattern.text(), "a/b");
  EXPECT_EQ(known.lines[0].reason, "they know");
  EXPECT_EQ(known.lines[1].pattern.text(), "a/*@get.xml.v1");
  EXPECT_EQ(known.lines[1].until, "2026-12-31");
  EXPECT_EQ(known.lines[1].reason, "why # not");
  EXPECT_EQ(known.lines[2].finding, "got \"#1\" \\");
  EXPECT_EQ(known.lines[3].pattern.text(), "x / Stop / 403 *");
}

TEST(KnownFailures, MayStandBehindAByteOrderMark) {
  EXPECT_THAT(read_known_failures("known.txt", "\xef\xbb\xbf# of the summer\n").lines, IsEmpty());
  const KnownFailures known = read_known_failures("known.txt",
                                                  "\xef\xbb\xbf"
                                                  "a/b # they know\n");
  ASSERT_THAT(known.lines, SizeIs(1));
  EXPECT_EQ(known.lines[0].pattern.text(), "a/b");
}

TEST(KnownFailures, AreRefusedWhereTheySayTooLittleOrNonsense) {
  EXPECT_EQ(refused("\na/b\n"), "known.txt:2: it says no reason: end it with # and why it fails");
  EXPECT_THAT(refused("a/b #  \n"), HasSubstr("no reason"));
  EXPECT_THAT(refused("until=2026-12-31 # x"), HasSubstr("belongs behind a pattern"));
  for (const char* day :
       {"", "soon", "2026-02-30", "2026-13-01", "2026-1-1", "26-01-01", "+026-01-01"}) {
    EXPECT_THAT(refused("a until=" + std::string{day} + " # x"), HasSubstr("is no day")) << day;
  }
  EXPECT_THAT(refused("a until=2026-12-31 until=2026-12-31 # x"), HasSubstr("twice"));
  for (const char* text : {"got", "\"\"", "\"open", "\"open\\\""}) {
    EXPECT_THAT(refused("a finding=" + std::string{text} + " # x"), HasSubstr("in quotes")) << text;
  }
  EXPECT_THAT(refused("a until=2026-12-31 more # x"), HasSubstr("'more # x' is none of"));
  EXPECT_EQ(refused("a findig=\"x\" # x"),
            "known.txt:1: 'findig=' is no word of a line; did you mean 'finding='?");
  EXPECT_THAT(refused("a untill=2026-12-31 # x"), HasSubstr("did you mean 'until='?"));
  EXPECT_EQ(refused("a # x until=2026-12-31"),
            "known.txt:1: until= stands before the #, not in the reason");
}

}  // namespace
}  // namespace hallmark::reports
