// SPDX-License-Identifier: Apache-2.0
//
// Laws of answers: what the reference endpoint writes in XML and in JSON, the suite reads as the
// same.
#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/properties/generators.hpp"
#include "fuzz/properties/law.hpp"
#include "fuzz/properties/planted.hpp"
#include "runner/reference/answers/answer_writer.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::fuzz {
namespace {

using runner::reference::AnswerWriter;
using runner::reference::Format;

// A member of an answer: a text, a number, or a list of texts or of objects that hold a text each.
struct Member {
  enum class Kind : std::uint8_t { text, number, truth, texts, objects };
  Kind kind = Kind::text;
  std::int64_t number = 0;
  std::string text;
  std::vector<std::string> items;
};
struct Document {
  std::vector<Member> members;
};

void showValue(const Document& document, std::ostream& out) {
  for (const Member& member : document.members) {
    out << static_cast<int>(member.kind) << ' ' << member.number << ' ' << rc::toString(member.text)
        << ' ' << rc::toString(member.items) << "; ";
  }
}

rc::Gen<Document> document() {
  const auto member =
      rc::gen::map(rc::gen::tuple(between(0, 5), rc::gen::arbitrary<std::int64_t>(), xml_text(),
                                  rc::gen::container<std::vector<std::string>>(xml_text())),
                   [](const auto& parts) {
                     const auto& [kind, number, text, items] = parts;
                     return Member{static_cast<Member::Kind>(kind), number, text, items};
                   });
  return rc::gen::scale(
      0.2, rc::gen::map(rc::gen::container<std::vector<Member>>(member),
                        [](std::vector<Member> members) { return Document{std::move(members)}; }));
}

using Write = std::function<std::string(Format, const Document&)>;
using Read = std::function<runner::Reply(std::string_view content_type, std::string_view body)>;

std::string written(Format format, const Document& document) {
  std::string body;
  AnswerWriter answer{format, body};
  answer.begin_document("TestResponse");
  answer.text("RequestId", "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E");
  for (std::size_t i = 0; i < document.members.size(); ++i) {
    const Member& member = document.members[i];
    const std::string name = "M" + std::to_string(i);  // each once
    switch (member.kind) {
      case Member::Kind::text:
        answer.text(name, member.text);
        break;
      case Member::Kind::number:
        answer.number(name, member.number);
        break;
      case Member::Kind::truth:
        answer.truth(name, member.number % 2 == 0);
        break;
      case Member::Kind::texts:
        answer.begin_list(name, "Item");
        for (const std::string& item : member.items) answer.text_item("Item", item);
        answer.end_list(name);
        break;
      case Member::Kind::objects:
        answer.begin_list(name, "Item");
        for (const std::string& item : member.items) {
          answer.begin_item("Item");
          answer.text("Inner", item);
          answer.number("Number", member.number);
          answer.end_item("Item");
        }
        answer.end_list(name);
        break;
    }
  }
  answer.end_document("TestResponse");
  return body;
}

runner::Reply read(std::string_view content_type, std::string_view body) {
  return runner::decode_reply(200, content_type, body);
}

void both_forms_say_the_same(const Write& write, const Read& reader) {
  const Document one = *document().as("document");
  const runner::Reply xml = reader("text/xml;charset=utf-8", write(Format::xml, one));
  const runner::Reply json = reader("application/json;charset=utf-8", write(Format::json, one));
  RC_ASSERT(xml.decode_error == std::string{});
  RC_ASSERT(json.decode_error == std::string{});
  RC_ASSERT(xml.decoded());
  RC_ASSERT(json.decoded());
  RC_ASSERT(xml.root == "TestResponse");
  RC_ASSERT((xml.request_id == json.request_id));
  RC_ASSERT(xml.duplicate_members.empty());
  RC_ASSERT(json.duplicate_members.empty());
  runner::Node tree = xml.tree;
  tree.name = {};
  RC_ASSERT(same_meaning(tree, json.tree));
}

// What was written is what is read.
void texts_come_back(const Write& write, const Read& reader, Format format) {
  const std::string text = *xml_text().as("text");
  const Document one{{Member{.kind = Member::Kind::text, .text = text, .items = {}}}};
  const runner::Reply reply =
      reader(format == Format::xml ? "text/xml" : "application/json", write(format, one));
  RC_ASSERT(first_text(reply.tree, "M0").value_or("(none)") == text);
}

HALLMARK_LAW(Answer, SaysTheSameInXmlAndJson) { both_forms_say_the_same(written, read); }
HALLMARK_LAW(Answer, ComesBackInXml) { texts_come_back(written, read, Format::xml); }
HALLMARK_LAW(Answer, ComesBackInJson) { texts_come_back(written, read, Format::json); }

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != text.npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
  return text;
}

TEST(ReplyLaws, FindAWriterThatErrs) {
  const auto planted = [](std::string_view what, Format in, std::string_view good,
                          std::string_view bad) {
    const Write errs = [=](Format format, const Document& one) {
      const std::string body = written(format, one);
      return format == in ? replaced(body, good, bad) : body;
    };
    expect_found(
        what, [&] { both_forms_say_the_same(errs, read); }, 60, 2000);
  };
  planted("an ampersand as it is", Format::xml, "&amp;", "&");
  planted("an angle bracket as it is", Format::xml, "&lt;", "<");
  planted("a quote as it is", Format::json, "\\\"", "\"");
  planted("a carriage return as it is", Format::xml, "&#13;", "\r");
  planted("a list that is closed by another name", Format::xml, "</Inner>", "</inner>");
  planted("a comma too many", Format::json, "]}", ",]}");
  planted("a number as a text", Format::json, ":true", ":\"TRUE\"");
  planted("characters of four bytes cut off", Format::json, "\xf0", "");
}

TEST(ReplyLaws, FindAReaderThatErrs) {
  const Read tab_as_blank = [](std::string_view type, std::string_view body) {
    return read(type, replaced(std::string{body}, "\\u0009", " "));
  };
  const Read trims = [](std::string_view type, std::string_view body) {
    runner::Reply reply = read(type, body);
    for (runner::Node& member : reply.tree.children) {
      const std::size_t end = member.text.find_last_not_of(' ');
      member.text = member.text.substr(0, end == std::string::npos ? 0 : end + 1);
    }
    return reply;
  };
  const Read leaves_entities = [](std::string_view type, std::string_view body) {
    return read(type, replaced(std::string{body}, "&amp;", "&amp;amp;"));
  };
  expect_found(
      "a tab is a blank", [&] { texts_come_back(written, tab_as_blank, Format::json); }, 8);
  expect_found(
      "blanks at the end are cut off", [&] { texts_come_back(written, trims, Format::xml); }, 8);
  expect_found(
      "entities are left", [&] { texts_come_back(written, leaves_entities, Format::xml); }, 12);
}

}  // namespace
}  // namespace hallmark::fuzz
