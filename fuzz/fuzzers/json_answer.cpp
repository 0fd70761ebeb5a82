// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes decode_reply() with JSON, and without the library of the other format: after each input
// the engine looks at every counter that is linked.
//
// Holds for every input that decodes: a plain second reading finds the same names, texts and
// numbers in the same order, numbers digit by digit; members that are given twice stay, and are
// told.
#include "fuzz/fuzzers/answer_formats.hpp"
#include "fuzz/fuzzers/fuzzer.hpp"
#include "fuzz/fuzzers/plain_json.hpp"
#include "fuzz/fuzzers/planted.hpp"
#include "runner/wire/reply.hpp"
#include "runner/wire/reply_decoders.hpp"

namespace {

using namespace hallmark;
using runner::Node;
using runner::Reply;

runner::Decoded unread(std::string_view) { return {}; }

constexpr runner::Decoders readers = {.xml = unread, .json = runner::decode_json};

Reply under_test(std::string_view body) {
  Reply reply = runner::decode_reply_by(readers, 200, "application/json", body);
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
  if (fuzz::planted("json_answer/escape-lost") && body.find("\\u00") != body.npos) last.text = "?";
  return reply;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body = fuzz::text_of(data, size);
  const Reply reply = under_test(body);
  if (!reply.decoded() || reply.format != runner::BodyFormat::json) return 0;
  fuzz::PlainJson plain{body};
  fuzz::require(plain.is(reply.tree), "the tree says what the text says");
  fuzz::require(plain.any_twice() == !reply.duplicate_members.empty(),
                "members given twice are told");
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  return hallmark::fuzz::splice(hallmark::fuzz::json_format, data, size, max_size, seed);
}
