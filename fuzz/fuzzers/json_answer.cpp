// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes decode_reply() with JSON.
//
// Holds for every input that decodes: written down again, it decodes to the same tree, numbers
// digit by digit, and members that are given twice stay.
#include "fuzz/fuzzers/fuzzer.hpp"
#include "fuzz/fuzzers/planted.hpp"
#include "fuzz/fuzzers/written_answer.hpp"

namespace {

using namespace hallmark;
using runner::Node;
using runner::Reply;

Reply under_test(std::string_view body) {
  Reply reply = runner::decode_reply(200, "application/json", body);
  std::vector<Node>& members = reply.tree.children;
  if (members.empty()) return reply;
  Node& last = members.back();
  if (fuzz::planted("json_answer/keeps-the-last-of-two") && !reply.duplicate_members.empty()) {
    members.erase(members.begin());
  }
  if (fuzz::planted("json_answer/loses-minus-zero") && last.kind == Node::Kind::number &&
      last.text == "-0") {
    last.text = "0";
  }
  if (fuzz::planted("json_answer/escape-lost") && body.find("\\u00") != body.npos) last.text += '?';
  return reply;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body = fuzz::text_of(data, size);
  const Reply reply = under_test(body);
  if (!reply.decoded() || reply.format != runner::BodyFormat::json) return 0;
  std::string written;
  fuzz::append_json(written, reply.tree);
  const Reply again = runner::decode_reply(200, "application/json", written);
  fuzz::require(again.decoded(), "a decoded answer can be written");
  fuzz::require(again.tree == reply.tree, "JSON written is JSON read");
  fuzz::require(again.duplicate_members == reply.duplicate_members, "members given twice are told");
  // What is a member is in the text: nothing is made up. Escapes make text longer, never shorter.
  std::size_t said = 0;
  for (const runner::Member& member : runner::flatten(reply.tree)) said += member.value.size();
  fuzz::require(said <= body.size(), "an answer says no more than its bytes");
  return 0;
}
