// SPDX-License-Identifier: Apache-2.0
//
// pugixml's parse and nothing else: what xml_answer is measured against by speed.py. Not a fuzzer
// of ours.
#include <pugixml.hpp>

#include "fuzz/fuzzers/answers/answer_formats.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const unsigned flags = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol |
                         pugi::parse_ws_pcdata_single | pugi::parse_fragment;
  pugi::xml_document document;
  (void)document.load_buffer(data, size, flags, pugi::encoding_utf8);
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  return hallmark::fuzz::splice(hallmark::fuzz::xml_format, data, size, max_size, seed);
}
