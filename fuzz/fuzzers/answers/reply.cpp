// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes decode_reply(), which chooses the reader of a body and makes a reply of what it reads.
// What the readers read is for xml_answer and json_answer to judge.
//
// Holds for every Content-Type and body: the format is told by what the body starts with; what is
// declared is the media type alone, in any case; a byte order mark, another declaration and two
// bytes for each character change nothing else; each scalar is the text of the first member of its
// name.
#include "runner/wire/replies/reply.hpp"

#include <algorithm>

#include "fuzz/fuzzers/answers/answer_formats.hpp"
#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/planted.hpp"

namespace {

using namespace hallmark;
using runner::BodyFormat;
using runner::Node;
using runner::Reply;

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

Reply under_test(std::string_view content_type, std::string_view body) {
  Reply reply = runner::decode_reply(200, content_type, body);
  if (fuzz::planted("reply/code-of-the-error") && reply.tree.member("Code") != nullptr) {
    reply.code = "Error";
  }
  if (fuzz::planted("reply/declared-with-its-parameters") && content_type.find(';') != 0 &&
      content_type.find(';') != content_type.npos) {
    reply.declared = BodyFormat::neither;
  }
  if (fuzz::planted("reply/utf-16-only-in-one-order") && body.starts_with("\xff\xfe")) {
    reply = {};
  }
  return reply;
}

// Two bytes for each character, or so it begins.
bool may_be_utf16(std::string_view body) {
  return body.starts_with("\xfe\xff") || body.starts_with("\xff\xfe") ||
         body.substr(0, 2).find('\0') != body.npos;
}

bool is_ascii(std::string_view body) {
  return std::ranges::all_of(body, [](unsigned char c) { return c > 0 && c < 0x80; });
}

std::string in_utf16(std::string_view ascii, bool big_endian) {
  std::string text = big_endian ? "\xfe\xff" : "\xff\xfe";
  for (const char c : ascii) {
    if (big_endian) text += '\0';
    text += c;
    if (!big_endian) text += '\0';
  }
  return text;
}

BodyFormat declared_plainly(std::string_view content_type) {
  std::string type;
  for (const char c : content_type.substr(0, content_type.find(';'))) {
    type += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  const std::size_t first = type.find_first_not_of(" \t\r\n");
  if (first == type.npos) return BodyFormat::neither;
  type = type.substr(first, type.find_last_not_of(" \t") + 1 - first);
  if (type == "application/xml" || type == "text/xml") return BodyFormat::xml;
  if (type == "application/json" || type == "text/json") return BodyFormat::json;
  return BodyFormat::neither;
}

std::optional<std::string> scalar(const Node& tree, std::string_view name) {
  if (tree.kind != Node::Kind::object) return std::nullopt;
  for (const Node& member : tree.children) {
    if (member.name != name) continue;
    if (!member.is_scalar() || member.kind == Node::Kind::null) return std::nullopt;
    return std::string{member.text};
  }
  return std::nullopt;
}

bool reads_alike(const Reply& one, const Reply& other) {
  return one.format == other.format && one.root == other.root && one.tree == other.tree &&
         one.decoded() == other.decoded() && one.duplicate_members == other.duplicate_members;
}

}  // namespace

// First line: the Content-Type; the rest: the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view body = fuzz::text_of(data, size);
  const std::string_view content_type = fuzz::take_line(body);
  const Reply reply = under_test(content_type, body);
  fuzz::require(reply.declared == declared_plainly(content_type), "the media type is declared");
  fuzz::require(reply.code == scalar(reply.tree, "Code") &&
                    reply.message == scalar(reply.tree, "Message") &&
                    reply.request_id == scalar(reply.tree, "RequestId") &&
                    reply.host_id == scalar(reply.tree, "HostId") &&
                    reply.recommend == scalar(reply.tree, "Recommend"),
                "scalars are the texts of their members");
  fuzz::require(reads_alike(reply, runner::decode_reply(404, {}, body)),
                "what is declared does not change what is read");
  if (body.starts_with(byte_order_mark) || may_be_utf16(body)) return 0;
  const std::size_t first = body.find_first_not_of(" \t\r\n");
  const char mark = first == body.npos ? '\0' : body[first];
  const bool xml = reply.format == BodyFormat::xml;
  const bool json = reply.format == BodyFormat::json;
  fuzz::require(!xml || mark == '<', "XML starts with a tag");
  fuzz::require(json == (mark == '{' || mark == '['), "JSON starts with a bracket");
  fuzz::require(xml || json || !reply.decoded(), "what is neither is not decoded");
  const std::string marked = std::string{byte_order_mark}.append(body);
  fuzz::require(reads_alike(reply, runner::decode_reply(200, content_type, marked)),
                "a byte order mark says nothing");
  for (const bool big_endian : {true, false}) {
    fuzz::require(body.empty() || !is_ascii(body) ||
                      reads_alike(reply, under_test(content_type, in_utf16(body, big_endian))),
                  "two bytes for each character say nothing");
  }
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  static constexpr std::string_view pieces[] = {"text/xml",
                                                "application/json",
                                                "APPLICATION/XML",
                                                "; charset=utf-8",
                                                "\n",
                                                " ",
                                                "<a>x</a>",
                                                "<Code>x</Code>",
                                                "</a>",
                                                R"("a":1,)",
                                                R"(,"Code":"x")",
                                                "[]",
                                                "null",
                                                "\xef\xbb\xbf"};
  return hallmark::fuzz::splice({"text/xml\n<a><Code>b</Code></a>", "<>{}[],:\n/;", pieces}, data,
                                size, max_size, seed);
}
