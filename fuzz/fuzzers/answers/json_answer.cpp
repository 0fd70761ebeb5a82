// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes decode_json(), the reader of JSON behind decode_reply().
//
// Holds for every body that it takes: nlohmann-json takes it, too, and finds the same names, texts
// and numbers in the same order, numbers digit by digit; members that are given twice stay, and are
// told. What is no UTF-8 is left out, for decode_reply() refuses it.
#include "fuzz/fuzzers/answers/answer_formats.hpp"
#include "fuzz/fuzzers/answers/nlohmann_reading.hpp"
#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/planted.hpp"
#include "reports/text.hpp"
#include "runner/wire/replies/reply_decoders.hpp"

namespace {

using namespace hallmark;
using runner::Node;

runner::Decoded under_test(std::string_view body) {
  runner::Decoded decoded = runner::decode_json(body);
  std::vector<Node>& members = decoded.tree.children;
  if (members.empty()) return decoded;
  Node& last = members.back();
  if (fuzz::planted("json_answer/keeps-the-last-of-two") && !decoded.duplicate_members.empty()) {
    members.erase(members.begin());
  }
  if (fuzz::planted("json_answer/loses-minus-zero") && last.kind == Node::Kind::number &&
      last.text == "-0") {
    last.text = "0";
  }
  if (fuzz::planted("json_answer/escape-lost") && body.find("\\u00") != body.npos) last.text = "?";
  return decoded;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body = fuzz::text_of(data, size);
  const runner::Decoded decoded = under_test(body);
  if (decoded.flaw.any() || !reports::is_utf8(body)) return 0;
  const fuzz::JsonOpinion opinion = fuzz::nlohmann_reads(body, decoded.tree);
  fuzz::require(opinion.reading != fuzz::JsonReading::refused, "what is taken is JSON");
  fuzz::require(opinion.reading != fuzz::JsonReading::other, "the tree says what the text says");
  if (opinion.reading != fuzz::JsonReading::same) return 0;
  fuzz::require(opinion.any_twice == !decoded.duplicate_members.empty(),
                "members given twice are told");
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  return hallmark::fuzz::splice(hallmark::fuzz::json_format, data, size, max_size, seed);
}
