// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/answers/answer_writer.hpp"

#include <gtest/gtest.h>

namespace hallmark::runner::reference {
namespace {

std::string sample(Format format) {
  std::string body;
  AnswerWriter writer{format, body};
  writer.begin_document("Root");
  writer.text("A", "x");
  writer.begin_list("Locks", "Lock");
  writer.begin_item("Lock");
  writer.number("N", -7);
  writer.truth("T", true);
  writer.end_item("Lock");
  writer.begin_item("Lock");
  writer.end_item("Lock");
  writer.end_list("Locks");
  writer.begin_list("Ids", "Id");
  writer.text_item("Id", "1");
  writer.text_item("Id", "2");
  writer.end_list("Ids");
  writer.begin_list("None", "Nothing");
  writer.end_list("None");
  writer.end_document("Root");
  return body;
}

TEST(AnswerWriter, WritesJsonWithoutARootName) {
  EXPECT_EQ(sample(Format::json), R"({"A":"x","Locks":{"Lock":[{"N":-7,"T":true},{}]},)"
                                  R"("Ids":{"Id":["1","2"]},"None":{"Nothing":[]}})");
}

TEST(AnswerWriter, WritesListsInXmlAsRepeatedElements) {
  EXPECT_EQ(sample(Format::xml), R"(<?xml version="1.0" encoding="UTF-8"?><Root><A>x</A>)"
                                 R"(<Locks><Lock><N>-7</N><T>true</T></Lock><Lock></Lock></Locks>)"
                                 R"(<Ids><Id>1</Id><Id>2</Id></Ids><None></None></Root>)");
}

std::string value_of(Format format, std::string_view text) {
  std::string body = "{";
  AnswerWriter{format, body}.text("V", text);
  return body.substr(1);
}

TEST(AnswerWriter, NeverEchoesRawInput) {
  EXPECT_EQ(value_of(Format::json, "\"\\\n\x01</V>"), R"("V":"\"\\\u000a\u0001</V>")");
  EXPECT_EQ(value_of(Format::xml, "<V>&\"\x01\r]]>"),
            "<V>&lt;V&gt;&amp;\"\xEF\xBF\xBD&#13;]]&gt;</V>");
  EXPECT_EQ(value_of(Format::xml, std::string_view{"a\0b", 3}),
            "<V>a\xEF\xBF\xBD"
            "b</V>");
}

TEST(AnswerWriter, ReplacesBytesThatAreNotUtf8) {
  EXPECT_EQ(value_of(Format::xml, "\xF0\x9F\x98\x80"), "<V>\xF0\x9F\x98\x80</V>");
  EXPECT_EQ(value_of(Format::xml, "\xC0\xAF"), "<V>\xEF\xBF\xBD\xEF\xBF\xBD</V>");
  EXPECT_EQ(value_of(Format::json, "\xED\xA0\x80").find("\xED\xA0\x80"), std::string::npos);
  EXPECT_EQ(value_of(Format::xml, "\xE4\xB8"), "<V>\xEF\xBF\xBD\xEF\xBF\xBD</V>");
}

}  // namespace
}  // namespace hallmark::runner::reference
