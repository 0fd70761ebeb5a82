// SPDX-License-Identifier: Apache-2.0
//
// Boost.JSON's parse and nothing else: what json_answer is measured against by speed.py. Not a
// fuzzer of ours.
#include <boost/json/parse.hpp>

#include "fuzz/fuzzers/answers/answer_formats.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  boost::json::error_code error;
  const boost::json::value value =
      boost::json::parse({reinterpret_cast<const char*>(data), size}, error);
  (void)value;
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  return hallmark::fuzz::splice(hallmark::fuzz::json_format, data, size, max_size, seed);
}
