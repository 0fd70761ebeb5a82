// SPDX-License-Identifier: Apache-2.0
#include "reports/text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <pugixml.hpp>
#include <string>

namespace hallmark::reports {
namespace {

using namespace std::string_literals;

TEST(Utf8, IsWhatTheStandardCallsWellFormed) {
  for (const char* good : {"", "a", "\xc2\x80", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                           "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "plain text \xe4\xbb\xb7"}) {
    EXPECT_TRUE(is_utf8(good)) << good;
  }
}

TEST(Utf8, IsNeitherOverlongNorASurrogateNorBeyondTheEnd) {
  for (const char* bad : {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80",
                          "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff",
                          "\xc2", "\xe2\x82", "\xf0\x9f\x98", "long enough for eight \xc2"}) {
    EXPECT_FALSE(is_utf8(bad)) << bad;
  }
}

TEST(Printable, EscapesWhatATerminalWouldObeyOrCannotShow) {
  EXPECT_EQ(printable("a\tb\r\n\0c\x1b[31m\x7f"s), "a\\tb\\r\\n\\x00c\\x1b[31m\\x7f");
  EXPECT_EQ(printable("\xff\xc2\x9b"), "\\xff\\xc2\\x9b") << "no UTF-8; a C1 control";
  EXPECT_EQ(printable("\xe2\x80\xae"), "\\xe2\\x80\\xae") << "turns the direction of writing";
  EXPECT_EQ(printable("\xe4\xbb\xb7 i-bp1 \\"), "\xe4\xbb\xb7 i-bp1 \\");
}

RC_GTEST_PROP(Printable, HasNoControlCharacterWhateverItIsGiven, (const std::string& bytes)) {
  const std::string text = printable(bytes);
  RC_ASSERT(is_utf8(text));
  for (const char c : text) RC_ASSERT(static_cast<unsigned char>(c) >= 0x20U && c != '\x7f');
}

RC_GTEST_PROP(XmlCharacters, AreReadBackByAnXmlReader, (const std::string& bytes)) {
  const std::string text = xml_characters(bytes);
  RC_ASSERT(is_utf8(text));
  for (const char c : text) {
    RC_ASSERT(static_cast<unsigned char>(c) >= 0x20U || c == '\n' || c == '\t');
  }
}

TEST(XmlCharacters, KeepWhatIsLegalAndWriteTheRestOut) {
  EXPECT_EQ(xml_characters("a\r\nb\rc\td"), "a\nb\nc\td");
  EXPECT_EQ(xml_characters("\0\x1b\xef\xbf\xbe\xff"s), "\\x00\\x1b\\xef\\xbf\\xbe\\xff");
  EXPECT_EQ(xml_characters("\xf0\x9f\x98\x80<&>"), "\xf0\x9f\x98\x80<&>");
}

TEST(Beginning, CutsNoCharacter) {
  EXPECT_EQ(beginning_of("abc", 5), "abc");
  EXPECT_EQ(beginning_of("abc", 2), "ab");
  EXPECT_EQ(beginning_of("a\xc3\xa9z", 2), "a");
  EXPECT_EQ(beginning_of("a\xc3\xa9z", 3), "a\xc3\xa9");
  EXPECT_EQ(beginning_of("\xf0\x9f\x98\x80", 3), "");
  EXPECT_EQ(beginning_of("\x80\x80\x80\x80\x80\x80", 5), "\x80");
}

TEST(Shortened, LeavesOutTheMiddleAndKeepsBothEnds) {
  EXPECT_EQ(shortened("abcdefghijklmnop", 16), "abcdefghijklmnop");
  EXPECT_EQ(shortened("abcdefghijklmnop", 11), "abc ... nop");
  EXPECT_EQ(shortened("abcdefghijklmnop", 12), "abcd ... nop");
}

TEST(Shortened, CutsAtBlanks) {
  EXPECT_EQ(shortened("one two three four five six", 22), "one two ... five six");
  EXPECT_EQ(shortened("one two three four five six", 20), "one two ... six");
  EXPECT_EQ(shortened("one two three four five six", 17), "one ... six");
  EXPECT_EQ(shortened("success or ReactivateInstances.InstanceStatusNotValid or another", 30),
            "success or ... or another");
  const std::string long_word(60, 'x');
  EXPECT_EQ(shortened("a " + long_word + " b", 15), "a xxx ... xxx b");
}

TEST(Shortened, CutsBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 20; ++i) text += "\xe4\xbb\xb7";
  for (std::size_t longest = 5; longest < 20; ++longest) {
    const std::string result = shortened(text, longest);
    EXPECT_TRUE(is_utf8(result)) << longest;
    EXPECT_EQ(characters_in(result), longest);
  }
  EXPECT_EQ(shortened(text, 20), text);
}

TEST(ShellQuoted, IsOneWordWhateverItHolds) {
  EXPECT_EQ(shell_quoted("start-instance/x@get.xml.v1"), "'start-instance/x@get.xml.v1'");
  EXPECT_EQ(shell_quoted("it's $HOME `x`"), "'it'\\''s $HOME `x`'");
  EXPECT_EQ(shell_quoted(""), "''");
}

}  // namespace
}  // namespace hallmark::reports
