// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes decode_xml(), the reader of XML behind decode_reply().
//
// Holds for every body that it takes: where expat takes it, too, it finds the same elements and
// texts in the same order, and which stand twice. Document types are left out: no answer has one.
#include <pugixml.hpp>

#include "fuzz/fuzzers/answers/answer_formats.hpp"
#include "fuzz/fuzzers/answers/expat_reading.hpp"
#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/kept_memory.hpp"
#include "fuzz/fuzzers/base/planted.hpp"
#include "runner/wire/replies/reply_decoders.hpp"

namespace {

using namespace hallmark;

runner::Decoded under_test(std::string_view body) {
  runner::Decoded decoded = runner::decode_xml(body);
  std::vector<runner::Node>& members = decoded.tree.children;
  if (fuzz::planted("xml_answer/drops-third-sibling") && members.size() > 2) members.pop_back();
  if (fuzz::planted("xml_answer/cdata-ends-text") && body.find("<![CDATA[") != body.npos) {
    for (runner::Node& member : members) member.text = {};
  }
  return decoded;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  pugi::set_memory_management_functions(fuzz::allocate_kept, fuzz::deallocate_kept);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body = fuzz::text_of(data, size);
  const runner::Decoded decoded = under_test(body);
  if (decoded.flaw.any() || body.find("<!DOCTYPE") != body.npos) return 0;
  const fuzz::XmlOpinion opinion = fuzz::expat_reads(body, decoded.tree, decoded.root);
  fuzz::require(opinion.reading != fuzz::XmlReading::other, "the tree says what the text says");
  if (opinion.reading != fuzz::XmlReading::same) return 0;
  fuzz::require(opinion.any_twice == !decoded.duplicate_members.empty(),
                "members given twice are told");
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  return hallmark::fuzz::splice(hallmark::fuzz::xml_format, data, size, max_size, seed);
}
