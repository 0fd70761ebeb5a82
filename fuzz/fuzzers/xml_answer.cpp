// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes decode_reply() with XML.
//
// Holds for every input that decodes: written down again, it decodes to the same tree; and its
// RequestId and Code are those of the tree.
#include "fuzz/fuzzers/fuzzer.hpp"
#include "fuzz/fuzzers/planted.hpp"
#include "fuzz/fuzzers/written_answer.hpp"

namespace {

using namespace hallmark;
using runner::Reply;

Reply under_test(std::string_view body) {
  Reply reply = runner::decode_reply(200, "application/xml", body);
  std::vector<runner::Node>& members = reply.tree.children;
  if (fuzz::planted("xml_answer/drops-third-sibling") && members.size() > 2) members.pop_back();
  if (fuzz::planted("xml_answer/code-of-the-error") && reply.tree.member("Code") != nullptr) {
    reply.code = "Error";
  }
  if (fuzz::planted("xml_answer/cdata-ends-text") && body.find("<![CDATA[") != body.npos) {
    for (runner::Node& member : members) member.text.clear();
  }
  return reply;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Reply reply = under_test(fuzz::text_of(data, size));
  if (!reply.decoded() || reply.format != runner::BodyFormat::xml) return 0;
  std::string body;
  fuzz::append_xml(body, reply.tree, reply.root);
  const Reply again = runner::decode_reply(200, "application/xml", body);
  fuzz::require(again.decoded(), "a decoded answer can be written");
  fuzz::require(again.root == reply.root && again.tree == reply.tree, "XML written is XML read");
  fuzz::require(again.duplicate_members == reply.duplicate_members, "members given twice are told");
  if (reply.tree.kind == runner::Node::Kind::object) {
    const runner::Node* code = reply.tree.member("Code");
    const bool said = code != nullptr && code->is_scalar();
    fuzz::require(reply.code == (said ? std::optional{code->text} : std::nullopt),
                  "Code is its text");
  }
  return 0;
}
