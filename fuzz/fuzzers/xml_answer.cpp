// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes decode_reply() with XML, and without the library of the other format: after each input the
// engine looks at every counter that is linked.
//
// Holds for every input that decodes: a plain second reading finds the same elements and texts in
// the same order, and which stand twice; and Code is its text. Document types are left out: no
// answer has one.
#include "fuzz/fuzzers/answer_formats.hpp"
#include "fuzz/fuzzers/fuzzer.hpp"
#include "fuzz/fuzzers/plain_xml.hpp"
#include "fuzz/fuzzers/planted.hpp"
#include "runner/wire/reply.hpp"
#include "runner/wire/reply_decoders.hpp"

namespace {

using namespace hallmark;
using runner::Reply;

runner::Decoded unread(std::string_view) { return {}; }

constexpr runner::Decoders readers = {.xml = runner::decode_xml, .json = unread};

Reply under_test(std::string_view body) {
  Reply reply = runner::decode_reply_by(readers, 200, "application/xml", body);
  std::vector<runner::Node>& members = reply.tree.children;
  if (fuzz::planted("xml_answer/drops-third-sibling") && members.size() > 2) members.pop_back();
  if (fuzz::planted("xml_answer/code-of-the-error") && reply.tree.member("Code") != nullptr) {
    reply.code = "Error";
  }
  if (fuzz::planted("xml_answer/cdata-ends-text") && body.find("<![CDATA[") != body.npos) {
    for (runner::Node& member : members) member.text = {};
  }
  return reply;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body = fuzz::text_of(data, size);
  const Reply reply = under_test(body);
  if (!reply.decoded() || reply.format != runner::BodyFormat::xml) return 0;
  if (body.find("<!DOCTYPE") != body.npos) return 0;
  fuzz::PlainXml plain{body};
  fuzz::require(plain.is(reply.tree, reply.root), "the tree says what the text says");
  fuzz::require(plain.any_twice() == !reply.duplicate_members.empty(),
                "members given twice are told");
  if (reply.tree.kind == runner::Node::Kind::object) {
    const runner::Node* code = reply.tree.member("Code");
    const bool said = code != nullptr && code->is_scalar();
    fuzz::require(reply.code == (said ? std::optional{code->text} : std::nullopt),
                  "Code is its text");
  }
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  return hallmark::fuzz::splice(hallmark::fuzz::xml_format, data, size, max_size, seed);
}
